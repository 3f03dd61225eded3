import { Problem } from '../../core/problem.ts';
import type { ExportedSource } from '../../core/roles/exported-source.ts';
import { exits, jsonLine, plainLine, readOptions, required, type TerminalCommand, wrongUse } from '../terminal.ts';
import { openFolderTarget } from './folder-target.ts';
import { type MirrorCounts, type MirrorResult, mirrorExport } from './mirror-export.ts';
import type { MirrorTarget } from './target.ts';

export interface MirrorHands {
  /** Id of the connector whose exports are read; the mirror's folder is named like it. */
  readonly sourceId: string;
  openExport(path: string, siteUrl: string | null): Promise<ExportedSource>;
  /** Opens a branch of a repository with the Git of the person at the terminal; null: the repository's first branch. */
  openBranches(url: string): Promise<{
    openBranch(branch: string | null, root: string): Promise<MirrorTarget>;
    close(): Promise<void>;
  }>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Times that a push is tried where others push too. */
const ATTEMPTS = 3;
const PROGRESS_MS = 1_000;

const plural = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

interface Outcome {
  readonly place: string;
  readonly commit: string | null;
  readonly seconds: number;
  readonly dryRun: boolean;
}

/** Objects that are named of those that stand in an export twice. */
const NAMED = 5;

function repetitionOf(repeated: readonly string[]): string {
  const some = repeated.slice(0, NAMED).join(', ');
  const more = repeated.length > NAMED ? `, and ${repeated.length - NAMED} more` : '';
  return `Twice in the export under one id: ${some}${more}. The first of each is used, of a file the newer version.`;
}

/** Overwritten files that are named; more are counted. */
const FILES_NAMED = 20;

function putRightLines(paths: readonly string[], dryRun: boolean): readonly string[] {
  if (paths.length === 0) return [];
  const more = paths.length > FILES_NAMED ? [`  and ${paths.length - FILES_NAMED} more`] : [];
  return [
    `${dryRun ? 'Would be overwritten' : 'Overwritten'}, edited by hand or written by another version of this program:`,
    ...paths.slice(0, FILES_NAMED).map((path) => `  ${path}`),
    ...more,
  ];
}

function summaryOf(counts: MirrorCounts, { place, commit, seconds, dryRun }: Outcome): string {
  const { written, moved, removed, unchanged, restricted, attachmentsMissing, attachmentsTooLarge } = counts;
  const nothing = written + moved + removed === 0 && commit === null;
  const left = [
    ...(restricted > 0 ? [`${plural(restricted, 'restricted page')} left out`] : []),
    ...(attachmentsMissing > 0 ? [`${plural(attachmentsMissing, 'attachment')} missing in the export`] : []),
    ...(attachmentsTooLarge > 0 ? [`${plural(attachmentsTooLarge, 'attachment')} too large to be copied`] : []),
    ...(counts.losses > 0 ? [`${plural(counts.losses, 'thing')} shown plainer than at the source`] : []),
  ];
  const lines = [
    `${counts.spaces.join(', ')}: ${plural(counts.pages, 'page')}, ${plural(counts.posts, 'blog post')}, ${plural(counts.attachments, 'attachment')}.`,
    ...(left.length > 0 ? [`${left.join(', ')}.`] : []),
    ...(counts.repeated.length > 0 ? [repetitionOf(counts.repeated)] : []),
    ...counts.unconverted.map(({ title, reason }) => `Not converted: ${title} (${reason})`),
    nothing
      ? `Nothing has changed in ${place}.`
      : `${dryRun ? 'Would be: ' : ''}${written} written, ${moved} moved, ${removed} removed, ${unchanged} unchanged in ${place}.`,
    ...putRightLines(counts.putRight, dryRun),
    ...(commit === null ? [] : [`One commit, ${commit}, in ${seconds.toFixed(1)} seconds.`]),
  ];
  return lines.map((line) => `${plainLine(line)}\n`).join('');
}

function siteOf(value: string | undefined): string | null {
  if (value === undefined) return null;
  const site = URL.canParse(value) ? new URL(value) : null;
  if (site && /^https?:$/.test(site.protocol)) return `${site.origin}${site.pathname.replace(/(?:\/wiki)?\/*$/, '')}`;
  throw wrongUse(`--site ${value}: this is no address.`, 'Give one such as https://acme.atlassian.example.');
}

/** Mirrors a space export into a folder or a repository. */
export function mirrorCommand(hands: MirrorHands): TerminalCommand {
  return {
    usage: `ctxpipe mirror --space-export EXPORT.zip|FOLDER --out FOLDER | --push URL [--branch NAME]
               [--site URL] [--allow-removals] [--dry-run] [--json]

Mirrors a space that was exported as XML: the same files at the same paths as a server's mirror, with front matter,
attachments and links between them. It needs no server, no database and no account at the source. Restricted pages are
left out. Run it again with a newer export: what did not change is left alone, moved pages are renamed, pages that are
gone are removed. Other spaces, and everything outside of ${hands.sourceId}/, are not touched.

  --space-export    the zip of the export, or the folder that it is unpacked in
  --out FOLDER      write into a folder; the files stand below FOLDER/${hands.sourceId}/
  --push URL        make one commit and push it with your own Git; somebody else's push in between is never overwritten.
                    A token in the address (https://TOKEN@host/...) is used and never shown
  --branch NAME     the branch to push to (default: the one that the repository shows first)
  --site URL        address of the site, so that files name their page's address and other links lead there
  --allow-removals  let the mirror lose more than 10 files and a fifth of its files
  --dry-run         only say what would be done
  --json            the result as one JSON value

Exits 0, 1 when it failed, 2 for wrong use, 3 when bodies of pages could not be converted.
`,
    async run(args, terminal) {
      const { given } = readOptions(args, {
        'space-export': 'text',
        out: 'text',
        push: 'text',
        branch: 'text',
        site: 'text',
        'allow-removals': 'flag',
        'dry-run': 'flag',
        json: 'flag',
      });
      const path = required(given['space-export'], 'space-export', 'the zip of a space exported as XML, or its folder');
      if ((given.out === undefined) === (given.push === undefined))
        throw wrongUse('Give one of --out FOLDER and --push URL.');
      if (given.branch !== undefined && given.push === undefined) throw wrongUse('--branch belongs to --push.');
      const siteUrl = siteOf(given.site);
      const root = hands.sourceId;
      const begun = hands.now();
      let said = begun;
      const onProgress = (step: string, done: number, of: number) => {
        if (hands.now() - said < PROGRESS_MS) return;
        said = hands.now();
        terminal.warn(`${done} of ${of} pages ${step}\n`);
      };
      const source = await hands.openExport(path, siteUrl);
      try {
        terminal.warn(
          `${plural(source.pages.length, 'page')} and ${plural(source.attachments.length, 'attachment')} in the export.\n`,
        );
        const branches = given.push === undefined ? null : await hands.openBranches(given.push);
        try {
          const open = () =>
            branches === null ? openFolderTarget(given.out!, root) : branches.openBranch(given.branch ?? null, root);
          let target = await open();
          let result: MirrorResult = { state: 'moved' };
          for (let attempt = 1; result.state === 'moved'; attempt += 1) {
            if (attempt > ATTEMPTS) {
              throw new Problem({
                code: 'branch-busy',
                message: `Others pushed to ${target.name} each time, before this push arrived.`,
                hint: 'Run this again when fewer people push, or push to a branch of its own with --branch.',
              });
            }
            if (attempt > 1) target = await open();
            const wish = { allowRemovals: given['allow-removals'] ?? false, dryRun: given['dry-run'] ?? false };
            result = await mirrorExport({ source, sourceId: hands.sourceId, target, root, ...wish, onProgress });
          }
          const { counts, commit } = result;
          const dryRun = given['dry-run'] ?? false;
          const seconds = (hands.now() - begun) / 1000;
          terminal.write(
            given.json
              ? jsonLine({ target: target.name, dryRun, commit, ...counts, seconds })
              : summaryOf(counts, { place: target.name, commit, seconds, dryRun }),
          );
          return counts.unconverted.length > 0 ? exits.warnings : exits.ok;
        } finally {
          await branches?.close();
        }
      } finally {
        await source.close();
      }
    },
  };
}
