import { queryOptions } from '@tanstack/react-query';
import { http } from './http.ts';
import type { Organization } from './types.ts';

/** Where the stand-ins of a demonstration are. */
export interface DemoPlaces {
  readonly sourcePage?: string;
  readonly repositoryPage?: string;
  /** Address of the site that the first one stands in for; nothing answers there. */
  readonly siteUrl?: string;
}

export interface Session {
  readonly person: { readonly id: string; readonly name: string; readonly email: string } | null;
  readonly organizations: readonly Organization[];
  /** True while nobody has an account: the start-up log then holds a link for the first owner. */
  readonly needsOwner: boolean;
  /** What a demonstration offers; null on a real deployment. */
  readonly demo: DemoPlaces | null;
  readonly version: string;
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => http.get<Session>('/api/v1/session', undefined, signal),
  staleTime: 30_000,
});

export function signIn(fields: { readonly email: string; readonly password: string }): Promise<unknown> {
  return http.post('/api/auth/sign-in/email', fields);
}

export function signInToDemo(): Promise<unknown> {
  return http.post('/api/v1/demo/sign-in');
}

export function signOut(): Promise<unknown> {
  return http.post('/api/auth/sign-out');
}

export function createOrganization(fields: { readonly name: string; readonly slug: string }): Promise<Organization> {
  return http.post('/api/v1/organizations', fields);
}

export interface Invitation {
  readonly organization: { readonly name: string; readonly slug: string };
  readonly email: string;
  readonly role: 'member' | 'admin';
  /** The person signs in with the account that stands already. */
  readonly hasAccount: boolean;
}

export function invitationQuery(token: string) {
  return queryOptions({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) =>
      http.get<Invitation>(`/api/v1/invitations/${encodeURIComponent(token)}`, undefined, signal),
  });
}

export function acceptInvitation(
  token: string,
  fields: { readonly name?: string; readonly password?: string },
): Promise<{ readonly slug: string }> {
  return http.post(`/api/v1/invitations/${encodeURIComponent(token)}`, fields);
}
