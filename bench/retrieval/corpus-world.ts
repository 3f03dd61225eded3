import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CorpusDocument } from './test-set.ts';

const LONGEST_TITLE = 200;

function escaped(text: string): string {
  return text
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** Text as an editor that knows no markup takes it in: paragraphs, and breaks within them. */
function storageOf(text: string): string {
  const paragraphs = text.split(/\n\s*\n/).filter((part) => part.trim() !== '');
  return paragraphs.map((part) => `<p>${part.split('\n').map(escaped).join('<br/>')}</p>`).join('\n');
}

/** Titles as a wiki takes them: never empty, one line, each once in its space. */
function titlesOf(documents: readonly CorpusDocument[]): readonly string[] {
  const taken = new Set<string>();
  return documents.map(({ title, text }, at) => {
    const named = [title, text].map((part) => part.replace(/[\s\p{Cc}\p{Cs}\ufffe\uffff]+/gu, ' ').trim());
    const line = [...(named.find((part) => part !== '') ?? `Page ${at}`)].slice(0, LONGEST_TITLE).join('').trim();
    let name = line;
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${line} (${number})`;
    taken.add(name.toLowerCase());
    return name;
  });
}

/** Writes the corpus as a site of one space into a folder. Gives the document of each page id. */
export async function writeCorpusWorld(
  documents: readonly CorpusDocument[],
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  const titles = titlesOf(documents);
  await mkdir(join(folder, 'bodies'), { recursive: true });
  const pages = [];
  for (const [at, { text }] of documents.entries()) {
    const id = String(1_000_001 + at);
    const file = `bodies/${id}.xml`;
    await writeFile(join(folder, file), storageOf(text));
    pages.push({ id, title: titles[at], parentId: null, file, format: 'storage', labels: [], version: 1 });
  }
  const world = { spaces: [{ key: 'EVAL', name: 'Evaluation', pages }] };
  await writeFile(join(folder, 'world.json'), JSON.stringify(world));
  return new Map(documents.map(({ id }, at) => [String(1_000_001 + at), id]));
}
