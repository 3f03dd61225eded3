import { describe, expect, it } from 'vitest';
import { ConversionError, type ConvertOptions, convert, type LinkTarget, needsStorage } from '../src/index.ts';

const text = (value: string, href?: string) => ({
  type: 'text',
  text: value,
  ...(href ? { marks: [{ type: 'link', attrs: { href } }] } : {}),
});
const paragraph = (...content: object[]) => ({ type: 'paragraph', content });
const doc = (...content: object[]) => JSON.stringify({ type: 'doc', version: 1, content });
const markdown = (body: string, options?: ConvertOptions) => convert({ from: 'adf', body }, options).markdown;

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    return error instanceof ConversionError ? error.code : String(error);
  }
  return undefined;
}

describe('bodies that cannot be converted', () => {
  it('says why', () => {
    expect(codeOf(() => markdown('{"type":'))).toBe('not-json');
    expect(codeOf(() => markdown('"text"'))).toBe('not-adf');
    expect(codeOf(() => markdown('{"a":1}'))).toBe('not-adf');
    expect(codeOf(() => markdown(doc(paragraph(text('long'))), { maxLength: 10 }))).toBe('too-large');
    expect(codeOf(() => convert({ from: 'word' as 'adf', body: '' }))).toBe('unknown-format');
    expect(codeOf(() => convert({ from: 'storage', body: undefined as never }))).toBe('bad-input');
    expect(() => convert({ from: 'adf', body: null as never })).toThrow('The body has to be a text, and is null');
  });

  it('takes a document out of the envelopes of the API', () => {
    const value = doc(paragraph(text('inside')));
    expect(markdown(JSON.stringify({ body: { atlas_doc_format: { value } } }))).toBe('inside\n');
    expect(markdown(JSON.stringify([paragraph(text('list'))]))).toBe('list\n');
    expect(markdown(JSON.stringify(paragraph(text('node'))))).toBe('node\n');
  });
});

describe('the tree', () => {
  const placesOf = (from: 'adf' | 'storage' | 'view', body: string) =>
    convert({ from, body }).mdast.children.map(({ type, data }) => [type, (data as { source?: string }).source]);

  it('says where each block stood in its source', () => {
    const adf = doc(
      paragraph(text('a')),
      { type: 'rule' },
      {
        type: 'table',
        content: [{ type: 'tableRow', content: [{ type: 'tableCell', content: [paragraph(text('b'))] }] }],
      },
    );
    expect(placesOf('adf', adf)).toEqual([
      ['paragraph', 'doc/paragraph[0]'],
      ['thematicBreak', 'doc/rule[1]'],
      ['table', 'doc/table[2]'],
    ]);
    const storage = '<h2>a</h2>\n<p>b</p><ul><li>c</li></ul>\n<ac:structured-macro ac:name="toc"/>';
    expect(placesOf('storage', storage)).toEqual([
      ['heading', '1:1'],
      ['paragraph', '2:1'],
      ['list', '2:9'],
      ['paragraph', '3:1'],
    ]);
    expect(placesOf('view', '<p>a</p>\n<pre>b</pre>')).toEqual([
      ['paragraph', '1:1'],
      ['code', '2:1'],
    ]);
  });
});

