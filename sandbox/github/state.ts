import { generateKeyPairSync, randomBytes } from 'node:crypto';

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Organization';
  /** Organizations whose repositories this person may read and no more; the first person administers everything. */
  readonly readsOf?: readonly string[];
}

export interface AppRecord {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly ownerId: number;
  readonly clientId: string;
  readonly clientSecret: string;
  privateKey: string;
  publicKey: string;
  webhookUrl: string | null;
  webhookSecret: string;
  readonly setupUrl: string | null;
  /** Where people come back to who said who they are. */
  readonly callbackUrls?: readonly string[];
  /** Asks people who they are while they install. */
  readonly asksWhoInstalls?: boolean;
  readonly externalUrl: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
  readonly createdAt: string;
}

export interface InstallationRecord {
  readonly id: number;
  readonly appId: number;
  readonly accountId: number;
  selection: 'all' | 'selected';
  repositoryIds: number[];
  permissions: Record<string, string>;
  suspendedAt: string | null;
  readonly createdAt: string;
}

export interface TokenRecord {
  readonly token: string;
  readonly installationId: number;
  /** null: all that the installation reaches. */
  readonly repositoryIds: readonly number[] | null;
  readonly permissions: Readonly<Record<string, string>>;
  readonly expiresAt: number;
}

/** A person who let an app know who they are: first a code, then a token. */
export interface UserAccessRecord {
  readonly secret: string;
  readonly kind: 'code' | 'token';
  readonly appId: number;
  readonly userId: number;
  readonly redirectUri: string;
  readonly expiresAt: number;
}

export interface RepositoryRecord {
  readonly id: number;
  ownerId: number;
  name: string;
  description: string | null;
  private: boolean;
  archived: boolean;
  defaultBranch: string;
  protectedBranches: string[];
  readonly createdAt: string;
  pushedAt: string;
  nextNumber: number;
}

export interface PullRecord {
  readonly id: number;
  readonly repositoryId: number;
  readonly number: number;
  title: string;
  body: string | null;
  readonly headBranch: string;
  headSha: string;
  baseBranch: string;
  baseSha: string;
  state: 'open' | 'closed';
  mergedAt: string | null;
  mergedById: number | null;
  mergeCommit: string | null;
  closedAt: string | null;
  readonly authorId: number;
  readonly createdAt: string;
  updatedAt: string;
}

export interface CommentRecord {
  readonly id: number;
  readonly repositoryId: number;
  /** Number of the issue or pull request, or the commit it stands at. */
  readonly on: number | string;
  body: string;
  readonly path: string | null;
  readonly line: number | null;
  readonly position: number | null;
  readonly authorId: number;
  readonly createdAt: string;
}

export interface CheckRunRecord {
  readonly id: number;
  readonly repositoryId: number;
  readonly appId: number;
  readonly headSha: string;
  name: string;
  externalId: string | null;
  detailsUrl: string | null;
  status: string;
  conclusion: string | null;
  output: { title: string | null; summary: string | null; text: string | null; annotations: readonly unknown[] };
  readonly startedAt: string;
  completedAt: string | null;
}

export interface StatusRecord {
  readonly id: number;
  readonly repositoryId: number;
  readonly sha: string;
  readonly state: string;
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly context: string;
  readonly creatorId: number;
  readonly createdAt: string;
}

export interface DeliveryRecord {
  readonly id: number;
  readonly appId: number;
  /** What `X-GitHub-Delivery` carries: the same for every redelivery. */
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
  readonly payload: string;
  readonly redelivery: boolean;
  deliveredAt: string;
  /** Seconds. */
  duration: number;
  status: string;
  statusCode: number;
  requestHeaders: Record<string, string>;
  responseHeaders: Record<string, string>;
  responseBody: string;
}

/** Everything that the stand-in remembers beside the Git repositories; plain JSON. */
export interface GitHubState {
  nextId: number;
  accounts: Account[];
  apps: AppRecord[];
  manifests: Record<string, { readonly appId: number; readonly expiresAt: number }>;
  installations: InstallationRecord[];
  tokens: TokenRecord[];
  userAccess: UserAccessRecord[];
  repositories: RepositoryRecord[];
  /** Former full names, in lower case, and the repository that had them. */
  formerNames: Record<string, number>;
  pulls: PullRecord[];
  comments: CommentRecord[];
  checkRuns: CheckRunRecord[];
  statuses: StatusRecord[];
  deliveries: DeliveryRecord[];
}

/** The person who clicks in the stand-in's pages, and the organization that owns things. */
export const defaultUsers: readonly Omit<Account, 'id'>[] = [
  { login: 'octo-admin', type: 'User' },
  { login: 'acme', type: 'Organization' },
];

export function createState(users: readonly Omit<Account, 'id'>[]): GitHubState {
  const state: GitHubState = {
    nextId: 1000,
    accounts: [],
    apps: [],
    manifests: {},
    installations: [],
    tokens: [],
    userAccess: [],
    repositories: [],
    formerNames: {},
    pulls: [],
    comments: [],
    checkRuns: [],
    statuses: [],
    deliveries: [],
  };
  for (const user of users) state.accounts.push({ ...user, id: takeId(state) });
  return state;
}

export function takeId(state: GitHubState): number {
  state.nextId += 1;
  return state.nextId;
}

/** The account of an id; ids in the state always have one. */
export function accountOf(state: GitHubState, id: number): Account {
  const account = state.accounts.find((candidate) => candidate.id === id);
  if (!account) throw new Error(`no account ${id}`);
  return account;
}

export function ownerLogin(state: GitHubState, repository: RepositoryRecord): string {
  return accountOf(state, repository.ownerId).login;
}

export function fullName(state: GitHubState, repository: RepositoryRecord): string {
  return `${ownerLogin(state, repository)}/${repository.name}`;
}

/** By current name; `former` where the name is an old one that redirects. */
export function findRepository(
  state: GitHubState,
  owner: string,
  name: string,
): { readonly repository: RepositoryRecord; readonly former: boolean } | null {
  const wanted = `${owner}/${name}`.toLowerCase();
  const current = state.repositories.find((candidate) => fullName(state, candidate).toLowerCase() === wanted);
  if (current) return { repository: current, former: false };
  const id = state.formerNames[wanted];
  const renamed = state.repositories.find((candidate) => candidate.id === id);
  return renamed ? { repository: renamed, former: true } : null;
}

/** Repositories that an installation reaches. */
export function reachOf(state: GitHubState, installation: InstallationRecord): RepositoryRecord[] {
  return state.repositories.filter((repository) =>
    installation.selection === 'all'
      ? repository.ownerId === installation.accountId
      : installation.repositoryIds.includes(repository.id),
  );
}

/** What a person may do with a repository. */
export function levelOf(state: GitHubState, user: Account, repository: RepositoryRecord): 'admin' | 'read' | null {
  const isFirst = state.accounts.find(({ type }) => type === 'User') === user;
  if (isFirst || repository.ownerId === user.id) return 'admin';
  if (user.readsOf?.includes(ownerLogin(state, repository))) return 'read';
  return repository.private ? null : 'read';
}

/** A key pair in the form that the host lets people download (PKCS#1). */
export function createKeyPair(): { readonly privateKey: string; readonly publicKey: string } {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    privateKey: pair.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

export function randomHex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}
