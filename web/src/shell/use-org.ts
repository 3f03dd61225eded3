import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { sessionQuery } from '../api/session.ts';
import type { Role } from '../api/types.ts';

/** Slug of the organization whose pages are open. */
export function useOrg(): string {
  return useParams({ from: '/o/$org' }).org;
}

/** Role of the person in the open organization. */
export function useRole(): Role {
  const org = useOrg();
  const { data } = useSuspenseQuery(sessionQuery);
  return data.organizations.find(({ slug }) => slug === org)?.role ?? 'member';
}

export function useIsAdmin(): boolean {
  return useRole() !== 'member';
}
