import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withTables } from '../scripts/readme-table.ts';
import { convert } from '../src/index.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('the README', () => {
  it('has the tables that its script makes', () => {
    expect(withTables(readme)).toBe(readme);
  });

  it('shows in its example what the example gives', () => {
    const adf = {
      type: 'doc',
      content: [
        {
          type: 'panel',
          attrs: { panelType: 'warning' },
          content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Drain first.' }] }],
        },
      ],
    };
    const { markdown } = convert({ from: 'adf', body: JSON.stringify(adf) });
    expect(readme).toContain(`\`\`\`md\n${markdown}\`\`\``);
  });
});
