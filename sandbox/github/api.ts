import type { SandboxApp, SandboxContext } from '../core/index.ts';
import { type Actor, authenticate, type Need, openRepository } from './auth.ts';
import { ApiError, invalid } from './errors.ts';
import type { Doer } from './ref-changes.ts';
import type { RepositoryRecord } from './state.ts';
import type { World } from './world.ts';

/** Mounts a group of routes below the API's base. */
export type Routes = (app: SandboxApp, world: World) => void;

export function actorOf(world: World, c: SandboxContext): Actor {
  return authenticate(world, c.req.header('authorization'));
}

/** The repository that a route names, with the right checked, and who acts. */
export function opened(
  world: World,
  c: SandboxContext,
  need: Need,
): { readonly repository: RepositoryRecord; readonly actor: Actor; readonly doer: Doer } {
  const actor = actorOf(world, c);
  const repository = openRepository(world, actor, c.req.param('owner') ?? '', c.req.param('repo') ?? '', need);
  return { repository, actor, doer: actor.kind === 'installation' ? actor.app : repository.ownerId };
}

/** A JSON body, as the object that it must be. */
export async function bodyOf(c: SandboxContext): Promise<Record<string, unknown>> {
  const text = await c.req.text();
  if (text === '') return {};
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  } catch {
    // Answered below like any other body that is no object.
  }
  throw new ApiError(400, 'Problems parsing JSON');
}

export function textOf(body: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = body[key];
  return typeof value === 'string' ? value : undefined;
}

export function requiredText(body: Readonly<Record<string, unknown>>, key: string, resource: string): string {
  const value = textOf(body, key);
  if (value === undefined) throw invalid(resource, `${key} is missing`, 'missing_field', key);
  return value;
}

/** One page of a list, and the `Link` header that leads to the next (docs.github.com, "Using pagination"). */
export function pageOf<T>(world: World, c: SandboxContext, items: readonly T[]): T[] {
  const size = Math.min(100, Math.max(1, Number(c.req.query('per_page')) || 30));
  const page = Math.max(1, Number(c.req.query('page')) || 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (to: number, rel: string): string => {
    const url = new URL(c.req.url);
    url.searchParams.set('page', String(to));
    return `<${world.address.origin}${url.pathname}${url.search}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(page - 1, 'prev'), link(1, 'first')] : []),
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
  ];
  if (links.length > 0) c.header('link', links.join(', '));
  return items.slice((page - 1) * size, page * size);
}

/** The rest of a path after the route's fixed part, decoded. */
export function tailOf(c: SandboxContext, after: string): string {
  const path = new URL(c.req.url).pathname;
  const rest = path.slice(path.indexOf(after, path.indexOf('/repos/')) + after.length);
  return rest.split('/').map(decodeURIComponent).join('/');
}
