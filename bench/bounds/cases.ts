import type { BodyFormat } from '@ctxpipe/confluence-markdown';

/** A body that is made to take long, at any size. */
export interface Case {
  readonly name: string;
  readonly from: BodyFormat;
  /** A body of about so many characters. */
  readonly make: (characters: number) => string;
}

const repeated = (name: string, piece: string, from: BodyFormat = 'storage', before = '', after = ''): Case => ({
  name,
  from,
  make: (characters) => before + piece.repeat(Math.ceil(characters / piece.length)) + after,
});

/** Pieces that differ by their number. */
const counted = (
  name: string,
  piece: (index: number) => string,
  from: BodyFormat = 'storage',
  before = '',
  after = '',
): Case => ({
  name,
  from,
  make: (characters) => {
    const parts: string[] = [];
    for (let [length, index] = [0, 0]; length < characters; index++) {
      const part = piece(index);
      parts.push(part);
      length += part.length;
    }
    return before + parts.join('') + after;
  },
});

/** Elements within each other, in towers of one height: what is higher is cut or refused, which takes less. */
const nested = (name: string, open: string, close: string, levels: number, from: BodyFormat = 'storage'): Case =>
  repeated(name, `${open.repeat(levels)}x${close.repeat(levels)}`, from);

const adf = (name: string, piece: string, before: string, after: string): Case => ({
  name,
  from: 'adf',
  make: (characters) => {
    const count = Math.max(1, Math.ceil(characters / (piece.length + 1)));
    return `{"type":"doc","version":1,"content":[${before}${Array(count).fill(piece).join(',')}${after}]}`;
  },
});

const text = (value: string, marks = '') => `{"type":"text","text":${JSON.stringify(value)}${marks}}`;
const paragraph = (...content: string[]) => `{"type":"paragraph","content":[${content.join(',')}]}`;
const IN_LINE = ['{"type":"paragraph","content":[', ']}'] as const;
const macro = (name: string, body: string) =>
  `<ac:structured-macro ac:name="${name}"><ac:rich-text-body>${body}</ac:rich-text-body></ac:structured-macro>`;
const SENTENCE =
  'The service drains its queue before it stops, see <strong>Runbook</strong> &amp; <a href="#top">top</a>. ';

/** What a line of Markdown could be made of; each alone, thousands of times. */
const SIGNS = [
  '[',
  ']',
  '*',
  '_',
  '`',
  '<',
  '>',
  '~',
  '$',
  '&',
  '\\',
  '|',
  '#',
  '!',
  '(',
  '@',
  ':',
  'www.',
  'http://a.b ',
  'a@b.c ',
];

