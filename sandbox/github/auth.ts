import { createPublicKey, verify } from 'node:crypto';
import { ApiError, notFound } from './errors.ts';
import {
  type Account,
  type AppRecord,
  accountOf,
  findRepository,
  type InstallationRecord,
  type RepositoryRecord,
  reachOf,
  type TokenRecord,
} from './state.ts';
import { apiUrl, type World } from './world.ts';

/** Who asks. */
export type Actor =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'app'; readonly app: AppRecord }
  | { readonly kind: 'user'; readonly app: AppRecord; readonly user: Account }
  | {
      readonly kind: 'installation';
      readonly app: AppRecord;
      readonly installation: InstallationRecord;
      readonly token: TokenRecord;
    };

type Level = 'read' | 'write';

/** Reads the credential of a request. Throws 401 or 403 in the host's words. */
export function authenticate(world: World, header: string | undefined): Actor {
  if (!header) return { kind: 'anonymous' };
  const [scheme = '', rest = ''] = header.split(' ', 2);
  const credential = /^basic$/i.test(scheme) ? passwordOf(rest) : rest;
  if (!/^(basic|bearer|token)$/i.test(scheme) || credential === '') throw new ApiError(401, 'Bad credentials');
  return credential.split('.').length === 3 ? readJwt(world, credential) : readToken(world, credential);
}

function passwordOf(encoded: string): string {
  const [user, ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return user === 'x-access-token' ? password.join(':') : '';
}

function readUserToken(world: World, text: string): Actor | null {
  const { apps, userAccess } = world.state;
  const access = userAccess.find(({ kind, secret }) => kind === 'token' && secret === text);
  const app = apps.find(({ id }) => id === access?.appId);
  if (!access || !app || access.expiresAt <= world.now()) return null;
  return { kind: 'user', app, user: accountOf(world.state, access.userId) };
}

function readToken(world: World, text: string): Actor {
  const person = readUserToken(world, text);
  if (person) return person;
  const token = world.state.tokens.find((candidate) => candidate.token === text);
  if (!token || token.expiresAt <= world.now()) throw new ApiError(401, 'Bad credentials');
  const installation = world.state.installations.find(({ id }) => id === token.installationId);
  const app = world.state.apps.find(({ id }) => id === installation?.appId);
  if (!installation || !app) throw new ApiError(401, 'Bad credentials');
  if (installation.suspendedAt) throw new ApiError(403, 'This installation has been suspended');
  return { kind: 'installation', app, installation, token };
}

function readJwt(world: World, text: string): Actor {
  const undecodable = new ApiError(401, 'A JSON web token could not be decoded');
  const [head = '', body = '', signature = ''] = text.split('.');
  let claims: { iss?: unknown; iat?: unknown; exp?: unknown };
  try {
    const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as { alg?: unknown };
    claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as typeof claims;
    if (header.alg !== 'RS256') throw undecodable;
  } catch {
    throw undecodable;
  }
  const app = world.state.apps.find(({ id, clientId }) => [String(id), clientId].includes(String(claims.iss)));
  if (!app) throw new ApiError(404, 'Integration not found');
  const data = Buffer.from(`${head}.${body}`);
  if (!verify('RSA-SHA256', data, createPublicKey(app.publicKey), Buffer.from(signature, 'base64url'))) {
    throw undecodable;
  }
  const now = world.now() / 1000;
  if (typeof claims.iat !== 'number' || claims.iat > now + 60) {
    throw new ApiError(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  if (typeof claims.exp !== 'number' || claims.exp <= now) {
    throw new ApiError(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (claims.exp > now + 605) throw new ApiError(401, "'Expiration time' claim ('exp') is too far in the future");
  return { kind: 'app', app };
}

export function requireApp(actor: Actor): AppRecord {
  if (actor.kind === 'app') return actor.app;
  throw new ApiError(401, 'A JSON web token could not be decoded');
}

/** The person and the app of a user access token. */
export function requireUser(actor: Actor): Extract<Actor, { kind: 'user' }> {
  if (actor.kind === 'user') return actor;
  throw new ApiError(
    actor.kind === 'anonymous' ? 401 : 403,
    'You must authenticate with an access token authorized to a GitHub App in order to list installations',
  );
}

export function requireInstallation(actor: Actor): Extract<Actor, { kind: 'installation' }> {
  if (actor.kind === 'installation') return actor;
  throw new ApiError(
    actor.kind === 'anonymous' ? 401 : 403,
    'You must authenticate with an installation access token in order to list repositories for an installation.',
  );
}

/** True where the actor's token carries the permission. Metadata can always be read. */
export function may(actor: Actor, name: string, level: Level): boolean {
  if (actor.kind !== 'installation') return false;
  const granted = actor.token.permissions[name] ?? (name === 'metadata' ? 'read' : undefined);
  return granted === 'write' || granted === 'admin' || (granted === 'read' && level === 'read');
}

/** Repositories that the actor's token reaches. */
export function reachableRepositories(world: World, actor: Actor): RepositoryRecord[] {
  if (actor.kind !== 'installation') return [];
  const { repositoryIds } = actor.token;
  return reachOf(world.state, actor.installation).filter(({ id }) => repositoryIds?.includes(id) ?? true);
}

/** Names and levels of permissions, any one of which is enough. */
export type Need = Readonly<Record<string, Level>>;

/**
 * The repository of a route, checked: 404 where the actor cannot see it, 403 where it may not do this,
 * 301 for a former name, 403 for a change of an archived one.
 */
export function openRepository(world: World, actor: Actor, owner: string, name: string, need: Need): RepositoryRecord {
  const found = findRepository(world.state, owner, name);
  if (!found) throw notFound();
  if (found.former) {
    const location = `${apiUrl(world)}/repositories/${found.repository.id}`;
    throw new ApiError(301, 'Moved Permanently', { headers: { location } });
  }
  return checkAccess(world, actor, found.repository, need);
}

/** As `openRepository`, for a repository at hand. */
function checkAccess(world: World, actor: Actor, repository: RepositoryRecord, need: Need): RepositoryRecord {
  const writes = Object.values(need).includes('write');
  const reaches = reachableRepositories(world, actor).includes(repository);
  if (!reaches && (repository.private || writes)) throw notFound();
  const allowed = Object.entries(need).some(([permission, level]) => may(actor, permission, level));
  if (!allowed && (repository.private || writes)) throw new ApiError(403, 'Resource not accessible by integration');
  if (writes && repository.archived) throw new ApiError(403, 'Repository was archived so is read-only.');
  return repository;
}
