import { describe, expect, it } from 'vitest';
import { convertAdf } from '../src/entries/adf.ts';
import { convertStorage } from '../src/entries/storage.ts';
import { convertView } from '../src/entries/view.ts';

const doc = (...content: object[]) => JSON.stringify({ type: 'doc', version: 1, content });

describe('an entry point for one format', () => {
  it('shows what a page holds in another as code, and reports it', () => {
    const kept = { type: 'confluenceUnsupportedBlock', attrs: { cxhtml: '<p>kept</p>' } };
    const adf = convertAdf(doc(kept));
    expect(adf.markdown).toBe('```xml\n<p>kept</p>\n```\n');
    expect(adf.report).toEqual([{ kind: 'degraded', what: 'format:storage', where: 'include' }]);
    const storage = convertStorage('<fab:adf>{"type":"rule"}</fab:adf>');
    expect(storage.markdown).toBe('```json\n{"version":1,"type":"doc","content":[{"type":"rule"}]}\n```\n');
  });

  it('includes pages of its own format, and those of another as code', () => {
    const include =
      '<ac:structured-macro ac:name="include"><ac:parameter ac:name="">A</ac:parameter></ac:structured-macro>';
    const made = (from: 'storage' | 'view') => convertStorage(include, { include: () => ({ from, body: '<i>b</i>' }) });
    expect(made('storage').markdown).toBe('*b*\n');
    expect(made('view').markdown).toBe('```html\n<i>b</i>\n```\n');
  });

  it('reads rendered pages', () => {
    expect(convertView('<p>a <i>b</i></p>').markdown).toBe('a *b*\n');
  });
});
