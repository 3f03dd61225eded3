import { describe, expect, it } from 'vitest';
import { convert } from '../src/index.ts';

describe('a body in a macro that takes none', () => {
  it('stands below it, from either format', () => {
    const adf = {
      type: 'doc',
      content: [
        {
          type: 'bodiedExtension',
          attrs: {
            extensionType: 'com.atlassian.confluence.macro.core',
            extensionKey: 'status',
            parameters: { macroParams: { title: { value: 'OK' } } },
          },
          content: [{ type: 'paragraph', content: [{ type: 'text', text: 'misplaced words' }] }],
        },
      ],
    };
    const storage =
      '<ac:structured-macro ac:name="status"><ac:parameter ac:name="title">OK</ac:parameter><ac:rich-text-body><p>misplaced words</p></ac:rich-text-body></ac:structured-macro>';
    const shown = '`OK`\n\nmisplaced words\n';
    expect(convert({ from: 'adf', body: JSON.stringify(adf) }).markdown).toBe(shown);
    expect(convert({ from: 'storage', body: storage }).markdown).toBe(shown);
  });
});
