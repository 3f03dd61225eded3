/** Seed of a stand-in: what a company has before anybody connects to it. Plain data, apart from lazy bodies. */
export interface World {
  readonly name: string;
  readonly sites: readonly WorldSite[];
  readonly users: readonly WorldUser[];
  readonly oauthClients: readonly WorldOAuthClient[];
  /** Files of a folder that hold no body and were left out. */
  readonly skipped?: readonly string[];
}

export interface WorldUser {
  readonly accountId: string;
  readonly name: string;
  readonly email: string;
  /** Scoped or classic API token: basic authentication on the site, Forge, and nothing else. */
  readonly apiToken: string;
  readonly siteAdmin: boolean;
  readonly active?: boolean;
}

export interface WorldOAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly name: string;
  /** Compared byte for byte. */
  readonly redirectUris: readonly string[];
  readonly scopes: readonly string[];
}

export interface WorldSite {
  readonly cloudId: string;
  readonly name: string;
  /** Such as `https://acme.atlassian.net`; only a name, nothing answers there. */
  readonly url: string;
  readonly confluenceActive: boolean;
  readonly spaces: readonly WorldSpace[];
}

export interface WorldSpace {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly type: 'global' | 'personal' | 'collaboration';
  readonly ownerId: string;
  /** null: the vendor then says "0". */
  readonly homepageId: string | null;
  readonly description?: string;
  readonly createdAt: string;
  /** Pages, blog posts and bodyless things, parents before children where they have one. */
  readonly items: Iterable<WorldItem>;
}

export type ItemKind = 'page' | 'blogpost' | 'folder' | 'whiteboard' | 'database' | 'embed';

/** Author of one body in one format or both; the other format is derived. */
export interface WorldBody {
  readonly storage?: string;
  /** ADF as JSON text. */
  readonly adf?: string;
}

export interface WorldItem {
  readonly id: string;
  readonly kind: ItemKind;
  readonly title: string;
  readonly parentId: string | null;
  readonly body: WorldBody | (() => WorldBody);
  readonly status?: 'current' | 'archived' | 'trashed';
  readonly live?: boolean;
  readonly position?: number;
  readonly version?: number;
  readonly createdAt: string;
  readonly modifiedAt?: string;
  readonly authorId: string;
  readonly editorId?: string;
  readonly labels?: readonly string[];
  /** Who alone may read; absent: whoever may read the parents. */
  readonly readers?: { readonly users: readonly string[]; readonly groups?: readonly string[] };
  readonly attachments?: readonly WorldAttachment[];
  readonly comments?: readonly WorldComment[];
}

export interface WorldAttachment {
  readonly id: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly fileId: string;
  readonly content: Uint8Array | (() => Uint8Array);
  /** Bytes; needed where `content` is lazy. */
  readonly size?: number;
  readonly comment?: string;
}

export interface WorldComment {
  readonly id: string;
  readonly kind: 'footer' | 'inline';
  readonly authorId: string;
  readonly createdAt: string;
  readonly body: WorldBody;
  readonly replies?: readonly WorldComment[];
  /** Inline comments only. */
  readonly resolution?: 'open' | 'reopened' | 'resolved' | 'dangling';
  readonly selection?: string;
  readonly markerRef?: string;
}
