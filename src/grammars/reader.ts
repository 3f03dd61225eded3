import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Language, Parser, Query } from '@vscode/tree-sitter-wasm';
import type { CodeReader, CodeReading } from '../core/roles/code-reader.ts';
import type { Grammar } from './grammar.ts';
import { grammarOf } from './languages.ts';
import { structureOf } from './structure.ts';

export interface CodeReaderOptions {
  /** Bytes above which a file is not parsed. Default 400,000. */
  readonly mostBytes?: number;
  /** Milliseconds of this process's computing after which parsing a file is given up. Default 2,000. */
  readonly mostMs?: number;
}

/** Loaded with the first file: a process that indexes nothing needs none of it. */
const library = async () => (await import('@vscode/tree-sitter-wasm')).default;

interface Loaded {
  readonly language: Language;
  readonly query: Query;
}

/** Not the time of day: on a busy machine the same file would now be parsed and now not. */
function computed(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/**
 * Reads code with the grammars of `@vscode/tree-sitter-wasm` (MIT). Each is loaded when a file first needs it; a tree
 * is freed as soon as it is read. Files that are too large or take too long are left to their lines.
 */
export function createCodeReader({ mostBytes = 400_000, mostMs = 2_000 }: CodeReaderOptions = {}): CodeReader {
  const loaded = new Map<string, Promise<Loaded>>();
  let parser: Promise<Parser> | null = null;

  async function load({ name, query }: Grammar): Promise<Loaded> {
    const { Language, Query } = await library();
    const folder = dirname(createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm'));
    const language = await Language.load(await readFile(join(folder, `tree-sitter-${name}.wasm`)));
    return { language, query: new Query(language, query) };
  }

  async function open(): Promise<Parser> {
    const { Parser } = await library();
    await Parser.init();
    return new Parser();
  }

  function parse(text: string, grammar: Grammar, { language, query }: Loaded, by: Parser): CodeReading {
    const until = computed() + mostMs;
    let late = false;
    const progressCallback = () => {
      late ||= computed() > until;
      return late;
    };
    by.setLanguage(language);
    const tree = by.parse(text, null, { progressCallback });
    if (!tree) {
      by.reset();
      return { state: 'lines', reason: late ? 'too-slow' : 'unreadable' };
    }
    try {
      const matches = query.matches(tree.rootNode, { progressCallback });
      return late
        ? { state: 'lines', reason: 'too-slow' }
        : { state: 'read', structure: structureOf(matches, grammar) };
    } finally {
      tree.delete();
    }
  }

  return {
    async read(path, content) {
      const grammar = grammarOf(path);
      if (!grammar) return { state: 'lines', reason: 'no-grammar' };
      if (content.byteLength > mostBytes) return { state: 'lines', reason: 'too-large' };
      const text = new TextDecoder().decode(content);
      if (text.includes('\0')) return { state: 'lines', reason: 'not-text' };
      try {
        parser ??= open();
        const by = await parser;
        let grammarLoaded = loaded.get(grammar.name);
        if (!grammarLoaded) {
          grammarLoaded = load(grammar);
          loaded.set(grammar.name, grammarLoaded);
        }
        return parse(text, grammar, await grammarLoaded, by);
      } catch {
        return { state: 'lines', reason: 'unreadable' };
      }
    },
  };
}
