import type { z } from 'zod';
import { toProblem } from '../../core/problem.ts';
import { batches } from './batch.ts';
import type { Client } from './client.ts';
import { walk } from './paging.ts';
import { isTooHeavy } from './problems.ts';
import { type Found, found } from './schema.ts';

/** Text as a quoted CQL literal. */
export function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

/**
 * Walks a v1 content search. It stands on an index that lags behind, so what it does not show is
 * not absent.
 */
export function searchContent(
  client: Client,
  search: { readonly cql: string; readonly expand: readonly string[]; readonly limit: number; readonly what: string },
): AsyncGenerator<readonly z.output<typeof found>[]> {
  const query = { cql: search.cql, expand: search.expand.join(','), limit: search.limit };
  return walk(client, found, '/wiki/rest/api/content/search', query, search.what);
}

/**
 * Results asked for at a time. The description of v1 names no most ("may be restricted by fixed system limits"): a site
 * gives as many as it wants to and says where to go on. One that fails on so many is asked for fewer.
 */
const SIZES = [5_000, 1_000, 200, 50];
const SPACES_A_SEARCH = 50;

/** All that a search finds. Asks for fewer at a time where the site cannot answer for so many at once. */
export async function findAll(
  client: Client,
  search: Omit<Parameters<typeof searchContent>[1], 'limit'>,
  take: (result: Found) => void,
): Promise<void> {
  for (const limit of SIZES)
    try {
      for await (const results of searchContent(client, { ...search, limit }))
        for (const result of results) take(result);
      return;
    } catch (error) {
      if (!isTooHeavy(toProblem(error)) || limit === SIZES.at(-1)) throw error;
    }
}

/** Conditions that hold for what stands in some of the spaces, for a few searches. */
export function inSpaces(spaces: readonly { readonly key: string }[]): readonly string[] {
  return batches(spaces, SPACES_A_SEARCH).map((some) => {
    const keys = some.map(({ key }) => quote(key)).join(', ');
    return `space ${some.length === 1 ? `= ${keys}` : `in (${keys})`}`;
  });
}

export type { Found };
