import { spawn } from 'node:child_process';
import { gunzipSync } from 'node:zlib';
import { type Actor, authenticate, may, reachableRepositories } from './auth.ts';
import { ApiError } from './errors.ts';
import { gitEnvironment } from './git-store.ts';
import { readCommands, rejectPush } from './push-rejection.ts';
import { type Doer, watchRefs } from './ref-changes.ts';
import { findRepository, fullName, type RepositoryRecord } from './state.ts';
import type { World } from './world.ts';

const route = /^\/([\w.-]+)\/([\w.-]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/;

/** Answers Git's own requests through the real `git http-backend`; null for any other request. */
export async function serveGit(world: World, request: Request): Promise<Response | null> {
  const url = new URL(request.url);
  const [, owner = '', name = '', action = ''] = route.exec(url.pathname) ?? [];
  if (action === '') return null;
  const writes = action === 'git-receive-pack' || url.searchParams.get('service') === 'git-receive-pack';
  const gate = admit(world, request, owner, name, writes);
  if (gate instanceof Response) return gate;
  const { repository, actor } = gate;
  const body = request.method === 'POST' ? Buffer.from(await request.arrayBuffer()) : null;
  if (action !== 'git-receive-pack') return runBackend(world, request, repository, action, body);
  const plain = request.headers.get('content-encoding') === 'gzip' ? gunzipSync(body ?? '') : (body ?? Buffer.alloc(0));
  const rejection = rejectPush(repository, readCommands(plain));
  if (rejection) return rejection;
  const doer: Doer = actor.kind === 'installation' ? actor.app : repository.ownerId;
  return watchRefs(world, repository, doer, () => runBackend(world, request, repository, action, body));
}

function admit(
  world: World,
  request: Request,
  owner: string,
  name: string,
  writes: boolean,
): Response | { readonly repository: RepositoryRecord; readonly actor: Actor } {
  let actor: Actor;
  try {
    actor = authenticate(world, request.headers.get('authorization') ?? undefined);
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return refuse(403, `${error.message}.`);
    return refuse(401, 'Invalid username or token. Password authentication is not supported for Git operations.');
  }
  const found = findRepository(world.state, owner, name);
  if (actor.kind === 'anonymous' && (writes || !found || found.repository.private)) {
    return refuse(401, 'No anonymous write access.');
  }
  if (!found) return refuse(404, 'Repository not found.');
  const { repository, former } = found;
  if (repository.private && !reachableRepositories(world, actor).includes(repository)) {
    return refuse(404, 'Repository not found.');
  }
  if (former) {
    const current = fullName(world.state, repository);
    const url = new URL(request.url);
    const tail = url.pathname.split('/').slice(3).join('/');
    return new Response(null, {
      status: 301,
      headers: { location: `${world.address.origin}/${current}.git/${tail}${url.search}` },
    });
  }
  if (writes && repository.archived) return refuse(403, 'This repository was archived so it is read-only.');
  const allowed = may(actor, 'contents', writes ? 'write' : 'read') || (!writes && !repository.private);
  if (!allowed) {
    const who = actor.kind === 'installation' ? `${actor.app.slug}[bot]` : 'you';
    return refuse(403, `Permission to ${fullName(world.state, repository)}.git denied to ${who}.`);
  }
  return { repository, actor };
}

function refuse(status: number, message: string): Response {
  const headers: Record<string, string> = { 'content-type': 'text/plain; charset=utf-8' };
  if (status === 401) headers['www-authenticate'] = 'Basic realm="GitHub"';
  return new Response(`${message}\n`, { status, headers });
}

/** Runs the CGI program of Git's own distribution (git-http-backend(1)). */
async function runBackend(
  world: World,
  request: Request,
  repository: RepositoryRecord,
  action: string,
  body: Buffer | null,
): Promise<Response> {
  const header = (name: string): string => request.headers.get(name) ?? '';
  const child = spawn('git', ['http-backend'], {
    env: {
      ...gitEnvironment(),
      GIT_PROJECT_ROOT: world.store.root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: `/${repository.id}.git/${action}`,
      REQUEST_METHOD: request.method,
      QUERY_STRING: new URL(request.url).search.slice(1),
      CONTENT_TYPE: header('content-type'),
      CONTENT_LENGTH: String(body?.length ?? 0),
      HTTP_CONTENT_ENCODING: header('content-encoding'),
      GIT_PROTOCOL: header('git-protocol'),
      REMOTE_USER: 'sandbox',
      REMOTE_ADDR: '127.0.0.1',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(body ?? '');
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  return readCgi(Buffer.concat(chunks));
}

function readCgi(output: Buffer): Response {
  const end = output.indexOf('\r\n\r\n');
  if (end < 0) return new Response('git http-backend gave no answer\n', { status: 500 });
  const headers = new Headers();
  let status = 200;
  for (const line of output.toString('latin1', 0, end).split('\r\n')) {
    const colon = line.indexOf(':');
    const [name, value] = [line.slice(0, colon), line.slice(colon + 1).trim()];
    if (/^status$/i.test(name)) status = Number.parseInt(value, 10);
    else headers.append(name, value);
  }
  return new Response(new Uint8Array(output.subarray(end + 4)), { status, headers });
}
