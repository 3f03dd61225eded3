import type { AuditEntry } from './audit.ts';

/** That an organization is being removed, as somebody asked for it. */
export interface Leaving {
  readonly files: 'keep' | 'remove';
  /** Who asked: a person's id. */
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}

/** The end of organizations. Everything else about them is the accounts' layer. */
export interface Organizations {
  /** Notes the wish where none stands, and ends every key of the organization at once; gives the wish that stands. */
  beginLeaving(orgId: string, leaving: Leaving): Promise<Leaving>;
  /** The wish that stands; null where there is none. */
  leavingOf(orgId: string): Promise<Leaving | null>;
  /** Every organization that is being removed. */
  allLeaving(): Promise<readonly { readonly orgId: string; readonly slug: string; readonly leaving: Leaving }[]>;
  /** Removes the organization with its memberships, invitations and keys. People and the audit log stay, which says so. */
  end(orgId: string, removed: Pick<AuditEntry, 'actorId' | 'detail'>): Promise<void>;
}
