import { queryOptions } from '@tanstack/react-query';
import { http, orgPath } from './http.ts';

export interface Finding {
  readonly name: string;
  readonly state: 'ok' | 'warn' | 'fail';
  readonly what: string;
  readonly why: string;
  readonly next: string;
  readonly connection: { readonly id: string; readonly name: string } | null;
  readonly about: 'organization' | 'deployment';
}

export interface Examination {
  readonly state: Finding['state'];
  readonly lookedAt: string;
  /** Whether machine, network and configuration were looked at too. */
  readonly deployment: boolean;
  readonly findings: readonly Finding[];
}

export function doctorQuery(org: string) {
  return queryOptions({
    queryKey: ['org', org, 'doctor'],
    queryFn: ({ signal }) => http.get<Examination>(orgPath(org, '/doctor'), undefined, signal),
    // A look costs calls to other products.
    staleTime: 30_000,
    refetchOnWindowFocus: false,
  });
}
