import type { Connection } from '../core/connection.ts';
import type { Leaving } from '../core/ports/organizations.ts';
import type { Tools } from './tools.ts';

/** What is taken apart next: repository hosts stay until nothing is left that writes to them. */
export function nextToLeave(
  connections: readonly Connection[],
  sources: { has(id: string): boolean },
): readonly Connection[] {
  const writing = connections.filter(({ connector }) => sources.has(connector));
  return writing.length > 0 ? writing : connections;
}

/**
 * One step on with each organization that is being removed: its connections are disconnected as if somebody had asked for
 * each, and when none is left the organization ends. All of it stands in tables, so whoever looks next goes on.
 * `anew`: also those that are being taken apart already, in case the work on them has ended.
 */
export async function leaveOrganizations({ context, jobs }: Tools, anew: boolean): Promise<void> {
  const { organizations, connections } = context.ports;
  const go = async (orgId: string, slug: string, { files, by }: Leaving): Promise<void> => {
    const all = await connections.list(orgId);
    if (all.length === 0) return organizations.end(orgId, { actorId: by, detail: { slug, files } });
    for (const { id, config } of nextToLeave(all, context.sources))
      if (anew || config.disconnecting !== true) await jobs.disconnect(orgId, id, { files });
  };
  for (const { orgId, slug, leaving } of await organizations.allLeaving())
    await go(orgId, slug, leaving).catch((error: unknown) => {
      context.log.warn({ orgId, problem: String(error) }, 'an organization could not be taken apart further');
    });
}
