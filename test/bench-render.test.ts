import { existsSync, readFileSync } from 'node:fs';
import { convert } from '@ctxpipe/confluence-markdown';
import { describe, expect, it } from 'vitest';
import { corporaFolder, readCorpora } from '../bench/render/corpora.ts';
import { fidelityOf, MEASURES, type Measure } from '../bench/render/fidelity.ts';
import { withFigures } from '../bench/render/page.ts';
import { comparePairs } from '../bench/render/pairs.ts';
import { markdownOf } from '../bench/render/report.ts';
import type { RenderBench } from '../bench/render/result.ts';
import type { SourceFormat } from '../bench/render/source.ts';
import { judge, validOf } from '../bench/render/totals.ts';

const storage = `<h2>Rollout</h2>
<p>Ask <ac:link><ri:user ri:account-id="5b10"/></ac:link> by <time datetime="2026-03-31"/> and read
<a href="https://acme.example/plan">the plan</a>. State: <ac:structured-macro ac:name="status">
<ac:parameter ac:name="title">Blocked</ac:parameter><ac:parameter ac:name="colour">Red</ac:parameter></ac:structured-macro></p>
<ac:structured-macro ac:name="code"><ac:parameter ac:name="language">go</ac:parameter>
<ac:plain-text-body><![CDATA[fmt.Println("drain")]]></ac:plain-text-body></ac:structured-macro>
<table><tbody><tr><th>Zone</th><th>Owner</th></tr><tr><td>north</td><td>Imke</td></tr></tbody></table>
<ul><li>drain<ul><li>wait</li></ul></li></ul>
<ac:task-list><ac:task><ac:task-status>complete</ac:task-status><ac:task-body>page the team</ac:task-body></ac:task></ac:task-list>
<ac:structured-macro ac:name="warning"><ac:rich-text-body><p>No way back.</p></ac:rich-text-body></ac:structured-macro>
<ac:structured-macro ac:name="expand"><ac:parameter ac:name="title">More</ac:parameter>
<ac:rich-text-body><p>Details here.</p></ac:rich-text-body></ac:structured-macro>
<p><ac:image><ri:attachment ri:filename="map.png"/></ac:image></p>
<ac:structured-macro ac:name="release-widget" ac:macro-id="0b0b0b0b-1111-2222-3333-444444444444"/>`;

const markdown = `## Rollout

Ask \`@5b10\` by 2026-03-31 and read [the plan](https://acme.example/plan). State: \`Blocked\`

\`\`\`go
fmt.Println("drain")
\`\`\`

| Zone | Owner |
| --- | --- |
| north | Imke |

- drain
  - wait

***

- [x] page the team

> [!CAUTION]
> No way back.

<details>
<summary>More</summary>

Details here.

</details>

![](attachment:map.png)

\`[macro: release-widget]\`
`;

const shares = (from: SourceFormat, body: string, output: string) => {
  const { scores } = fidelityOf(from, body, output);
  return Object.fromEntries(MEASURES.map((name) => [name, scores[name].kept / scores[name].of]));
};