/** Every body that was thought of, ordinary ones first. */
export const cases: readonly Case[] = [
  repeated('paragraphs', `<p>${SENTENCE}</p>`),
  repeated('one paragraph', SENTENCE, 'storage', '<p>', '</p>'),
  repeated('rows of a table', '<tr><td><p>a</p></td><td>b</td></tr>', 'storage', '<table><tbody>', '</tbody></table>'),
  repeated(
    'rows of an HTML table',
    '<tr><td><ul><li>a</li></ul></td><td colspan="2">b</td></tr>',
    'storage',
    '<table><tbody>',
    '</tbody></table>',
  ),
  repeated(
    'cells of one row',
    '<td>a</td>',
    'storage',
    '<table><tbody><tr><th>h</th></tr><tr>',
    '</tr></tbody></table>',
  ),
  repeated(
    'cells that span 50,000 by 50,000',
    '<tr><td rowspan="50000" colspan="50000">a</td></tr>',
    'storage',
    '<table>',
    '</table>',
  ),
  {
    name: 'lopsided rows',
    from: 'storage',
    make: (characters) =>
      `<table><tr>${'<td>h</td>'.repeat(characters / 18)}</tr>${'<tr><td>a</td></tr>'.repeat(characters / 38)}</table>`,
  },
  repeated('tables of lopsided rows', `<table><tr>${'<td>'.repeat(8)}${'<tr><td>'.repeat(7)}</table>`),
  nested('tables within each other', '<table><tr><td>', '</td></tr></table>', 50),
  nested('lists within each other', '<ul><li>a', '</li></ul>', 50),
  nested('quotes within each other', '<blockquote>', '</blockquote>', 50),
  nested(
    'macros in cells in macros',
    '<ac:structured-macro ac:name="expand"><ac:rich-text-body><table><tr><td>',
    '</td></tr></table></ac:rich-text-body></ac:structured-macro>',
    25,
  ),
  nested('marks within each other', '<strong><em><u><sub>', '</sub></u></em></strong>', 50),
  {
    name: '10,000 levels',
    from: 'storage',
    make: (characters) =>
      nested('', '<div><ul><li><blockquote>', '</blockquote></li></ul></div>', Math.ceil(characters / 52)).make(1),
  },
  repeated('tags that are not ended', '<b><i><span><p><li><td>'),
  repeated('start of a tag', '<a b="'),
  repeated('end tags alone', '</p></b></td></ul>'),
  repeated('crossed tags', '<b>x<i>y</b>z</i>'),
  repeated('items without a list', '<li>x'),
  repeated('items of one list', '<li>x</li>', 'storage', '<ol>', '</ol>'),
  repeated('attributes of one element', ' a="b"', 'storage', '<p', '>x</p>'),
  counted('attributes of many names', (index) => ` a${index}="b"`, 'storage', '<td', ' colspan="2" class="x">x</td>'),
  repeated(
    'one CDATA section',
    ']] >',
    'storage',
    '<ac:structured-macro ac:name="code"><ac:plain-text-body><![CDATA[',
    ']]></ac:plain-text-body></ac:structured-macro>',
  ),
  repeated(
    'CDATA that is split',
    ']]]]><![CDATA[>',
    'storage',
    '<ac:structured-macro ac:name="code"><ac:plain-text-body><![CDATA[',
    ']]></ac:plain-text-body></ac:structured-macro>',
  ),
  repeated('start of CDATA', '<![CDATA['),
  repeated('start of a comment', '<!--'),
  repeated('start of a declaration', '<!DOCTYPE ['),
  repeated('entities', '&amp;&lt;&#65;&nbsp;&unknown;'),
  repeated(
    'entities that the body declares',
    '<!ENTITY b "&a;&a;&a;&a;">',
    'storage',
    '<!DOCTYPE x [<!ENTITY a "ha">',
    ']><p>&b;</p>',
  ),
  counted('elements that nobody knows', (index) => `<x${index}>a</x${index}>`),
  counted('macros that nobody knows', (index) => macro(`x${index}`, '<p>a</p>')),
  counted(
    'parameters of one macro',
    (index) => `<ac:parameter ac:name="p${index}">v</ac:parameter>`,
    'storage',
    '<ac:structured-macro ac:name="x">',
    '</ac:structured-macro>',
  ),
  repeated(
    'values of one parameter',
    '<ac:parameter ac:name="p">v</ac:parameter>',
    'storage',
    '<ac:structured-macro ac:name="x">',
    '</ac:structured-macro>',
  ),
  repeated(
    'pages in one parameter',
    '<ri:page ri:content-title="a"/>',
    'storage',
    '<ac:structured-macro ac:name="x"><ac:parameter ac:name="p">',
    '</ac:parameter></ac:structured-macro>',
  ),
  repeated('panels', macro('info', '<p>a</p>')),
  counted('links to anchors', (index) => `<p><a href="#Part-${index}">x</a></p><h2>Part ${index}</h2>`),
  counted(
    'anchors',
    (index) =>
      `<p><a href="#a${index}">x</a></p><ac:structured-macro ac:name="anchor"><ac:parameter ac:name="">a${index}</ac:parameter></ac:structured-macro>`,
  ),
  repeated('headings of one name', '<h2>Same</h2><p><a href="#Same">x</a></p>'),
  repeated(
    'tasks',
    '<ac:task><ac:task-status>complete</ac:task-status><ac:task-body>a</ac:task-body></ac:task>',
    'storage',
    '<ac:task-list>',
    '</ac:task-list>',
  ),
  repeated(
    'pictures in one line',
    '<ac:image><ri:attachment ri:filename="a.png"/></ac:image> ',
    'storage',
    '<p>',
    '</p>',
  ),
  repeated('line breaks', 'a<br/>', 'storage', '<p>', '</p>'),
  repeated('spaces', ' \n\t', 'storage', '<p>a', 'b</p>'),
  repeated('spaces between marks', '<b> </b><i>  </i>', 'storage', '<p>a', 'b</p>'),
  repeated('words under changing marks', '<b>a</b>b<i>c</i><u>d</u>', 'storage', '<p>', '</p>'),
  repeated('line feeds of code', '\n\n```\n', 'storage', '<pre>', '</pre>'),
  repeated('lone surrogates', '\ud800x\udc00', 'storage', '<p>', '</p>'),
  repeated('characters that nobody sees', '\u200b\u202ea\u{e0041}', 'storage', '<p>', '</p>'),
  ...SIGNS.flatMap((sign) => {
    const escaped = sign.replace('<', '&lt;').replace(/^&$/, '&amp;');
    return [
      repeated(`\`${sign.trim()}\` in a line`, escaped, 'storage', '<p>', '</p>'),
      repeated(`\`${sign.trim()}\` between words`, `a ${escaped}b`, 'storage', '<p>', '</p>'),
    ];
  }),
  repeated('signs under marks', '<b>*</b><i>_</i>[x](y)', 'storage', '<p>', '</p>'),
  repeated(
    'formulas',
    '<ac:structured-macro ac:name="mathinline"><ac:parameter ac:name="body">x</ac:parameter></ac:structured-macro>$ ',
    'storage',
    '<p>',
    '</p>',
  ),
  repeated(
    'a rendered page',
    `<div class="panel"><p class="title">t</p><p>${SENTENCE}</p></div><pre class="brush: js">x</pre>`,
    'view',
  ),
  repeated('paragraphs that are not ended', '<p>x<div>y', 'view'),
  repeated('scripts that are not ended', '<script>x', 'view'),
  repeated('lone surrogates of a view', '\ud800x\udc00', 'view', '<p>', '</p>'),
  nested('tables of a view', '<table><tr><td>', '</td></tr></table>', 50, 'view'),
  adf(
    'paragraphs of ADF',
    paragraph(text('The service drains its queue, see '), text('Runbook', ',"marks":[{"type":"strong"}]'), text('.')),
    '',
    '',
  ),
  adf('texts of one paragraph', text('a ', ',"marks":[{"type":"strong"},{"type":"em"}]'), ...IN_LINE),
  adf('texts under one link', text('a*b', ',"marks":[{"type":"link","attrs":{"href":"https://a.b/c"}}]'), ...IN_LINE),
  adf('lone surrogates of ADF', text('\ud800x\udc00'), ...IN_LINE),
  adf(
    'rows of a table of ADF',
    `{"type":"tableRow","content":[{"type":"tableCell","content":[${paragraph(text('a'))}]},{"type":"tableCell","content":[${paragraph(text('b'))}]}]}`,
    '{"type":"table","content":[',
    ']}',
  ),
  {
    name: 'lopsided rows of ADF',
    from: 'adf',
    make: (characters) => {
      const cell = '{"type":"tableCell","content":[]}';
      const row = (cells: number) => `{"type":"tableRow","content":[${Array(cells).fill(cell).join(',')}]}`;
      const short = Array(Math.ceil(characters / 130))
        .fill(row(1))
        .join(',');
      return `{"type":"doc","version":1,"content":[{"type":"table","content":[${row(Math.ceil(characters / 68))},${short}]}]}`;
    },
  },
  adf(
    'spans of ADF',
    `{"type":"tableRow","content":[{"type":"tableCell","attrs":{"colspan":50000,"rowspan":50000},"content":[${paragraph(text('a'))}]}]}`,
    '{"type":"table","content":[',
    ']}',
  ),
  adf(
    'items of ADF',
    `{"type":"listItem","content":[${paragraph(text('a'))}]}`,
    '{"type":"bulletList","content":[',
    ']}',
  ),
  adf(
    'marks of one text',
    '{"type":"link","attrs":{"href":"https://a.b"}},{"type":"strong"},{"type":"textColor","attrs":{"color":"#f00"}}',
    '{"type":"paragraph","content":[{"type":"text","text":"a","marks":[',
    ']}]}',
  ),
  {
    name: '10,000 levels of ADF',
    from: 'adf',
    make: (characters) => {
      const levels = Math.ceil(characters / 36);
      return `{"type":"doc","content":[${'{"type":"blockquote","content":['.repeat(levels)}${paragraph(text('x'))}${']}'.repeat(levels)}]}`;
    },
  },
  adf('children that are no nodes', 'null,1,"x",[]', ...IN_LINE),
];
