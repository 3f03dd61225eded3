import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exampleFile, exampleMarkdown } from '../scripts/example.ts';
import { githubHtml } from '../scripts/picture/right.ts';

describe('the example of the documentation', () => {
  it('is what the page becomes', async () => {
    await expect(exampleMarkdown()).toMatchFileSnapshot(exampleFile.pathname);
    expect(readFileSync(exampleFile, 'utf8')).toContain('> [!CAUTION]\n> **Not during a sale**\n');
  });

  it('is drawn with what the host makes of it', () => {
    const html = githubHtml(exampleMarkdown());
    expect(html).toMatch(/<div class="markdown-alert markdown-alert-caution" dir="auto">.*Caution<\/p><p><strong>Not/);
    expect(html).toContain('<td rowspan="2"><strong>north</strong></td>');
    expect(html).toContain('<pre><code class="language-bash">drainctl cordon --zone north\n');
    expect(html).toContain('<ul class="contains-task-list">\n<li class="task-list-item"><input type="checkbox"');
    expect(html).toContain('<summary>When it does not fall</summary>');
    expect(html).toContain('<code>[macro: release-board, board=payments]</code>');
  });
});
