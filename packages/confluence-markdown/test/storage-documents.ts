import fc from 'fast-check';

/** A generated piece of storage format, and the words that a reader of the page would see. */
export interface Piece {
  readonly xml: string;
  readonly words: readonly string[];
}

const word = fc.stringMatching(/^[a-z]{3,8}[0-9]{0,3}$/);
const awkward = fc.constantFrom(
  '*',
  '_',
  '`',
  '[x]',
  '#',
  '- ',
  '1. ',
  '|',
  '\\',
  '&lt;b&gt;',
  '&amp;',
  '@all',
  'Fixes #1',
  '---',
  '~~',
  '$a$',
  '!',
  '&nbsp;',
  '\n',
  '  ',
  '> ',
);

function element(name: string, children: readonly Piece[], attributes = ''): Piece {
  const inner = children.map((child) => child.xml).join('');
  return { xml: `<${name}${attributes}>${inner}</${name}>`, words: children.flatMap((child) => child.words) };
}

const text: fc.Arbitrary<Piece> = fc
  .array(fc.oneof({ weight: 3, arbitrary: word }, awkward), { minLength: 1, maxLength: 5 })
  .map((parts) => ({ xml: parts.join(' '), words: parts.filter((part) => /^[a-z]{3,8}[0-9]{0,3}$/.test(part)) }));

const macroWith = (name: string, parameter: string, value: string, body = '') =>
  `<ac:structured-macro ac:name="${name}"><ac:parameter ac:name="${parameter}">${value}</ac:parameter>${body}</ac:structured-macro>`;

const rich = (children: Piece) => `<ac:rich-text-body>${children.xml}</ac:rich-text-body>`;
const plain = (value: string) => `<ac:plain-text-body><![CDATA[${value}]]></ac:plain-text-body>`;

const atom: fc.Arbitrary<Piece> = fc.oneof(
  fc.constant({ xml: '<br/>', words: [] }),
  fc.constant({ xml: '<ac:emoticon ac:name="smile"/>', words: [] }),
  fc.constant({ xml: '<time datetime="2024-05-17"/>', words: ['2024', '05', '17'] }),
  word.map((name) => ({ xml: macroWith('status', 'title', name), words: [name] })),
  word.map((name) => ({ xml: macroWith('anchor', '', name), words: [] })),
  word.map((name) => ({ xml: macroWith('mathinline', 'body', name), words: [name] })),
  word.map((name) => ({ xml: macroWith('acme-thing', 'title', name), words: [name] })),
  word.map((name) => ({ xml: `<ac:link><ri:page ri:content-title="${name}"/></ac:link>`, words: [name] })),
  word.map((name) => ({
    xml: `<ac:image ac:alt="${name}"><ri:attachment ri:filename="a.png"/></ac:image>`,
    words: [name],
  })),
  word.map((name) => ({ xml: `<ac:link><ri:user ri:account-id="${name}"/></ac:link>`, words: [name] })),
);

const { line } = fc.letrec<{ line: Piece; inline: Piece }>((tie) => ({
  inline: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    atom,
    fc
      .tuple(
        fc.constantFrom('strong', 'em', 'u', 's', 'sub', 'sup', 'span', 'code', 'a', 'ac:inline-comment-marker'),
        tie('line'),
      )
      .map(([name, child]) => element(name, [child], name === 'a' ? ' href="https://example.com/x"' : '')),
  ),
  line: fc.array(tie('inline'), { minLength: 1, maxLength: 4 }).map((parts) => ({
    xml: parts.map((part) => part.xml).join(' '),
    words: parts.flatMap((part) => part.words),
  })),
}));

const cellAttributes = fc.constantFrom('', '', '', ' colspan="2"', ' rowspan="2"', ' data-highlight-colour="red"');

const { flow } = fc.letrec<{ flow: Piece; block: Piece; row: Piece }>((tie) => ({
  row: fc
    .array(fc.tuple(fc.constantFrom('td', 'th'), fc.oneof(line, tie('flow')), cellAttributes), {
      minLength: 1,
      maxLength: 3,
    })
    .map((cells) =>
      element(
        'tr',
        cells.map(([name, child, attributes]) => element(name, [child], attributes)),
      ),
    ),
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    line.map((child) => element('p', [child])),
    line,
    fc.tuple(fc.integer({ min: 1, max: 6 }), line).map(([depth, child]) => element(`h${depth}`, [child])),
    word.map((value) => ({ xml: `<pre>${value}</pre>`, words: [value] })),
    fc
      .array(word)
      .map((values) => ({ xml: macroWith('code', 'language', 'js', plain(values.join('\n'))), words: values })),
    fc.constant({ xml: '<hr/>', words: [] }),
    tie('flow').map((child) => element('blockquote', [child])),
    fc.tuple(fc.constantFrom('ul', 'ol'), fc.array(tie('flow'), { maxLength: 3 })).map(([name, items]) =>
      element(
        name,
        items.map((child) => element('li', [child])),
      ),
    ),
    fc.array(line, { maxLength: 3 }).map((items) =>
      element(
        'ac:task-list',
        items.map((child) => element('ac:task', [element('ac:task-body', [child])])),
      ),
    ),
    fc.array(tie('row'), { maxLength: 3 }).map((rows) => element('table', [element('tbody', rows)])),
    fc
      .tuple(fc.constantFrom('info', 'warning', 'expand', 'panel', 'acme-box'), word, tie('flow'))
      .map(([name, title, child]) => ({
        xml: macroWith(name, 'title', title, rich(child)),
        words: [title, ...child.words],
      })),
    tie('flow').map((child) => element('div', [child])),
  ),
  flow: fc.array(tie('block'), { maxLength: 4 }).map((parts) => ({
    xml: parts.map((part) => part.xml).join(''),
    words: parts.flatMap((part) => part.words),
  })),
}));

/** Storage format as Confluence writes it. */
export const storage: fc.Arbitrary<Piece> = flow;

/** Storage format that a careless tool has cut, doubled and mixed up. */
export const broken: fc.Arbitrary<string> = fc
  .tuple(
    flow,
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.nat({ max: 12 }),
        fc.constantFrom('', '<', '>', '"', '</p>', '<p>', '<![CDATA[', ']]>', '</table>', '&', '<td>', '</li>'),
      ),
      { maxLength: 6 },
    ),
  )
  .map(([piece, cuts]) =>
    cuts.reduce((xml, [at, length, put]) => {
      const from = xml.length === 0 ? 0 : at % xml.length;
      return xml.slice(0, from) + put + xml.slice(from + length);
    }, piece.xml),
  );
