import { createHash } from 'node:crypto';
import { configPath, diffScope, printScope, schemaPath, scopeSchema } from '../../config/index.ts';
import type { MirrorFile } from '../../core/mirror-file.ts';
import type { Preview } from '../../core/preview.ts';
import type { Scope } from '../../core/scope.ts';
import { plainWords } from './plain-words.ts';
import { proposalBody } from './proposal-body.ts';

export interface Proposal {
  readonly branch: string;
  readonly title: string;
  /** Ends with the hidden marker. */
  readonly body: string;
  /** Hash of the scope file's text; also in the marker. */
  readonly hash: string;
  /** The scope file and its schema. */
  readonly files: readonly MirrorFile[];
  readonly commitMessage: string;
}

/** Head branch of a connection's proposals. */
export function proposalBranch(source: string, connectionId: string): string {
  return `ctx/${source}-config/${connectionId}`;
}

const MARKER = /<!-- ctx-scope: ([0-9a-f]{64}) -->/g;

function titleOf(scope: Scope, previous: Scope | null): string {
  const keys = scope.spaces.map((space) => plainWords(space.key, 20));
  const names = `${keys.slice(0, 3).join(', ')}${keys.length > 3 ? ` and ${keys.length - 3} more` : ''}`;
  if (previous !== null) return 'Change what is mirrored into this repository';
  return names === '' ? 'Choose what is mirrored into this repository' : `Mirror ${names} into this repository`;
}

/** The pull request that carries a scope. The same facts give the same proposal, byte for byte. */
export function proposal(facts: {
  readonly connectionId: string;
  readonly mirrorRoot: string;
  readonly scope: Scope;
  /** The scope in force; null before the first. */
  readonly previous: Scope | null;
  /** Text of the file on the target branch, whatever its state; its comments stay. */
  readonly previousText: string | null;
  readonly preview: Preview | null;
}): Proposal {
  const { scope, previous, mirrorRoot, preview } = facts;
  const text = printScope(scope, facts.previousText);
  const hash = scopeTextHash(text);
  const title = titleOf(scope, previous);
  const changes = diffScope(previous, scope);
  const encode = (content: string) => new TextEncoder().encode(content);
  return {
    branch: proposalBranch(scope.source, facts.connectionId),
    title,
    body: `${proposalBody({ changes, isFirst: previous === null, path: configPath(mirrorRoot), preview })}\n<!-- ctx-scope: ${hash} -->\n`,
    hash,
    files: [
      { path: configPath(mirrorRoot), content: encode(text) },
      { path: schemaPath(mirrorRoot), content: encode(`${JSON.stringify(scopeSchema, null, 2)}\n`) },
    ],
    commitMessage: `${title}\n\nCtx-Scope: ${hash}\n`,
  };
}

/** Hash in the marker of a pull request's body; null where there is none. */
export function readMarker(body: string): string | null {
  return [...body.matchAll(MARKER)].at(-1)?.[1] ?? null;
}

/** Hash by which scope files are compared: of the text, whatever its line ends and byte order mark. */
export function scopeTextHash(text: string): string {
  const lines = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  return createHash('sha256').update(`${lines.trimEnd()}\n`).digest('hex');
}
