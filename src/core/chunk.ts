import type { CodeImport, CodeUse } from './code.ts';
import type { PageTraces } from './wiki-health.ts';

/** A passage of a document. Lines are 1-based and inclusive, exact at the document's commit. */
export interface Chunk {
  readonly ordinal: number;
  readonly headingPath: readonly string[];
  readonly text: string;
  readonly startLine: number;
  readonly endLine: number;
}

/** A link that a document makes, as found in its text. */
export interface DocumentLink {
  readonly href: string;
  readonly text: string;
  readonly line: number;
}

/** A name that a document defines: in code a symbol, in a manifest the package, in a description the endpoint or the service. */
export interface Definition {
  readonly kind: 'symbol' | 'package' | 'endpoint' | 'service';
  readonly name: string;
  readonly line: number;
}

/** What a document spells in code type, without its marks. */
export interface Term {
  readonly text: string;
  readonly line: number;
}

/** One file of a repository at one commit, ready to be indexed. */
export interface IndexedDocument {
  readonly repositoryId: string;
  readonly path: string;
  readonly commit: string;
  /** Git blob hash: the same hash needs no new index. */
  readonly blob: string;
  readonly kind: 'mirrored-page' | 'markdown' | 'code' | 'text';
  readonly title: string;
  /** Front matter of a mirrored page; empty otherwise. */
  readonly source: DocumentSource | null;
  readonly chunks: readonly Chunk[];
  readonly links: readonly DocumentLink[];
  /** Absent: none were looked for. */
  readonly definitions?: readonly Definition[];
  /** Absent: none were looked for. */
  readonly terms?: readonly Term[];
  /** Packages that a manifest needs. Absent: none were looked for. */
  readonly dependencies?: readonly Term[];
  /** Endpoints that code answers at, as `GET /path`. Absent: none were looked for. */
  readonly routes?: readonly Term[];
  /** Grammar by which a parser read code. Absent: none did, so there are no uses and imports. */
  readonly language?: string;
  readonly uses?: readonly CodeUse[];
  readonly imports?: readonly CodeImport[];
  /** For the rules of health. Absent: the document is no text for readers. */
  readonly traces?: PageTraces;
}

export interface DocumentSource {
  readonly pageId: string;
  readonly spaceKey: string;
  readonly url: string;
  readonly version: number;
  readonly parentId: string | null;
  readonly labels: readonly string[];
  readonly author: string | null;
  readonly editor: string | null;
  readonly createdAt: string;
  readonly modifiedAt: string;
}
