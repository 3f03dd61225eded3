import { describe, expect, it } from 'vitest';
import { type HastNode, rehypeRawHtml } from './raw-html.ts';

const raw = (value: string): HastNode => ({ type: 'raw', value });
const text = (value: string): HastNode => ({ type: 'text', value });

function built(...children: HastNode[]): readonly HastNode[] {
  const tree: HastNode = { type: 'root', children };
  rehypeRawHtml()(tree);
  return tree.children!;
}

describe('markup within Markdown', () => {
  it('becomes elements with their attributes', () => {
    const [table] = built(raw('<table><tr><td rowspan="2">Q1 &amp; Q2</td></tr></table>'));
    const cell = table?.children?.[0]?.children?.[0];
    expect(cell).toMatchObject({ tagName: 'td', properties: { rowSpan: '2' }, children: [text('Q1 & Q2')] });
  });

  it('takes in what stands between two raw nodes', () => {
    const found = built(text('H'), raw('<sub>'), text('2'), raw('</sub>'), text('O'));
    expect(found).toMatchObject([text('H'), { tagName: 'sub', children: [text('2')] }, text('O')]);
  });

  it('leaves nothing raw, whatever is unclosed or closed twice', () => {
    const found = built(raw('<details><summary>More'), text('x'), raw('</b></details></details><!-- no'), text('y'));
    expect(JSON.stringify(found)).not.toContain('"raw"');
    expect(found).toMatchObject([{ tagName: 'details' }, text('y')]);
  });
});
