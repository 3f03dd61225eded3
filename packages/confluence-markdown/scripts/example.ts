import { readFileSync } from 'node:fs';
import { convert } from '../src/convert.ts';

const at = (name: string) => new URL(`../docs/example/${name}`, import.meta.url);

/** The page of the documentation's example, in storage format. */
export const examplePage = readFileSync(at('page.xml'), 'utf8');

export const exampleFile = at('page.md');

/** The page as it stands in a mirror, below its title. */
export function exampleMarkdown(): string {
  const { markdown } = convert(
    { from: 'storage', body: examplePage },
    {
      resolve: (target) => {
        if (target.kind === 'person') return { text: 'Imke Vos' };
        return target.kind === 'page' ? { href: '../capacity-plan-1320037.md' } : undefined;
      },
    },
  );
  return `# Draining a zone\n\n${markdown}`;
}