describe('the judge of conversions', () => {
  it('finds everything in a faithful output', () => {
    const { scores, leakage } = fidelityOf('storage', storage, markdown);
    for (const name of MEASURES) {
      expect(scores[name].lost, name).toEqual([]);
      expect(scores[name].of, name).toBeGreaterThan(0);
    }
    expect(leakage.leaked).toEqual([]);
  });

  it.each<[Measure, string, string]>([
    ['words', 'No way back', 'No way'],
    ['links', '(https://acme.example/plan)', '(https://acme.example/)'],
    ['code', '```go', '```'],
    ['code', 'Println("drain")', 'Println("")'],
    ['cells', '| north | Imke |', '| north | |'],
    ['rows', '| north | Imke |', '| Imke | north |'],
    ['items', '  - wait', '- wait'],
    ['items', '- drain', '1. drain'],
    ['tasks', '- [x]', '- [ ]'],
    ['headings', '## Rollout', '### Rollout'],
    ['mentions', '`@5b10`', 'somebody'],
    ['dates', '2026-03-31', '2026-03-30'],
    ['statuses', '`Blocked`', ''],
    ['media', 'attachment:map.png', 'attachment:plan.png'],
    ['panels', '> [!CAUTION]\n', ''],
    ['expands', '<details>\n<summary>More</summary>', 'More'],
    ['macros', '[macro: release-widget]', '[macro]'],
  ])('sees that %s fall when "%s" becomes "%s"', (measure, from, to) => {
    expect(markdown).toContain(from);
    const before = shares('storage', storage, markdown);
    const after = shares('storage', storage, markdown.replace(from, to));
    expect(after[measure]).toBeLessThan(before[measure] ?? 0);
  });

  it('sees what only a machine reads', () => {
    const leaking = `${markdown}\n0b0b0b0b-1111-2222-3333-444444444444 Red ac:macro-id`;
    expect(fidelityOf('storage', storage, leaking).leakage.leaked).toHaveLength(3);
  });

  it('takes dates as people write them and tables with spans as HTML', () => {
    const date = '{"type":"doc","version":1,"content":[{"type":"date","attrs":{"timestamp":"1774915200000"}}]}';
    expect(shares('adf', date, 'Mar 31, 2026')).toMatchObject({ dates: 1, words: 1 });
    const span = '<table><tbody><tr><td colspan="2">wide</td></tr></tbody></table>';
    expect(shares('storage', span, '<table><tr><td colspan="2">wide</td></tr></table>')).toMatchObject({ cells: 1 });
    expect(shares('storage', span, '| wide |\n| --- |')).toMatchObject({ cells: 0 });
  });

  it('counts a document that a converter fails on as lost', () => {
    const converter = {
      name: 'broken',
      version: '1',
      licence: 'MIT',
      reads: ['storage' as const],
      convert: (): string => {
        throw new Error('broken');
      },
    };
    const { total } = judge(converter, [{ file: 'page.xml', from: 'storage', body: storage, invalid: false }]);
    expect(total.failed).toEqual([{ file: 'page.xml', error: 'Error: broken' }]);
    expect(total.measures.words.kept).toBe(0);
  });

  it('names how two formats of a page differ', () => {
    const document = (from: SourceFormat, body: string) => ({ file: from, from, body, invalid: false });
    const adf = document('adf', '{"type":"doc","version":1,"content":[{"type":"rule"}]}');
    const pairs = [
      { storage: document('storage', '<hr/>'), adf },
      { storage: document('storage', '<p>text</p>'), adf },
    ];
    expect(comparePairs({ documents: [], pairs })).toEqual({
      pairs: 2,
      same: 1,
      differences: [{ kind: 'paragraph / thematicBreak', files: ['storage'] }],
    });
  });

  it('says that there are no documents where there are none', () => {
    expect(readCorpora('/nowhere/at/all')).toBeUndefined();
  });
});

describe('the kept figures', () => {
  const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
  const bench = JSON.parse(read('bench/results/render.json')) as RenderBench;
  const page = read('packages/confluence-markdown/docs/compared-with.md');

  it('are those of the pages that show them', () => {
    expect(read('bench/results/render.md')).toBe(markdownOf(bench));
    expect(page).toBe(withFigures(page, bench));
  });

  it('stand in the page between its marks', () => {
    expect([...page.matchAll(/<!-- bench:(\w+) -->/g)].map((match) => match[1])).toEqual([
      'converters',
      'storage',
      'adf',
      'run',
    ]);
    const slower = structuredClone(bench) as unknown as {
      formats: { adf: { milliseconds: { processor: { median: number } } }[] };
    };
    slower.formats.adf[0]!.milliseconds.processor.median = 123_456.7;
    expect(withFigures(page, slower as never)).toContain('123456.7');
    expect(() => withFigures('<!-- bench:none -->\n<!-- end -->', bench)).toThrow('no figures called none');
  });

  it('put ours first in every column of fidelity', () => {
    for (const [ours, ...others] of Object.values(bench.formats)) {
      for (const other of others) {
        const lower = MEASURES.filter(
          (name) => other.total.measures[name].kept > (ours?.total.measures[name].kept ?? 0),
        );
        expect(lower, other.name).toEqual([]);
      }
      expect(ours?.total.failed).toEqual([]);
    }
  });
});

describe.skipIf(!existsSync(corporaFolder))(`documents of others (in ${corporaFolder}, where they are)`, () => {
  const corpora = readCorpora() ?? { documents: [], pairs: [] };
  const ours = {
    name: 'ours',
    version: '0',
    licence: 'Apache-2.0',
    reads: ['storage' as const, 'adf' as const],
    convert: (body: string, from: SourceFormat) => convert({ from, body }).markdown,
  };

  it.each(['storage', 'adf'] as const)('become Markdown that keeps their words, in %s', (from) => {
    const { total } = judge(ours, validOf(corpora, from));
    expect(total.failed).toEqual([]);
    expect(total.measures.words.kept / total.measures.words.of).toBeGreaterThan(0.995);
    expect(total.leakage.leaked / total.leakage.of).toBeLessThan(0.001);
  });
});
