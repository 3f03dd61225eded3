import { attachmentChoice } from '../config/index.ts';
import type { Connection } from '../core/connection.ts';
import type { Space } from '../core/page.ts';
import type { Preview } from '../core/preview.ts';
import { toProblem } from '../core/problem.ts';
import type { ContentSource, PageMarks } from '../core/roles/content-source.ts';
import type { Scope } from '../core/scope.ts';
import { type ListingState, planSync, previewOf, type RemotePage, type SyncOutcome } from '../pipeline/sync/index.ts';
import { connectionGone, mirrorRootOf, targetOf } from './connection-state.ts';
import type { WorkContext } from './context.ts';
import { costOf, growthOf } from './dry-run-estimates.ts';
import { marksOf } from './sync/marks.ts';

/** Files and skipped pages that a preview names; more are counted. */
const NAMED = 500;

async function listAll<Item>(
  list: (cursor: string | null) => Promise<{ items: readonly Item[]; next: string | null }>,
) {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const listing: { items: readonly Item[]; next: string | null } = await list(cursor);
    items.push(...listing.items);
    cursor = listing.next;
  } while (cursor !== null);
  return items;
}

async function readSpace(source: ContentSource, space: Space, scope: Scope): Promise<RemotePage[]> {
  const kinds = scope.blogPosts ? (['page', 'blog'] as const) : (['page'] as const);
  const pages = [];
  for (const kind of kinds)
    for (const page of await listAll((cursor) => source.listPages({ spaceId: space.id, kind, cursor, bodies: false })))
      pages.push(page);
  const wanted = pages.filter(
    ({ state }) => state === 'current' || (state === 'archived' && scope.archivedPages === true),
  );
  const marks =
    wanted.length === 0
      ? new Map<string, PageMarks>()
      : await marksOf(source, [{ space, pageIds: wanted.map(({ id }) => id) }]);
  const known = new Set(pages.map((page) => page.id));
  const parents = new Set(
    pages.flatMap(({ parentId }) => (parentId === null || known.has(parentId) ? [] : [parentId])),
  );
  const containers = parents.size === 0 ? [] : await source.readContainers([...parents]);
  return [
    ...pages.map(({ body: _body, ...meta }) => ({
      meta,
      labels: marks.get(meta.id)?.labels ?? [],
      restricted: marks.has(meta.id) ? marks.get(meta.id)!.restricted : false,
    })),
    ...containers.map((meta) => ({ meta, labels: [], restricted: false })),
  ];
}

/** Attachments cost a call a page; for more pages than this they are not looked at. */
const MOST_WITH_ATTACHMENTS = 200;

async function attachmentsOf(
  source: ContentSource,
  scope: Scope,
  outcome: SyncOutcome,
): Promise<Preview['attachments']> {
  const ids = [...outcome.paths.keys()];
  if (!scope.attachments.include || ids.length > MOST_WITH_ATTACHMENTS) return undefined;
  const listed = await source.listAttachments(ids);
  const copied = listed.filter((one) => attachmentChoice(scope.attachments, one) === 'copy');
  const bytes = copied.reduce((sum, { size }) => sum + size, 0);
  return { files: copied.length, bytes, leftOut: listed.length - copied.length };
}

/** Who can read the repository; unknown where it cannot be asked. */
async function visibilityOf(context: WorkContext, connection: Connection): Promise<Preview['repositoryVisibility']> {
  const target = targetOf(connection);
  const host = target && (await context.ports.connections.get(connection.orgId, target.connectionId));
  if (!target || !host) return undefined;
  try {
    const repository = await (await context.openRepoHost(host)).getRepository(target.repositoryId);
    return repository.private ? 'private' : 'public';
  } catch (error) {
    context.log.warn({ problem: toProblem(error).message }, 'the repository could not be asked who reads it');
    return undefined;
  }
}

function withoutAbsent<Shape extends object>(shape: Shape): { [Key in keyof Shape]: NonNullable<Shape[Key]> } {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as never;
}

/** What applying a scope would do, from listings without bodies. Nothing is changed anywhere. */
export async function dryRun(
  context: WorkContext,
  orgId: string,
  connectionId: string,
  scope: Scope,
): Promise<Preview> {
  const { ports, clock } = context;
  const connection = await ports.connections.get(orgId, connectionId);
  if (!connection) throw connectionGone();
  const began = clock.now();
  const source = await context.openSource(connection);
  const chosen = new Set(scope.spaces.map((space) => space.key));
  const spaces = (await listAll((cursor) => source.listSpaces(cursor))).filter((space) => chosen.has(space.key));
  const remote: RemotePage[] = [];
  for (const space of spaces) for (const page of await readSpace(source, space, scope)) remote.push(page);
  const ledger = await ports.ledger.pages(orgId, connectionId);
  const outcome = planSync({
    scope,
    mirrorRoot: mirrorRootOf(connection),
    spaces,
    remote,
    listings: new Map(spaces.map((space): [string, ListingState] => [space.key, 'complete'])),
    confirmed: new Map(),
    failed: new Set(),
    ledger,
    // Nothing is read of the repository: what the ledger holds is taken to stand there.
    tree: new Map(
      ledger.flatMap(({ path, attachmentPaths }) =>
        path === null ? [] : [path, ...attachmentPaths].map((at) => [at, at] as const),
      ),
    ),
    guard: { files: Number.POSITIVE_INFINITY, share: 1 },
  });
  const listing = source.usage();
  const perRequest = (clock.now() - began) / Math.max(1, listing.requests);
  const attachments = await attachmentsOf(source, scope, outcome);
  const repositoryVisibility = await visibilityOf(context, connection);
  const held = attachments ? await ports.ledger.attachments(orgId, connectionId, [...outcome.paths.keys()]) : [];
  const heldBytes = held.reduce((sum, { blob, size }) => sum + (blob === null ? 0 : size), 0);
  const newBytes = Math.max(0, (attachments?.bytes ?? 0) - heldBytes);
  const { bytes, sizes } = await growthOf(source, outcome.plan.writes, newBytes);
  const { requests, points } = costOf(outcome, ledger, listing, attachments);
  return previewOf(outcome, new Map(remote.map(({ meta }) => [meta.id, meta.title])), {
    limit: NAMED,
    sizes,
    requests,
    points,
    seconds: Math.ceil((requests * perRequest) / 1_000),
    ...withoutAbsent({ attachments, bytes, repositoryVisibility }),
  });
}
