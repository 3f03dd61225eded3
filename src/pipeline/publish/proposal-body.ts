import type { SkipReason } from '../../core/plan.ts';
import type { Preview } from '../../core/preview.ts';
import { markdownWords } from './plain-words.ts';

/** Lines of one list that a body shows; more are counted. Keeps a body far below what hosts take. */
const SHOWN = 30;
const LONGEST_CHANGE = 300;

const REASONS: Readonly<Record<SkipReason, string>> = {
  restricted: 'restricted',
  archived: 'archived',
  excluded: 'excluded by this file',
  'personal-space': 'in a personal space',
  unsupported: 'of a kind that is not mirrored',
};

function list(lines: readonly string[], more = 0): string {
  const left = Math.max(0, lines.length - SHOWN) + more;
  return [...lines.slice(0, SHOWN), ...(left > 0 ? [`and ${left} more`] : [])].map((line) => `- ${line}`).join('\n');
}

function details(summary: string, lines: readonly string[], more: number): readonly string[] {
  if (lines.length === 0) return [];
  return [`<details><summary>${summary}</summary>`, list(lines, more), '</details>'];
}

function skipsOf({ skippedByReason }: Preview): string {
  const counted = Object.entries(skippedByReason).map(([reason, count]) => `${count} ${REASONS[reason as SkipReason]}`);
  return counted.length === 0 ? '0' : counted.join(', ');
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function sizeOf(bytes: number | undefined): string {
  return bytes === undefined ? '' : `, ${(bytes / 1_000).toFixed(1)} kB`;
}

function estimatesOf({ seconds, bytes, removals, attachments }: Preview): readonly (readonly [string, string])[] {
  const left = attachments?.leftOut ? `, ${attachments.leftOut} left out` : '';
  return [
    ...(removals ? [['Files removed', String(removals)] as const] : []),
    ...(attachments ? [['Attachments', `${attachments.files} (${megabytes(attachments.bytes)})${left}`] as const] : []),
    ...(seconds === undefined ? [] : [['Seconds, about', String(Math.ceil(seconds))] as const]),
    ...(bytes === undefined ? [] : [['The repository grows by about', megabytes(bytes)] as const]),
  ];
}

/** What the file names and the source does not show, so that a mistyped key or id is seen before it is merged. */
function missingOf({ missing }: Preview): readonly string[] {
  if (!missing) return [];
  const lines = [...missing.spaces.map((key) => `the space ${key}`), ...missing.pageIds.map((id) => `the page ${id}`)];
  return ['**Chosen, and not shown to the app:**', list(lines.map((line) => markdownWords(line)))];
}

/** Who reads the mirror: a repository may be open to more people than the pages are at their source. */
function audience(preview: Preview | null): string {
  if (preview?.repositoryVisibility === 'public') {
    return '**This repository is public: everybody can read the mirrored pages, whoever may see them at their source.**';
  }
  return 'Whoever can read this repository can read the mirrored pages, whoever may see them at their source.';
}

function previewParts(preview: Preview): readonly string[] {
  const files = preview.files.length + preview.moreFiles;
  const skipped = Object.values(preview.skippedByReason).reduce((sum, count) => sum + count, 0);
  const rows: readonly (readonly [string, string])[] = [
    ['Pages in the scope', String(preview.pages)],
    ['Files written', String(files)],
    ['Pages skipped', skipsOf(preview)],
    ['Requests to the source, about', String(preview.requests)],
    ['Points of its rate limit, about', String(preview.points)],
    ...estimatesOf(preview),
  ];
  return [
    '### What will happen',
    ['| | |', '| :- | -: |', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join('\n'),
    ...missingOf(preview),
    ...details(
      `Files (${files})`,
      preview.files.map(({ path, title, bytes }) => `\`${path}\` ${markdownWords(title)}${sizeOf(bytes)}`),
      preview.moreFiles,
    ),
    ...details(
      `Skipped pages (${skipped})`,
      preview.skipped.map(({ title, reason }) => `${markdownWords(title)}: ${REASONS[reason]}`),
      skipped - preview.skipped.length,
    ),
  ];
}

/** Body of a proposal for the people who review it, without the marker. */
export function proposalBody(facts: {
  readonly changes: readonly string[];
  readonly isFirst: boolean;
  /** Path of the scope file. */
  readonly path: string;
  readonly preview: Preview | null;
}): string {
  const { changes, isFirst, path, preview } = facts;
  const start = isFirst
    ? `This adds \`${path}\`, the file that says which pages are mirrored into this repository. Merging starts the mirror.`
    : `This changes \`${path}\`, the file that says which pages are mirrored into this repository. Merging puts it in force.`;
  return [
    `${start} Closing it declines it, and nothing changes.`,
    '### What changes',
    changes.length === 0
      ? 'Nothing but the form of the file.'
      : list(changes.map((line) => markdownWords(line, LONGEST_CHANGE))),
    ...(preview === null ? [] : previewParts(preview)),
    '### Good to know',
    list([
      audience(preview),
      'Restricted pages are left out. A page that is restricted later leaves the branch at once; the history of the repository keeps what it showed before.',
      'You may edit the file on this branch. A branch with commits of other people is not written again.',
    ]),
  ].join('\n\n');
}
