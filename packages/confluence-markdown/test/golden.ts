import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { type BodyFormat, type ConvertOptions, convert } from '../src/index.ts';

/**
 * One test for each document of a golden folder: `name.<ext>` gives exactly `name.md`, below which the report stands as
 * a comment where there is one. With `GOLDEN=write` in the environment missing answers are written down, to be read
 * before they are committed.
 */
export function goldenTests(folder: string, extension: string, from: BodyFormat, options: ConvertOptions = {}): void {
  const at = fileURLToPath(new URL(`./golden/${folder}/`, import.meta.url));
  const names = readdirSync(at).filter((file) => file.endsWith(extension));
  it(`${folder} has documents`, () => expect(names.length).toBeGreaterThan(0));
  for (const file of names.sort()) {
    const name = file.slice(0, -extension.length);
    it(`${folder}/${name}`, () => {
      const { markdown, report } = convert({ from, body: readFileSync(at + file, 'utf8') }, options);
      const notes = report.map(
        ({ kind, what, where, text }) => `${kind} ${what} at ${where}${text ? `: ${text}` : ''}`,
      );
      const answer = notes.length > 0 ? `${markdown}\n<!-- report\n${notes.join('\n')}\n-->\n` : markdown;
      if (process.env.GOLDEN === 'write') writeFileSync(`${at}${name}.md`, answer);
      expect(answer).toBe(readFileSync(`${at}${name}.md`, 'utf8'));
    });
  }
}
