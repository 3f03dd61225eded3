import { page } from '../site.ts';
import type { WorldBody, WorldItem } from '../world.ts';

const megabyte = 1_048_576;

function manyRows(rows: number): WorldBody {
  const cell = (text: string) =>
    `{"type":"tableCell","attrs":{},"content":[{"type":"paragraph","content":[{"type":"text","text":"${text}"}]}]}`;
  const content = Array.from(
    { length: rows },
    (_, row) => `{"type":"tableRow","content":[${cell(`row ${row}`)},${cell('x')}]}`,
  );
  return { adf: `{"type":"doc","version":1,"content":[{"type":"table","attrs":{},"content":[${content.join(',')}]}]}` };
}

function deepQuotes(depth: number): WorldBody {
  const inner = '{"type":"paragraph","content":[{"type":"text","text":"the bottom"}]}';
  const opened = '{"type":"blockquote","content":['.repeat(depth);
  return {
    adf: `{"type":"doc","version":1,"content":[${opened}${inner}${']}'.repeat(depth)}]}`,
    storage: `${'<blockquote>'.repeat(depth)}<p>the bottom</p>${'</blockquote>'.repeat(depth)}`,
  };
}

function hugeStorage(bytes: number): WorldBody {
  const line = '<p>All work and no play makes the converter a dull program.</p>';
  return { storage: line.repeat(Math.ceil(bytes / line.length)) };
}

const entities =
  '<!DOCTYPE p [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><p>&c;&c;&c;</p>';

const macro = (name: string, body: string) => `<ac:structured-macro ac:name="${name}">${body}</ac:structured-macro>`;

/** Title and body of pages that a converter must survive. Large ones are made when they are asked for. */
const bodies: readonly (readonly [string, WorldBody | (() => WorldBody)])[] = [
  ['Table of 50,000 rows', () => manyRows(50_000)],
  ['Storage of 20 MB', () => hugeStorage(20 * megabyte)],
  ['Nesting of 10,000', () => deepQuotes(10_000)],
  ['Malformed', { storage: '<p>open <strong>bold <em>both</strong> neither</em><table><tr><td>cell<li>item</p>' }],
  ['Unclosed CDATA', { storage: `${macro('code', '<ac:plain-text-body><![CDATA[never closed')}` }],
  [
    'Split CDATA',
    { storage: macro('code', '<ac:plain-text-body><![CDATA[a ]]]]><![CDATA[> b]]></ac:plain-text-body>') },
  ],
  ['Unknown macro', { storage: macro('no-such-macro', '<ac:parameter ac:name="key">value</ac:parameter>') }],
  [
    'Unknown macro with plain text',
    { storage: macro('mermaid-cloud', '<ac:plain-text-body><![CDATA[graph TD; a-->b]]></ac:plain-text-body>') },
  ],
  [
    'Unknown ADF nodes',
    {
      adf: '{"type":"doc","version":1,"content":[{"type":"hologram","attrs":{"a":1},"content":[{"type":"text","text":"kept words"}]},{"type":"paragraph","content":[{"type":"text","text":"marked","marks":[{"type":"sparkle"}]}]}]}',
    },
  ],
  ['ADF that is no document', { adf: '{"type":"paragraph"}' }],
  ['ADF that is no JSON', { adf: '{"type":"doc","version":1,"content":[' }],
  [
    'ADF with nulls',
    { adf: '{"type":"doc","version":1,"content":[null,{"type":"paragraph","content":null},{"type":"text"}]}' },
  ],
  ['Named entities', { storage: '<p>a&nbsp;b &hearts; &mdash; &notanentity; &#0; &#x1F680; &amp;lt;</p>' }],
  ['Entity bomb', { storage: entities }],
  ['External entity', { storage: '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x;</p>' }],
  ['Directions and joiners', { storage: '<p>\u202eabc\u202c \u200d\u200b👩‍👩‍👧‍👦 مرحبا שלום</p>' }],
  [
    'Lone surrogate',
    {
      adf: '{"type":"doc","version":1,"content":[{"type":"paragraph","content":[{"type":"text","text":"a\\ud800b"}]}]}',
    },
  ],
  [
    'Script and handlers',
    {
      storage:
        '<p onclick="alert(1)">x<script>alert(2)</script><a href="javascript:alert(3)">y</a><img src="x" onerror="alert(4)" /></p>',
    },
  ],
  [
    'Markdown in the text',
    {
      storage:
        '<p># not a heading</p><p>- not a list</p><p>| a | b |</p><p>`$(x)` *stars* _bars_ &lt;b&gt; [x](y) @acme/everyone fixes #1</p><p>---</p>',
    },
  ],
  [
    'Code with fences',
    {
      storage: macro(
        'code',
        '<ac:plain-text-body><![CDATA[```\n~~~\n````js\nif (a<b && c>d) {}\n```]]></ac:plain-text-body>',
      ),
    },
  ],
  ['Empty', { storage: '' }],
  ['Only blanks', { storage: ' \n\t ' }],
  ['One long word', { storage: `<p>${'a'.repeat(200_000)}</p>` }],
  ['Front matter inside', { storage: '<p>---</p><p>id: 1</p><p>title: stolen</p><p>---</p>' }],
];

export function hostileBodies(homeId: string): WorldItem[] {
  return bodies.map(([title, body], index) =>
    page(String(30_030_000 + index), `Body: ${title}`, { parentId: homeId, body }),
  );
}
