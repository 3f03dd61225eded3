import type { z } from 'zod';
import type { Client } from './client.ts';
import { walk } from './paging.ts';
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

export type { Found };
