/** Shapes of the server's answers, as its OpenAPI document states them. */

export type Role = 'member' | 'admin' | 'owner';

export interface Organization {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly role: Role;
}

export interface Connector {
  readonly id: string;
  readonly type: string;
  readonly role: 'source' | 'repositories';
  readonly name: string;
  readonly status: 'setup' | 'live' | 'paused' | 'attention';
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface Site {
  readonly id: string;
  readonly name: string;
  readonly url: string;
}

export interface Target {
  readonly connectionId: string;
  readonly repositoryId: string;
  readonly fullName: string;
  readonly branch: string;
}

export interface Proposal {
  readonly number: number;
  readonly url: string;
  readonly state: string;
  readonly branch?: string;
}

export interface RunCounts {
  readonly pages: number;
  readonly written: number;
  readonly moved: number;
  readonly removed: number;
  readonly unchanged: number;
  readonly skipped: number;
  readonly held: number;
  readonly failed: number;
  readonly attachments: number;
}

export type RunState =
  | 'running'
  | 'succeeded'
  | 'succeeded-with-failures'
  | 'stopped-by-guard'
  | 'failed'
  | 'cancelled';

export interface Run {
  readonly id: string;
  readonly connectionId: string;
  readonly kind: 'initial' | 'sweep' | 'events' | 'resync';
  readonly state: RunState;
  readonly step: string;
  readonly counts: RunCounts;
  readonly commit: string | null;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly problem: { readonly code: string; readonly message: string; readonly hint: string | null } | null;
}

export interface LogLine {
  readonly at: string;
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
}

export type StepState = 'done' | 'current' | 'blocked' | 'waiting' | 'skipped';
export type Who = 'operator' | 'site-admin' | 'reviewer' | 'system';

/** A step of the setup; its words come from the server. */
export interface SetupStep {
  readonly id: string;
  readonly title: string;
  readonly help: string;
  readonly state: StepState;
  readonly blockedBy: readonly string[];
  readonly who: Who | null;
}

export interface SetupStatus {
  readonly connectionId: string;
  readonly product: string;
  readonly current: string;
  readonly next: string;
  readonly steps: readonly SetupStep[];
  readonly site: Site | null;
  readonly installUrl: string | null;
  readonly installLink: string | null;
  readonly account: { readonly name: string; readonly state: 'valid' | 'reauth-required' } | null;
  readonly pendingClaim: { readonly id: string; readonly expiresAt: string } | null;
  readonly target: Target | null;
  readonly proposal: Proposal | null;
  readonly paused: boolean;
  readonly disconnecting: boolean;
  /** The mirror's own pull request, where the branch takes nothing else. */
  readonly mirrorPullRequest: { readonly number: number; readonly url: string; readonly branch: string } | null;
  /** An install that is waited for, and what may keep it from being noticed. */
  readonly install: {
    readonly since: string;
    readonly hints: readonly { readonly code: string; readonly message: string; readonly hint: string }[];
  } | null;
  /** When the app was taken off the site. */
  readonly appGoneAt: string | null;
  /** Where the mirror is being moved to. */
  readonly movingTo: Target | null;
  /** What another deployment of the app would change. */
  readonly upgrade: {
    readonly changed: readonly ('origin' | 'scopes')[];
    readonly from: string;
    readonly to: string;
  } | null;
  /** Why the connection was stopped until a person decides. */
  readonly alert: {
    readonly code: string;
    readonly message: string;
    readonly hint: string;
    readonly at: string;
  } | null;
  /** What is wrong with the scope file on the branch; the last good scope stays in force. */
  readonly scopeProblem: {
    readonly code: string;
    readonly message: string;
    readonly line?: number;
    readonly column?: number;
    readonly commit?: string;
  } | null;
  readonly systemToken: {
    readonly issuedAt: string;
    readonly expiresAt: string;
    readonly expired: boolean;
    /** Why no newer one has come. */
    readonly cause: { readonly code: string; readonly message: string; readonly hint: string } | null;
  } | null;
  readonly lastEventAt: string | null;
  readonly pendingEvents: number;
  /** When everything was last compared with the source. */
  readonly lastSweepAt: string | null;
  /** Pages of which a newer version is known than the mirror holds. */
  readonly pagesBehind: number;
  readonly lastRun: Run | null;
  readonly pages: number;
}

export interface SpaceScope {
  readonly key: string;
  /** null: the whole space. */
  readonly selectedPageIds: readonly string[] | null;
  readonly includeDescendants: boolean;
  /** Pages that come with all pages below them in any case. */
  readonly subtreePageIds?: readonly string[];
  readonly labels?: readonly string[];
  readonly exclude: {
    readonly pageIds: readonly string[];
    readonly labels: readonly string[];
    readonly titles?: readonly string[];
    readonly modifiedBefore?: string;
  };
}

export interface Scope {
  readonly version: 1;
  readonly source?: string;
  readonly spaces: readonly SpaceScope[];
  readonly attachments: { readonly include: boolean; readonly maxBytes: number; readonly kinds?: readonly string[] };
  readonly blogPosts: boolean;
  readonly comments?: 'none' | 'open' | 'all';
  readonly archivedPages?: boolean;
  readonly history?: boolean;
  readonly historyVersions?: number;
}

export interface ScopeState {
  readonly connectionId: string;
  readonly draft: Scope | null;
  readonly scope: Scope | null;
  readonly scopeCommit: string | null;
  readonly target: Target | null;
  readonly proposal: Proposal | null;
}

export interface Space {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly url: string;
  readonly personal: boolean;
}

export type ContentKind = 'page' | 'blog' | 'folder' | 'whiteboard' | 'database' | 'embed';

export interface TreeItem {
  readonly id: string;
  readonly kind: ContentKind;
  readonly title: string;
  readonly parentId: string | null;
  readonly hasChildren: boolean;
}

export interface Listing<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

export interface Preview {
  readonly pages: number;
  readonly files: readonly {
    readonly path: string;
    readonly title: string;
    readonly pageId: string;
    readonly bytes?: number;
  }[];
  readonly moreFiles: number;
  readonly skipped: readonly { readonly pageId: string; readonly title: string; readonly reason: string }[];
  readonly skippedByReason: Readonly<Record<string, number>>;
  readonly requests: number;
  readonly points: number;
  readonly seconds?: number;
  readonly bytes?: number;
  readonly removals?: number;
  readonly attachments?: { readonly files: number; readonly bytes: number; readonly leftOut: number };
  readonly missing?: { readonly spaces: readonly string[]; readonly pageIds: readonly string[] };
  readonly repositoryVisibility?: 'public' | 'private';
}

export interface ProvisionStatus {
  readonly connectionId: string;
  readonly jobId: string;
  readonly provisionStatus: 'idle' | 'running' | 'succeeded' | 'failed';
  readonly step: string | null;
  readonly steps: readonly {
    readonly name: string;
    readonly state: 'waiting' | 'running' | 'succeeded' | 'failed';
    readonly startedAt: string | null;
    readonly finishedAt: string | null;
  }[];
  readonly provisionErrorCode: string | null;
  readonly detail: string | null;
  readonly userMessage: string | null;
  readonly log: readonly string[];
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

export interface ProvisionForm {
  readonly email: string | null;
  readonly siteHost: string | null;
  readonly developerSpaceId: string | null;
  readonly tokenSaved: boolean;
  readonly consentAt: string | null;
  readonly instantDelete: boolean;
}
