import { z } from '@hono/zod-openapi';
import type { LedgerPage } from '../../../core/ports/page-ledger.ts';
import type { CommittedChange, FileVersion } from '../../../core/roles/repo-host.ts';
import { sourceRoutes } from '../../contract.ts';
import { notFound } from '../access.ts';
import { sourceOf } from '../connections.ts';
import { headerOf, type OpenMirror, openMirrorOf, readContents, readMirror, versionIn } from '../mirror-files.ts';
import { orgRoute, type RouteKit } from '../routes.ts';
import { connectionQuery } from '../shapes.ts';

/** Commits of one file that are looked through. */
const DEEPEST = 200;
/** Characters of one state of a file that are sent. */
const LONGEST = 400_000;
const MOST_CHANGES = 500;

const fileVersion = z
  .object({
    commit: z.string(),
    at: z.string(),
    subject: z.string(),
    path: z.string(),
    /** Version of the page that the file shows; null where its head names none. */
    version: z.number().int().nullable(),
    removed: z.boolean(),
    fileUrl: z.string().nullable(),
    commitUrl: z.string(),
  })
  .openapi('FileVersion');

const fileState = z.object({
  commit: z.string(),
  path: z.string(),
  version: z.number().int().nullable(),
  text: z.string(),
});

const change = z
  .object({
    change: z.enum(['added', 'modified', 'renamed', 'removed']),
    path: z.string(),
    from: z.string().nullable(),
    /** The page whose file it is; null for every other file. */
    page: z.object({ id: z.string(), title: z.string(), url: z.string(), version: z.number().int() }).nullable(),
    fileUrl: z.string().nullable(),
  })
  .openapi('RunChange');

function showVersion(open: OpenMirror, one: FileVersion, version: number | null): z.input<typeof fileVersion> {
  const { commit, at, subject, path, blob } = one;
  const { host, repository } = open;
  return {
    commit,
    at,
    subject,
    path,
    version,
    removed: blob === null,
    fileUrl: blob === null ? null : host.fileUrl(repository, commit, path),
    commitUrl: `${repository.url}/commit/${commit}`,
  };
}

function showChange(
  open: OpenMirror,
  commit: string,
  one: CommittedChange,
  contents: ReadonlyMap<string, Uint8Array>,
): z.input<typeof change> {
  const content = contents.get(one.blob);
  const header = content === undefined ? null : headerOf(content);
  return {
    change: one.change,
    path: one.path,
    from: one.from,
    page: header && { id: header.pageId, title: header.title, url: header.url, version: header.version },
    fileUrl: one.change === 'removed' ? null : open.host.fileUrl(open.repository, commit, one.path),
  };
}

/** A page that the app may not see, or no longer, is shown to nobody, even while its file still waits to be removed. */
function isOpen({ state, reason }: LedgerPage): boolean {
  return state !== 'skipped' && state !== 'removed' && reason !== 'hidden';
}

