import type { DeadLink } from '../../core/ports/wiki-health.ts';
import { type DraftFinding, named, onPage } from './draft.ts';

const WORDS = {
  file: ['file-missing', 'leads to a file that is not there'],
  anchor: ['heading-missing', 'leads to a heading that is not there'],
  page: ['page-missing', 'leads to a page that is not among the current pages of its space'],
} as const;

/** Links that lead nowhere. */
export function brokenLinks(links: readonly DeadLink[]): readonly DraftFinding[] {
  return links.map(({ page, line, href, missing }) => {
    const [rule, leads] = WORDS[missing];
    return {
      kind: 'broken-link',
      rule,
      page,
      subject: `${line}\n${href}`,
      what: `The link ${named(href)} ${leads}.`,
      fix: 'Point the link to what took its place, or take it out.',
      evidence: [onPage(page, line)],
      // People read pages; links of other files come after them.
      weight: page.source === null ? 0 : 1,
    };
  });
}
