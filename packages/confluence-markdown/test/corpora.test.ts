import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ConversionError, convert, toMarkdown } from '../src/index.ts';
import { bare, readGfm } from './reading.ts';

const root = fileURLToPath(new URL('../../../../shared/corpora/', import.meta.url));
const present = existsSync(root);

function documents(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return documents(path);
    return entry.name.endsWith('.json') && !/upstream-|fixtures\.json|manifest/.test(entry.name) ? [path] : [];
  });
}

const files = present ? ['adf', 'pairs'].flatMap((name) => documents(join(root, name))) : [];

describe.skipIf(!present)(
  `documents of others${present ? '' : ' (skipped: the corpora are not beside this checkout)'}`,
  () => {
    it('become Markdown that reads back as the same tree, or a clear error', () => {
      const failures = files.filter((file) => {
        try {
          const { markdown, mdast } = convert({ from: 'adf', body: readFileSync(file, 'utf8') });
          expect(bare(readGfm(markdown))).toEqual(bare(mdast));
          return toMarkdown(readGfm(markdown)) !== markdown;
        } catch (error) {
          return !(error instanceof ConversionError) || file.includes('/valid/');
        }
      });
      expect(failures.map((file) => relative(root, file))).toEqual([]);
      expect(files.length).toBeGreaterThan(200);
    });
  },
);
