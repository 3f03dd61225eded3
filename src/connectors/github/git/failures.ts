import { Problem } from '../../../core/problem.ts';
import { redact } from '../../../core/secret.ts';

/** What the end of a Git network command means. `stale-token`: ask for a new token and try once more. */
export type RemoteFailure =
  | { readonly kind: 'empty' }
  | { readonly kind: 'moved' }
  | { readonly kind: 'protected'; readonly message: string }
  | { readonly kind: 'stale-token' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'broken-clone' }
  | { readonly kind: 'network'; readonly problem: Problem }
  | { readonly kind: 'problem'; readonly problem: Problem };

type Rule = readonly [pattern: RegExp, failure: (text: string) => RemoteFailure];

const protectedRules = [
  /GH006/,
  /GH013(?![\s\S]*(?:secret|GH009))/i,
  /protected branch/i,
  /Changes must be made through a pull request/i,
];

/**
 * In order: the first match decides. Texts are Git's own (LC_ALL=C) and the host's `remote:` lines,
 * as documented in docs.github.com, "Troubleshooting the 2 GB push limit", "About protected branches",
 * "Working with push protection" and "Archiving repositories".
 */
const rules: readonly Rule[] = [
  [/couldn't find remote ref/, () => ({ kind: 'empty' })],
  [/archived so it is read-only/i, () => problem(archived)],
  [/GH001|exceeds GitHub's file size limit|file size limit of/i, () => problem(tooLarge)],
  [/push protection|cannot contain secrets|GH009/i, () => problem(secretFound)],
  [
    /\(stale info\)|\(fetch first\)|\(non-fast-forward\)|cannot lock ref|\(incorrect old value provided\)|reference already exists/i,
    () => ({ kind: 'moved' }),
  ],
  ...protectedRules.map((pattern): Rule => [pattern, (text) => ({ kind: 'protected', message: remoteWords(text) })]),
  [/installation (?:has been )?suspended|access has been suspended/i, () => problem(suspended)],
  [/secondary rate limit|error: 429/i, () => problem(rateLimited)],
  [
    /Repository not found|repository '[^']*' not found|error: 404|error: 30[1278]|unable to update url base from redirection/i,
    () => ({ kind: 'lost' }),
  ],
  [
    /could not read Username|Authentication failed|Invalid username or (?:token|password)|error: 401/i,
    () => ({ kind: 'stale-token' }),
  ],
  [/Permission to .* denied|Write access to repository not granted|error: 403/i, () => problem(denied)],
  [
    /not a git repository|object file .* is empty|bad object|missing (?:blob|tree|commit)|index-pack died|did not send all necessary objects|loose object .* is corrupt|unresolved deltas|packfile .* cannot be accessed/i,
    () => ({ kind: 'broken-clone' }),
  ],
  [/pre-receive hook declined|hook declined/i, (text) => problem({ ...declined, detail: remoteWords(text) })],
  [/No space left on device|Disk quota exceeded/i, () => problem(diskFull)],
  [
    /Could not resolve|Failed to connect|Couldn't connect|Connection (?:reset|refused|timed out)|Recv failure|Empty reply|early EOF|unexpected disconnect|hung up|RPC failed|transfer closed|Operation too slow|timed out|error: 5\d\d|SSL|TLS|packet|flush/i,
    (text) => ({ kind: 'network', problem: new Problem({ ...unreachable, detail: firstFatal(text) }) }),
  ],
];

/** Says what a failed fetch or push means, from what Git and the host printed. */
export function classifyRemoteFailure(output: string): RemoteFailure {
  const text = redact(output);
  for (const [pattern, failure] of rules) if (pattern.test(text)) return failure(text);
  return problem({
    code: 'git-failed',
    message: `Git failed: ${firstFatal(text)}.`,
    actor: 'support',
    hint: 'Run the sync again; if it fails again, report it with the log of this run.',
    retry: { kind: 'soon' },
  });
}

/** The repository cannot be reached by its id any more. */
export function repositoryLost(name: string): Problem {
  return new Problem({
    code: 'repository-not-found',
    message: `The repository ${name} does not exist, or the app has no access to it.`,
    status: 404,
    actor: 'repository-admin',
    hint: 'Give the app access to the repository, or choose another target.',
  });
}

/** The host refused a token that was new. */
export function unauthorized(): Problem {
  return new Problem({
    code: 'app-unauthorized',
    message: 'The repository host refused the app’s credentials.',
    status: 401,
    hint: 'Check the app id and its private key; the key may have been deleted at the host.',
  });
}

type Fields = ConstructorParameters<typeof Problem>[0];

const archived: Fields = {
  code: 'repository-archived',
  message: 'The repository is archived and takes no changes.',
  status: 409,
  actor: 'repository-admin',
  hint: 'Unarchive the repository, or choose another target.',
};
const tooLarge: Fields = {
  code: 'file-too-large',
  message: 'The host refused the push because a file is too large.',
  status: 413,
  hint: 'Lower the size limit for attachments in the scope.',
};
const secretFound: Fields = {
  code: 'push-holds-secret',
  message: 'The host refused the push because its secret scanning found a credential in a file.',
  status: 409,
  actor: 'repository-admin',
  hint: 'Remove the credential at its source, or allow it in the host’s push protection.',
};
const suspended: Fields = {
  code: 'app-suspended',
  message: 'The app’s installation is suspended.',
  status: 403,
  actor: 'repository-admin',
  hint: 'Lift the suspension in the settings of the organization.',
};
const denied: Fields = {
  code: 'permission-missing',
  message: 'The app may not write to the repository.',
  status: 403,
  actor: 'repository-admin',
  hint: 'Grant the app read and write access to contents.',
};
const rateLimited: Fields = {
  code: 'rate-limited',
  message: 'The repository host asks to slow down.',
  status: 429,
  actor: 'nobody',
  retry: { kind: 'after', ms: 60_000 },
};
const declined: Fields = {
  code: 'push-declined',
  message: 'A rule of the repository refused the push.',
  status: 409,
  actor: 'repository-admin',
  hint: 'Read what the rule says and exempt the app from it, or choose another branch.',
};
const diskFull: Fields = {
  code: 'disk-full',
  message: 'There is no disk space left for the clone.',
  status: 507,
  hint: 'Free disk space in the data folder.',
  retry: { kind: 'soon' },
};
const unreachable: Fields = {
  code: 'repo-host-unreachable',
  message: 'The repository host cannot be reached.',
  status: 503,
  actor: 'nobody',
  retry: { kind: 'soon' },
};

function problem(fields: Fields): RemoteFailure {
  return { kind: 'problem', problem: new Problem(fields) };
}

/** The host's words, for a person: `remote:` lines without decoration, at most 500 characters. */
function remoteWords(text: string): string {
  const words = [...text.matchAll(/^remote: (.*)$/gm)].map(([, line]) => (line ?? '').trim());
  return (
    words
      .filter((line) => line !== '')
      .join(' ')
      .slice(0, 500) || 'The branch is protected.'
  );
}

function firstFatal(text: string): string {
  return (/^(?:fatal|error): (.*)$/m.exec(text)?.[1] ?? text.trim().split('\n')[0] ?? '').slice(0, 300);
}