describe('links', () => {
  const base = 'https://acme.atlassian.net/wiki';
  const targetsOf = (...hrefs: string[]): readonly LinkTarget[] =>
    convert({ from: 'adf', body: doc(paragraph(...hrefs.map((href) => text('x', href)))) }, { baseUrl: base }).links;

  it('names every target once, whatever form its address has', () => {
    expect(
      targetsOf(
        `${base}/spaces/ENG/pages/77/Run+book#Step-1`,
        '/wiki/pages/viewpage.action?pageId=78',
        '/wiki/pages/viewpage.action?pageId=78',
        `${base}/display/ENG/Run+book`,
        `${base}/x/TQA`,
        `${base}/spaces/OPS/overview`,
        `${base}/people/u%3A1`,
        `${base}/download/attachments/42/a%20b.pdf?version=1`,
        'https://elsewhere.example/wiki/spaces/ENG/pages/99/Other',
      ),
    ).toEqual([
      { kind: 'page', id: '77', anchor: 'Step-1' },
      { kind: 'page', id: '78' },
      { kind: 'page', spaceKey: 'ENG', title: 'Run book' },
      { kind: 'page', id: '77' },
      { kind: 'space', key: 'OPS' },
      { kind: 'person', id: 'u:1' },
      { kind: 'attachment', pageId: '42', fileName: 'a b.pdf' },
    ]);
  });

  it('keeps the address of what nobody can place, and the name of what has none', () => {
    const media = { type: 'mediaInline', attrs: { id: 'f 1', type: 'image', alt: 'Map', collection: 'c' } };
    const { markdown: shown, report } = convert({ from: 'adf', body: doc(paragraph(text('x', '/wiki/x/TQA'), media)) });
    expect(shown).toBe('[x](/wiki/x/TQA)![Map](attachment:f%201)\n');
    expect(report).toContainEqual(expect.objectContaining({ what: 'link:attachment', text: 'attachment:f%201' }));
  });

  it('survives a resolver that throws or answers with a script', () => {
    const body = doc(paragraph(text('x', `${base}/x/TQA`)));
    const broken = () => {
      throw new Error('no');
    };
    expect(markdown(body, { baseUrl: base, resolve: broken })).toBe(`[x](${base}/x/TQA)\n`);
    expect(markdown(body, { baseUrl: base, resolve: () => ({ href: 'javascript:x' }) })).toBe(`[x](${base}/x/TQA)\n`);
  });

  it('says in the report that a resolver failed, for which target and why', () => {
    const failing = (thrown: unknown) => () => {
      throw thrown;
    };
    const page = '<p><ac:link><ri:page ri:content-title="T" ri:space-key="ENG"/></ac:link></p>';
    const noteOf = (input: string, options: ConvertOptions) =>
      convert({ from: 'storage', body: input }, options).report.find(({ what }) => what === 'resolver');
    const note = { kind: 'degraded', what: 'resolver' };
    expect(noteOf(page, { resolve: failing(new Error('no route')) })).toEqual({
      ...note,
      where: 'resolve',
      text: 'page:ENG/T: no route',
    });
    const include = `<ac:structured-macro ac:name="include"><ac:parameter ac:name="">T</ac:parameter></ac:structured-macro>`;
    expect(noteOf(include, { include: failing('gone') })).toEqual({ ...note, where: '1:1', text: 'page:T: gone' });
    expect(noteOf(page, { resolve: () => null as never })).toBeUndefined();
  });

  it.each([
    [5, 'number for person:u-1'],
    [Promise.resolve({}), 'promise for person:u-1'],
    [{ href: 5 }, 'number as href for person:u-1'],
    [{ text: {} }, 'object as text for person:u-1'],
  ])('refuses the answer %j', (answer, said) => {
    const person = doc(paragraph({ type: 'mention', attrs: { id: 'u-1' } }));
    const work = () => markdown(person, { resolve: () => answer as never });
    expect(codeOf(work)).toBe('bad-answer');
    expect(work).toThrow(said);
  });

  it('refuses an included page without a body, on a page that is included too', () => {
    const include = (title: string) =>
      `<ac:structured-macro ac:name="include"><ac:parameter ac:name="">${title}</ac:parameter></ac:structured-macro>`;
    const work = (body: string) => () =>
      convert(
        { from: 'storage', body },
        { include: ({ title }) => ({ from: 'storage', body: title === 'A' ? include('B') : (5 as never) }) },
      );
    expect(codeOf(work(include('B')))).toBe('bad-answer');
    expect(codeOf(work(include('A')))).toBe('bad-answer');
  });

  it.each([
    'javascript:alert(1)',
    'JaVa\tscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
  ])('shows %j as text', (href) => {
    expect(markdown(doc(paragraph(text('click', href))))).not.toContain('](');
  });

  it('lets nobody answer with a script for a person', () => {
    const person = doc(paragraph({ type: 'mention', attrs: { id: 'u-1', text: '@Ada' } }));
    expect(markdown(person, { resolve: () => ({ href: 'java\u00adscript:x' }) })).toBe('`@Ada`\n');
    expect(markdown(person, { resolve: () => ({ href: '/people/ada' }) })).toBe('[`@Ada`](/people/ada)\n');
  });

  it('says of which page a file is', () => {
    const link = (inner: string) =>
      `<p><ac:link><ri:attachment ri:filename="a.pdf">${inner}</ri:attachment></ac:link></p>`;
    const targets = (inner: string) => convert({ from: 'storage', body: link(inner) });
    const other = targets('<ri:page ri:content-title="Old plans" ri:space-key="ENG"/>');
    expect(other.links).toEqual([{ kind: 'attachment', fileName: 'a.pdf', title: 'Old plans', spaceKey: 'ENG' }]);
    expect(other.markdown).toBe('[a.pdf](attachment:ENG/Old%20plans/a.pdf)\n');
    expect(targets('<ri:content-entity ri:content-id="7"/>').links).toEqual([
      { kind: 'attachment', fileName: 'a.pdf', pageId: '7' },
    ]);
    expect(targets('').links).toEqual([{ kind: 'attachment', fileName: 'a.pdf' }]);
  });

  it('points links within the page at the names that GitHub gives headings', () => {
    const heading = (title: string) => ({ type: 'heading', attrs: { level: 2 }, content: [text(title)] });
    const links = ["#What's-new?", '#Same.1', '#PageTitle-RollBack', '#nowhere'].map((href) => text(href, href));
    const { mdast, report } = convert({
      from: 'adf',
      body: doc(
        heading("What's new?"),
        heading('Same'),
        heading('Same'),
        heading('Roll back'),
        ...links.map((link) => paragraph(link)),
      ),
    });
    const urls = mdast.children.flatMap((node) => (node.type === 'paragraph' ? node.children : []));
    expect(urls.map((node) => (node.type === 'link' ? node.url : null))).toEqual([
      '#whats-new',
      '#same-1',
      '#roll-back',
      '#nowhere',
    ]);
    expect(report).toEqual([expect.objectContaining({ what: 'link:anchor', text: '#nowhere' })]);
  });
});

