import fc from 'fast-check';

/** Strings that would break out of their place if they were not escaped, among ordinary ones. */
const NASTY = [
  ...'*_`~[]()<>!#+-=|\\&$:@.^{}"\'',
  ...[
    '\n',
    ' ',
    '  ',
    '\t',
    '---',
    '***',
    '+++',
    '> ',
    '# ',
    '1. ',
    '10) ',
    '- ',
    '+ ',
    '- [ ] ',
    '```',
    '~~~',
    '$$',
    ':::',
  ],
  ...[
    '**a**',
    '_a_',
    'a_b_c',
    '`a`',
    '~a~',
    '~~',
    '[a](b)',
    '![a](b)',
    '[a]: b',
    '[^1]',
    '[^1]: x',
    '[x] ',
    '[!NOTE]',
    '](',
    '](',
  ],
  ...['<b>', '</b>', '<!-- x -->', '<script>', '<?php', '&amp;', '&#35;', '&lt', '|---|', 'a | b', '|'],
  ...[
    'http://a.bc',
    'https://a.bc/d_(e)?f=g&amp=h.',
    'www.a.bc',
    'a@b.cd',
    'mailto:a@b.cd',
    '@org/team',
    'Fixes #1',
    'closes o/r#2',
  ],
  ...[
    '\u00A0',
    'é',
    '中',
    '“',
    '”',
    '—',
    '😀',
    '\u200B',
    '\u202E',
    '\uD800',
    '\uFEFF',
    '\u0000',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    '👩‍👩‍👧',
    '\r\n',
  ],
  ...['word', 'Word', 'a', 'b', '7', 'x y'],
];

const words = fc.array(fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...NASTY) }, fc.string({ maxLength: 4 })), {
  minLength: 1,
  maxLength: 5,
});
const string = words.map((parts) => parts.join(''));

const mark = fc.oneof(
  fc.constantFrom(
    ...['strong', 'em', 'strike', 'code', 'underline', 'annotation', 'whatever'].map((type) => ({ type })),
  ),
  fc.constantFrom('sub', 'sup').map((type) => ({ type: 'subsup', attrs: { type } })),
  fc.oneof(string, fc.webUrl(), fc.constant('#x')).map((href) => ({ type: 'link', attrs: { href } })),
);

const text = fc.record({ type: fc.constant('text'), text: string, marks: fc.array(mark, { maxLength: 3 }) });
const inline = fc.oneof(
  { weight: 6, arbitrary: text },
  { weight: 1, arbitrary: fc.constant({ type: 'hardBreak' }) },
  string.map((value) => ({ type: 'mention', attrs: { id: '1', text: value } })),
  string.map((value) => ({ type: 'status', attrs: { text: value, color: 'red' } })),
  string.map((value) => ({ type: 'emoji', attrs: { shortName: value, text: value } })),
  string.map((value) => ({ type: 'placeholder', attrs: { text: value } })),
  string.map((value) => ({ type: 'inlineCard', attrs: { url: value } })),
  string.map((value) => ({ type: 'date', attrs: { timestamp: value } })),
  fc.record({ type: fc.constant('mediaInline'), attrs: fc.record({ id: string, alt: string, collection: string }) }),
  fc.record({ type: fc.constant('inlineExtension'), attrs: fc.record({ extensionKey: string, text: string }) }),
);
const inlines = fc.array(inline, { maxLength: 5 });

const { block } = fc.letrec((tie) => {
  const blocks = fc.array(tie('block'), { maxLength: 3 });
  const holding = (type: string, attrs: fc.Arbitrary<object> = fc.constant({})) =>
    fc.record({ type: fc.constant(type), attrs, content: blocks });
  const items = (type: string, item: string, attrs: fc.Arbitrary<object> = fc.constant({})) =>
    fc.record({ type: fc.constant(type), attrs, content: fc.array(holding(item), { maxLength: 3 }) });
  const span = fc.record({ colspan: fc.constantFrom(1, 1, 1, 2), rowspan: fc.constantFrom(1, 1, 1, 2) });
  const cell = fc.oneof(holding('tableCell', span), holding('tableHeader', span));
  const row = fc.record({ type: fc.constant('tableRow'), content: fc.array(cell, { maxLength: 3 }) });
  return {
    block: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.record({ type: fc.constant('paragraph'), content: inlines }),
      fc.record({
        type: fc.constant('heading'),
        attrs: fc.record({ level: fc.integer({ min: 0, max: 7 }) }),
        content: inlines,
      }),
      fc.record({
        type: fc.constant('codeBlock'),
        attrs: fc.record({ language: string }),
        content: fc.array(text, { maxLength: 2 }),
      }),
      fc.constant({ type: 'rule' }),
      fc.record({ type: fc.constant('table'), content: fc.array(row, { maxLength: 3 }) }),
      holding('blockquote'),
      holding(
        'panel',
        fc.record({ panelType: fc.constantFrom('info', 'error', 'custom', 'x'), panelIconText: string }),
      ),
      holding('expand', fc.record({ title: string })),
      holding('unheardOf'),
      holding('bodiedExtension', fc.record({ extensionKey: string })),
      items('bulletList', 'listItem'),
      items('orderedList', 'listItem', fc.record({ order: fc.integer({ min: 0, max: 12 }) })),
      fc.record({
        type: fc.constant('taskList'),
        content: fc.array(
          fc.record({
            type: fc.constant('taskItem'),
            attrs: fc.record({ state: fc.constantFrom('TODO', 'DONE') }),
            content: inlines,
          }),
          { maxLength: 3 },
        ),
      }),
      fc.record({
        type: fc.constant('mediaSingle'),
        content: fc.tuple(
          fc.record({
            type: fc.constant('media'),
            attrs: fc.record({ type: fc.constant('file'), id: string, alt: string }),
          }),
          fc.record({ type: fc.constant('caption'), content: inlines }),
        ),
      }),
    ),
  };
});

/** Documents of every kind, many of which break the schema. */
export const document = fc.array(block, { maxLength: 4 }).map((content) => ({ type: 'doc', version: 1, content }));