function addPageHistory(kit: RouteKit): void {
  const { deps } = kit;

  /** The versions of a page that has an open file now; a page that left the mirror shows none. */
  async function versionsOf(orgId: string, connection: string | undefined, pageId: string, limit: number) {
    const source = await sourceOf(deps, orgId, connection);
    const page = await deps.ports.ledger.page(orgId, source.connection.id, pageId);
    const path = page && isOpen(page) ? page.path : null;
    if (path === null) throw notFound('A file of this page');
    const open = await openMirrorOf(deps, source);
    const head = open.repository.headCommit;
    const versions = head === null ? [] : await readMirror(open, (mirror) => mirror.history(head, path, limit));
    return { open, path, versions };
  }

  orgRoute(
    kit,
    {
      method: 'get',
      path: `${sourceRoutes}/pages/{pageId}/history`,
      access: 'member',
      summary: 'Versions of the file of a page, newest first.',
      params: z.object({ pageId: z.string().max(100) }),
      query: connectionQuery.extend({ limit: z.coerce.number().int().min(1).max(DEEPEST).default(30) }),
      answer: z.object({ path: z.string(), repository: z.string(), items: z.array(fileVersion) }),
    },
    async ({ org, params, query }) => {
      const { open, path, versions } = await versionsOf(org.id, query.connectionId, params.pageId, query.limit);
      const blobs = versions.map(({ blob }) => blob);
      const contents = await readMirror(open, (mirror) => readContents(mirror, blobs));
      const items = versions.map((one) => showVersion(open, one, versionIn(contents, one)));
      return { path, repository: open.repository.fullName, items };
    },
  );
  orgRoute(
    kit,
    {
      method: 'get',
      path: `${sourceRoutes}/pages/{pageId}/difference`,
      access: 'member',
      summary: 'Two versions of the file of a page, to be compared.',
      params: z.object({ pageId: z.string().max(100) }),
      query: connectionQuery.extend({
        /** A commit of the page's history; absent: nothing, so that all of `to` is new. */
        from: z
          .string()
          .regex(/^[0-9a-f]{40,64}$/)
          .optional(),
        to: z.string().regex(/^[0-9a-f]{40,64}$/),
      }),
      answer: z.object({
        from: fileState.nullable(),
        to: fileState.nullable(),
        /** A text was longer than is sent. */
        truncated: z.boolean(),
      }),
    },
    async ({ org, params, query }) => {
      const { open, versions } = await versionsOf(org.id, query.connectionId, params.pageId, DEEPEST);
      // Only what the page's own history holds: a commit by itself would open every file of the repository.
      const find = (commit: string): FileVersion => {
        const found = versions.find((one) => one.commit === commit);
        if (!found) throw notFound('This version of the page');
        return found;
      };
      const from = query.from === undefined ? null : find(query.from);
      const to = find(query.to);
      const blobs = [from?.blob ?? null, to.blob];
      const contents = await readMirror(open, (mirror) => readContents(mirror, blobs));
      let truncated = false;
      const state = (one: FileVersion | null) => {
        const content = one?.blob ? contents.get(one.blob) : undefined;
        if (!one || content === undefined) return null;
        const text = new TextDecoder().decode(content);
        truncated ||= text.length > LONGEST;
        return {
          commit: one.commit,
          path: one.path,
          version: versionIn(contents, one),
          text: text.slice(0, LONGEST),
        };
      };
      return { from: state(from), to: state(to), truncated };
    },
  );
}

/** The history of mirrored files as Git has it: versions of a page, what a run changed. */
export function addHistoryRoutes(kit: RouteKit): void {
  const { deps } = kit;
  addPageHistory(kit);
  orgRoute(
    kit,
    {
      method: 'get',
      path: `${sourceRoutes}/runs/{id}/changes`,
      access: 'member',
      summary: 'Files that a run changed, with their pages.',
      params: z.object({ id: z.string().max(100) }),
      query: connectionQuery,
      answer: z.object({
        items: z.array(change),
        /** Changes that are not listed. */
        more: z.number().int(),
      }),
    },
    async ({ org, params, query }) => {
      const source = await sourceOf(deps, org.id, query.connectionId);
      const run = await deps.ports.runs.get(org.id, params.id);
      if (run?.connectionId !== source.connection.id) throw notFound('The run');
      const { commit } = run;
      if (commit === null) return { items: [], more: 0 };
      const open = await openMirrorOf(deps, source);
      const changes = await readMirror(open, (mirror) => mirror.changes(commit));
      const listed = changes.slice(0, MOST_CHANGES);
      const pages = listed.filter(({ path }) => path.endsWith('.md')).map(({ blob }) => blob);
      const contents = await readMirror(open, (mirror) => readContents(mirror, pages));
      return {
        items: listed.map((one) => showChange(open, commit, one, contents)),
        more: changes.length - listed.length,
      };
    },
  );
}
