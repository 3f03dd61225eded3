import type { HealthPage, LeftBehind, OutrunPage, PagePlace } from '../../core/ports/wiki-health.ts';
import { type DraftFinding, daysBetween, groupBy, inDays, inHead, named, onPage } from './draft.ts';

const MOST_FILES = 5;

/** Pages that name files which changed since: one finding a page, with the files that changed last. */
export function outrunPages(outrun: readonly OutrunPage[]): readonly DraftFinding[] {
  return groupBy(outrun, ({ page }) => page.documentId).map((all) => {
    const { page } = all[0]!;
    const files = groupBy(
      [...all].sort((one, other) => (one.changedAt < other.changedAt ? 1 : -1)),
      ({ file }) => `${file.repositoryId}\n${file.path}`,
    ).map((same) => same[0]!);
    const newest = files[0]!;
    const days = daysBetween(page.source?.modifiedAt, newest.changedAt);
    const more = files.length > 1 ? ` and ${files.length - 1} more` : '';
    return {
      kind: 'stale',
      rule: 'code-changed',
      page,
      subject: '',
      what: `${newest.file.path}${more}, named here, changed ${inDays(days)} after the page was last edited.`,
      fix: 'Read the page against the file as it is now, and save it again.',
      evidence: files
        .slice(0, MOST_FILES)
        .flatMap(({ line, file }) => [onPage(page, line), { at: { kind: 'file' as const, ...file } }]),
      weight: 1_000_000 + days,
    };
  });
}

/** Pages with an old date in a space that goes on. */
export function leftBehindPages(pages: readonly LeftBehind[]): readonly DraftFinding[] {
  return pages.map(({ page, spaceActiveAt }) => {
    const days = daysBetween(page.source?.modifiedAt, spaceActiveAt);
    return {
      kind: 'stale',
      rule: 'left-behind',
      page,
      subject: '',
      what: `Nobody edited the page for ${inDays(days)} before the newest edit in its space.`,
      fix: 'Say on the page that it still holds, bring it up to date, or archive it.',
      evidence: [inHead(page, 'modified')],
      weight: days,
    };
  });
}

/** Pages whose own date for the next look has passed. */
export function overduePages(
  places: readonly (PagePlace & { readonly date: string })[],
  today: string,
): readonly DraftFinding[] {
  return places.map(({ page, line, date }) => ({
    kind: 'stale',
    rule: 'review-due',
    page,
    subject: `${line}`,
    what: `The page says itself that it is to be looked at by ${date}.`,
    fix: 'Look through the page and set the next date.',
    evidence: [onPage(page, line)],
    weight: 2_000_000 + daysBetween(date, today),
  }));
}

/** Pages that nothing links to and nothing stands above or below. */
export function orphans(pages: readonly HealthPage[]): readonly DraftFinding[] {
  return pages.map((page) => ({
    kind: 'orphan',
    rule: 'unreachable',
    page,
    subject: '',
    what: `No page links to ${named(page.title)}, and it has no parent.`,
    fix: 'Link to it from where readers would look for it, or move it below a page.',
    evidence: [inHead(page, 'title')],
    weight: 0,
  }));
}

/** Pages of which nobody is known to take care. */
export function ownerless(pages: readonly HealthPage[]): readonly DraftFinding[] {
  return pages.map((page) => ({
    kind: 'without-owner',
    rule: 'nobody-named',
    page,
    subject: '',
    what: `${named(page.title)} names no owner, and whoever wrote and last edited it is gone or not known.`,
    fix: 'Name an owner on the page, as "Owner: ...".',
    evidence: [inHead(page, 'authors')],
    weight: 0,
  }));
}