describe('code', () => {
  it.each([
    ['```bash', '```bash\nx\n```\n'],
    [' c sharp ', '```c-sharp\nx\n```\n'],
    ['`', '```\nx\n```\n'],
  ])('in the language %j begins with one word', (language, shown) => {
    expect(markdown(doc({ type: 'codeBlock', attrs: { language }, content: [text('x')] }))).toBe(shown);
  });
});

describe('needsStorage', () => {
  const extension = (extensionKey: string, rest: object = {}, type = 'extension') =>
    doc({ type, attrs: { extensionType: 'com.atlassian.confluence.macro.core', extensionKey, ...rest } });

  it('asks for it where a body is missing', () => {
    expect(needsStorage(extension('plantuml'))).toBe(true);
    expect(needsStorage(extension('a-macro-of-an-app'))).toBe(true);
    expect(needsStorage(doc({ type: 'panel', content: [{ type: 'unsupportedBlock' }] }))).toBe(true);
    expect(needsStorage(doc(paragraph({ type: 'confluenceUnsupportedInline', attrs: { cxhtml: '<b/>' } })))).toBe(true);
  });

  it('does without where all is there', () => {
    expect(needsStorage(doc(paragraph(text('x'))))).toBe(false);
    expect(needsStorage(extension('toc'))).toBe(false);
    expect(needsStorage(extension('code', { parameters: { macroParams: { __bodyContent: { value: 'x' } } } }))).toBe(
      false,
    );
    expect(needsStorage('nonsense')).toBe(false);
    expect(needsStorage('{"type":"doc","content":[null]}')).toBe(false);
  });
});

