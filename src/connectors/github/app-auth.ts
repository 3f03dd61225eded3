import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { Problem } from '../../core/problem.ts';
import { Secret } from '../../core/secret.ts';
import { createApi, isProblem, perform, type Reach } from './client.ts';

/** What a token may do, e.g. `{ contents: 'write' }`. */
export type Permissions = Readonly<Record<string, 'read' | 'write'>>;

interface TokenRequest {
  readonly permissions: Permissions;
  /** Absent: every repository of the installation. */
  readonly repositoryId?: string;
}

/** Tokens of one installation, each narrowed to a purpose. */
export interface InstallationTokens {
  /** A token with at least five minutes left. `renew` throws away the one at hand. */
  get(request: TokenRequest, renew?: boolean): Promise<Secret>;
}

interface Held {
  readonly token: Secret;
  readonly usableUntil: number;
}

const leftWhenRenewed = 5 * 60_000;
const jwtLifetime = 9 * 60;
const jwtBackdated = 60;

/**
 * Signs in as the app itself: RS256, at most ten minutes, issued a minute ago against clock drift
 * (docs.github.com, "Generating a JSON Web Token for a GitHub App").
 */
export function signAppToken(appId: string, privateKey: Secret, now: number): Secret {
  const seconds = Math.floor(now / 1000);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = part({ alg: 'RS256', typ: 'JWT' });
  const body = part({ iat: seconds - jwtBackdated, exp: seconds + jwtLifetime, iss: appId });
  const signature = sign('RSA-SHA256', Buffer.from(`${head}.${body}`), readKey(privateKey)).toString('base64url');
  return new Secret(`${head}.${body}.${signature}`);
}

function readKey(privateKey: Secret): KeyObject {
  try {
    // Keys often arrive through an environment variable in which line ends are written as \n.
    return createPrivateKey(privateKey.reveal().replaceAll('\\n', '\n'));
  } catch {
    throw new Problem({
      code: 'app-key-invalid',
      message: 'The app’s private key cannot be read.',
      status: 400,
      hint: 'Give the whole PEM file that the host let you download, from BEGIN to END.',
    });
  }
}

/** Hands out installation tokens and keeps each until five minutes before it ends. */
export function createInstallationTokens(
  reach: Reach,
  app: { readonly appId: string; readonly privateKey: Secret; readonly installationId: string },
): InstallationTokens {
  const held = new Map<string, Promise<Held>>();

  const request = async ({ permissions, repositoryId }: TokenRequest): Promise<Held> => {
    try {
      const { data } = await perform(reach, {
        what: `installation ${app.installationId}`,
        repeatable: true,
        run: () =>
          createApi(reach, signAppToken(app.appId, app.privateKey, reach.now()), 'Bearer').request(
            'POST /app/installations/{installation_id}/access_tokens',
            {
              installation_id: Number(app.installationId),
              permissions,
              ...(repositoryId === undefined ? {} : { repository_ids: [Number(repositoryId)] }),
            },
          ),
      });
      return { token: new Secret(data.token), usableUntil: Date.parse(data.expires_at) - leftWhenRenewed };
    } catch (error) {
      throw translate(error, app.installationId, repositoryId);
    }
  };

  return {
    async get(wanted, renew = false) {
      const key = JSON.stringify([wanted.repositoryId ?? null, Object.entries(wanted.permissions).sort()]);
      const current = held.get(key);
      if (current) {
        const known = await current.catch(() => undefined);
        if (known && !renew && reach.now() < known.usableUntil) return known.token;
        // Whoever gets here first removes it; the others share the request that follows.
        if (held.get(key) === current) held.delete(key);
      }
      const next = held.get(key) ?? request(wanted);
      held.set(key, next);
      return (await next).token;
    },
  };
}

function translate(error: unknown, installationId: string, repositoryId: string | undefined): unknown {
  if (isProblem(error, 'not-found')) {
    return new Problem({
      code: 'app-not-installed',
      message: `The app is not installed any more (installation ${installationId}).`,
      status: 404,
      actor: 'repository-admin',
      hint: 'Install the app again and link it in the setup.',
      cause: error,
    });
  }
  // 422 that is no matter of permissions: the installation does not reach the repository.
  if (isProblem(error, 'repo-host-refused') && repositoryId !== undefined) {
    return new Problem({
      code: 'repository-not-found',
      message: `The app has no access to the repository with id ${repositoryId}, or it was deleted.`,
      status: 404,
      actor: 'repository-admin',
      hint: 'Give the app access to the repository, or choose another target.',
      detail: error.detail,
      cause: error,
    });
  }
  return error;
}
