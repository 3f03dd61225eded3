import { queryOptions } from '@tanstack/react-query';
import { address, http, orgPath } from './http.ts';
import type { Role } from './types.ts';

export interface Member {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly since: string;
  /** Keys that the person made; they end with the membership. */
  readonly keys: number;
  /** Those that act as admin while the person is one. */
  readonly adminKeys: number;
}

export function membersQuery(org: string) {
  return queryOptions({
    queryKey: ['org', org, 'people', 'members'],
    queryFn: ({ signal }) => http.get<readonly Member[]>(orgPath(org, '/members'), undefined, signal),
  });
}

export function changeRole(
  org: string,
  memberId: string,
  role: Role,
): Promise<Member & { readonly keysLimited: number }> {
  return http.patch(orgPath(org, `/members/${encodeURIComponent(memberId)}`), { role });
}

export function removeMember(org: string, memberId: string): Promise<{ readonly keysEnded: number }> {
  return http.delete(orgPath(org, `/members/${encodeURIComponent(memberId)}`));
}

export interface InvitationLink {
  readonly url: string;
  readonly email: string;
  readonly role: Role;
}

export function invite(org: string, email: string, role: Exclude<Role, 'owner'>): Promise<InvitationLink> {
  return http.post(orgPath(org, '/invitations'), { email, role });
}

export interface Invitation {
  readonly id: string;
  readonly email: string;
  readonly role: Exclude<Role, 'owner'>;
  readonly state: 'open' | 'expired';
  readonly createdAt: string;
  readonly expiresAt: string;
  /** Empty where the person has left. */
  readonly invitedBy: string;
}

/** Those that were neither accepted nor withdrawn; for admins. */
export function invitationsQuery(org: string) {
  return queryOptions({
    queryKey: ['org', org, 'people', 'invitations'],
    queryFn: ({ signal }) => http.get<readonly Invitation[]>(orgPath(org, '/invitations'), undefined, signal),
  });
}

export function withdrawInvitation(org: string, invitationId: string): Promise<unknown> {
  return http.delete(orgPath(org, `/invitations/${encodeURIComponent(invitationId)}`));
}

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** First characters, to tell keys apart. */
  readonly start: string | null;
  /** What it may do now: never more than its maker. */
  readonly role: Role;
  readonly grantedRole: Role;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

export function keysQuery(org: string) {
  return queryOptions({
    queryKey: ['org', org, 'people', 'keys'],
    queryFn: ({ signal }) => http.get<readonly ApiKey[]>(orgPath(org, '/keys'), undefined, signal),
  });
}

export function createKey(
  org: string,
  fields: { readonly name: string; readonly role: 'member' | 'admin' },
): Promise<ApiKey & { readonly key: string }> {
  return http.post(orgPath(org, '/keys'), fields);
}

export function removeKey(org: string, keyId: string): Promise<unknown> {
  return http.delete(orgPath(org, `/keys/${encodeURIComponent(keyId)}`));
}

export interface AuditEntry {
  readonly at: string;
  readonly actorId: string | null;
  readonly actorName: string | null;
  readonly action: string;
  readonly connectionId: string | null;
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
  readonly ip: string | null;
  readonly requestId: string | null;
}

export function auditQuery(org: string) {
  return queryOptions({
    queryKey: ['org', org, 'people', 'audit'],
    queryFn: ({ signal }) => http.get<readonly AuditEntry[]>(orgPath(org, '/audit'), { limit: 200 }, signal),
  });
}

/** Where the whole log is downloaded: as a table, or as one JSON object a line. */
export function auditAddress(org: string, format: 'csv' | 'jsonl'): string {
  return address(orgPath(org, '/audit'), { format });
}

/** The parts of an OpenAPI 3.1 document that the page shows. */
export interface OpenApiDocument {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
}

export interface OpenApiOperation {
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema?: { readonly type?: string };
  }[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: unknown }>> };
  readonly responses?: Readonly<Record<string, { readonly description?: string }>>;
  readonly 'x-access'?: string;
}

export const openApiQuery = queryOptions({
  queryKey: ['openapi'],
  queryFn: ({ signal }) => http.get<OpenApiDocument>('/openapi.json', undefined, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

export interface AgentCall {
  readonly at: string;
  readonly caller: { readonly kind: 'key' | 'person'; readonly id: string; readonly name: string | null };
  readonly tool: string;
  readonly outcome: 'answered' | 'failed';
  /** Milliseconds. */
  readonly took: number;
  readonly passages: number | null;
}

const CALLS_MS = 10_000;

export function agentCallsQuery(org: string) {
  return queryOptions({
    queryKey: ['org', org, 'people', 'agent-calls'],
    queryFn: ({ signal }) => http.get<readonly AgentCall[]>(orgPath(org, '/agent-calls'), { limit: 50 }, signal),
    // No notice says that an agent asked.
    refetchInterval: CALLS_MS,
  });
}

export function renameOrganization(org: string, name: string): Promise<unknown> {
  return http.patch(orgPath(org, '/organization'), { name });
}

/** What the end of an organization does, in the order in which it happens. */
export interface Removal {
  /** null: nobody has asked for it. */
  readonly underWay: { readonly files: 'keep' | 'remove'; readonly at: string } | null;
  readonly does: readonly string[];
  readonly connections: readonly {
    readonly id: string;
    readonly name: string;
    readonly role: 'source' | 'repositories';
    readonly files: number;
    /** Where only a person can delete the app itself. */
    readonly appUrl: string | null;
  }[];
}

const REMOVAL_MS = 3000;

/** Looked at again and again while it is under way; it ends with a 404. */
export function removalQuery(org: string) {
  return queryOptions({
    queryKey: ['org', org, 'people', 'removal'],
    queryFn: ({ signal }) => http.get<Removal>(orgPath(org, '/organization/removal'), undefined, signal),
    refetchInterval: ({ state }) => (state.data?.underWay && !state.error ? REMOVAL_MS : false),
    retry: false,
  });
}

/** `confirm`: the address of the organization, typed by the person. `done`: nothing had to be disconnected before. */
export function endOrganization(
  org: string,
  input: { readonly confirm: string; readonly files: 'keep' | 'remove' },
): Promise<{ readonly done: boolean }> {
  return http.delete(orgPath(org, '/organization'), { ...input });
}