describe('bounds', () => {
  const storage = (body: string, options?: ConvertOptions) => convert({ from: 'storage', body }, options);
  const included =
    '<ac:structured-macro ac:name="include"><ac:parameter ac:name="">A</ac:parameter></ac:structured-macro>';

  it('keeps the words of 150 levels of either format, and refuses what no page has', () => {
    const inline = [
      text('words'),
      { type: 'hardBreak' },
      { type: 'emoji', attrs: { shortName: ':smile:' } },
      { type: 'rule' },
    ];
    const deep = Array.from({ length: 150 }).reduce<object>(
      (inner) => ({ type: 'blockquote', content: [inner] }),
      paragraph(...inline),
    );
    expect(markdown(doc(deep))).toContain('words :smile:');
    const quotes = storage(`${'<blockquote>'.repeat(150)}<p>words</p>`);
    expect(quotes.markdown).toContain('words');
    expect(quotes.report).toContainEqual(expect.objectContaining({ what: 'nesting' }));
    expect(codeOf(() => storage('<b>'.repeat(60_000)))).toBe('too-deep');
  });

  it('reports the words of what stands in lists and objects that no document has, however deep', () => {
    const within = (open: string, close: string) =>
      `{"type":"doc","content":[${open.repeat(20_000)}"words"${close.repeat(20_000)}]}`;
    const report = (body: string) => convert({ from: 'adf', body }).report.map(({ what, text }) => [what, text]);
    expect(report(within('[', ']'))).toEqual([['node', 'words']]);
    expect(report(within('{"content":', '}'))).toEqual([['node', 'content=words']]);
    expect(
      markdown(within('{"type":"panel","content":', '}').replace('"words"', '{"type":"text","text":"words"}')),
    ).toContain('words');
  });

  it('looks at no more marks than anybody gives a text', () => {
    const marks = Array.from({ length: 200 }, () => ({ type: 'strong' }));
    const { markdown: shown, report } = convert({
      from: 'adf',
      body: doc(paragraph({ type: 'text', text: 'a', marks })),
    });
    expect(shown).toBe('**a**\n');
    expect(report).toContainEqual(expect.objectContaining({ kind: 'degraded', what: 'marks' }));
  });

  it('shows a line of more parts than anybody writes without emphasis', () => {
    const piece = '<b>x<i>y</b>z</i><u>u</u><a href="/v"><i>v</i>w</a>';
    const { markdown: shown, report } = storage(`<p>${piece.repeat(16_000)}</p>`);
    expect(shown).toBe(`${'xyzu[vw](/v)'.repeat(16_000)}\n`);
    expect(report).toContainEqual(expect.objectContaining({ kind: 'degraded', what: 'line:marks' }));
  });

  it('shows a text of more addresses than anybody writes as code', () => {
    const { markdown: shown, report } = storage(`<p><b>${'a@b.c '.repeat(100_001)}</b>and a@b.c</p>`);
    expect(shown.split('a@b.c')).toHaveLength(100_003);
    expect(shown.slice(0, 8)).toBe('`a@b.c a');
    expect(shown.slice(-18)).toBe('a@b.c`and <a@b.c>\n');
    expect(report).toEqual([expect.objectContaining({ kind: 'degraded', what: 'line:marks' })]);
  });

  it('writes tables, cells and lists of any length', () => {
    const many = 150_000;
    const rows = storage(`<table>${'<tr><td rowspan="2">a</td></tr>'.repeat(many)}</table>`).markdown;
    expect(rows.split('<tr>')).toHaveLength(many + 1);
    const breaks = `<table><caption>${'a<br/>'.repeat(many)}</caption><tr><td>${'b<br/>'.repeat(many)}</td></tr></table>`;
    expect(storage(breaks).markdown.split('b<br>')).toHaveLength(many);
  });

  it('includes no more than a page may have altogether', () => {
    const body = `<p>${'long '.repeat(100)}</p>`;
    const { markdown: shown, report } = storage(included, {
      maxLength: 300,
      include: () => ({ from: 'storage', body }),
    });
    expect(shown).toBe('`[macro: include]` [A](page:A)\n');
    expect(report[0]).toMatchObject({ kind: 'dropped', what: 'include' });
  });

  it('tells the caller who hands in what is no text', () => {
    const body = { length: 1 } as never;
    expect(() => storage(included, { include: () => ({ from: 'storage', body }) })).toThrow(
      expect.objectContaining({ code: 'bad-answer' }),
    );
  });

  const nested = (levels: number, innermost = paragraph(text('deepest words'))) =>
    `{"type":"doc","content":[${'{"type":"blockquote","content":['.repeat(levels)}${JSON.stringify(innermost)}${']}'.repeat(levels)}]}`;

  it('reports the words of macros that stand too deep to be shown', () => {
    const macro = (key: string, parameters: object) => ({
      type: 'extension',
      attrs: { extensionKey: key, parameters },
    });
    const row = {
      type: 'layoutSection',
      content: [
        macro('panel', { macroParams: { title: { value: 'Night shift' } } }),
        macro('code', { macroParams: { __bodyContent: { value: 'make all' } } }),
        macro('toc', {}),
      ],
    };
    const { report } = convert({ from: 'adf', body: nested(200, row as never) });
    const dropped = report.filter(({ kind }) => kind === 'dropped');
    expect(dropped.map(({ what, text: words }) => [what, words])).toEqual([
      ['node:extension', 'make all'],
      ['node:extension', 'Night shift'],
    ]);
  });

  it('answers for 10,000 levels with every word', () => {
    const { markdown: shown, report } = convert({ from: 'adf', body: nested(10_000) });
    expect(shown).toContain('deepest words');
    expect(report).toContainEqual(expect.objectContaining({ what: 'nesting' }));
  });

  it('takes every kind of white space for a space', () => {
    expect(['a\rb', 'a\fb', 'a\tb'].map((words) => storage(`<p>${words}</p>`).markdown)).toEqual(
      Array(3).fill('a b\n'),
    );
    expect(storage('<p>a\u0001b</p>').markdown).toBe('ab\n');
    const titled = { type: 'text', text: 'x\ry', marks: [{ type: 'link', attrs: { href: '/x', title: 'a\r\nb' } }] };
    expect(markdown(doc(paragraph(titled)))).toBe('[x y](/x "a b")\n');
  });

  it('writes half surrogate pairs and controls as what can be seen, or reports them', () => {
    const { markdown: shown, report } = convert({ from: 'adf', body: doc(paragraph(text('a\ud800b\u0007c'))) });
    expect(shown).toBe('a\uFFFDbc\n');
    expect(report.map((note) => note.what)).toEqual(['character:U+D800', 'character:U+0007']);
  });
});
