import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { type BodyFormat, type ConvertOptions, convert, toMarkdown } from '../src/index.ts';
import { bare, readGfm } from './reading.ts';

/**
 * One test for each document of a golden folder: `name.<ext>` gives exactly `name.md`, below which the report stands as
 * a comment where there is one; a reader of it gets the same tree, and writes the same again. With `GOLDEN=write` in the environment missing answers are written down, to be read
 * before they are committed.
 */
export function goldenTests(folder: string, extension: string, from: BodyFormat, options: ConvertOptions = {}): void {
  const at = fileURLToPath(new URL(`./golden/${folder}/`, import.meta.url));
  const names = readdirSync(at).filter((file) => file.endsWith(extension));
  it(`${folder} has documents`, () => expect(names.length).toBeGreaterThan(0));
  for (const file of names.sort()) {
    const name = file.slice(0, -extension.length);
    it(`${folder}/${name}`, () => {
      const { markdown, mdast, report } = convert({ from, body: readFileSync(at + file, 'utf8') }, options);
      const notes = report.map(
        ({ kind, what, where, text }) => `${kind} ${what} at ${where}${text ? `: ${text}` : ''}`,
      );
      const answer = notes.length > 0 ? `${markdown}\n<!-- report\n${notes.join('\n')}\n-->\n` : markdown;
      if (process.env.GOLDEN === 'write') writeFileSync(`${at}${name}.md`, answer);
      expect(answer).toBe(readFileSync(`${at}${name}.md`, 'utf8'));
      expect(bare(readGfm(markdown))).toEqual(bare(mdast));
      expect(toMarkdown(readGfm(markdown))).toBe(markdown);
    });
  }
}
