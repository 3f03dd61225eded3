import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import type { Freshness } from './find.ts';
import { http, orgPath } from './http.ts';

export const healthKinds = ['broken-link', 'contradiction', 'stale', 'duplicate', 'orphan', 'without-owner'] as const;
export type HealthKind = (typeof healthKinds)[number];

export interface HealthEvidence {
  readonly documentId: string;
  readonly title: string;
  readonly pageUrl: string | null;
  readonly repository: string;
  readonly path: string;
  readonly commit: string;
  readonly lines: readonly [number, number];
  readonly fileUrl: string;
  readonly quote: string;
}

export interface HealthFinding {
  readonly id: string;
  readonly kind: HealthKind;
  readonly rule: string;
  readonly what: string;
  readonly page: {
    readonly documentId: string;
    readonly pageId: string | null;
    readonly title: string;
    readonly spaceKey: string | null;
    readonly pageUrl: string | null;
    readonly fileUrl: string;
    readonly modifiedAt: string | null;
  };
  readonly evidence: readonly HealthEvidence[];
  readonly fix: { readonly what: string; readonly url: string };
}

export interface HealthReport {
  readonly findings: readonly HealthFinding[];
  readonly counts: Readonly<Record<HealthKind, number>>;
  /** Kinds whose count is a lower bound. */
  readonly truncated: readonly HealthKind[];
  readonly total: number;
  readonly next: number | null;
  readonly pages: number;
  readonly freshness: Freshness;
}

const PART = 50;

export function healthQuery(org: string, input: { readonly kind: HealthKind | null; readonly space: string }) {
  return infiniteQueryOptions({
    queryKey: ['org', org, 'index', 'health', input],
    queryFn: ({ signal, pageParam }) =>
      http.get<HealthReport>(
        orgPath(org, '/health'),
        { kind: input.kind, space: input.space.trim(), skip: pageParam, limit: PART },
        signal,
      ),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}
