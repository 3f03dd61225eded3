import { serveBody } from '../body/served.ts';
import { findItem, needsScope } from '../call.ts';
import type { ConfluenceApp } from '../env.ts';
import type { Item, Version } from '../item.ts';
import { answerList } from '../paging.ts';
import { refuseV2 } from '../problems.ts';
import { showVersion } from '../shapes/item.ts';
import { bulkFormat } from './filters.ts';

interface HistoryEntry {
  readonly version: Version;
  readonly title: string;
  readonly body: Item['body'];
}

/** All versions, newest first. Versions from before this run have the body of the oldest that is known. */
export function versionsOf(item: Item): readonly HistoryEntry[] {
  const known = [{ version: item.version, title: item.title, body: item.body }, ...[...item.earlier].reverse()];
  const oldest = known.at(-1)!;
  const before = Array.from({ length: oldest.version.number - 1 }, (_, index) => ({
    ...oldest,
    version: {
      number: oldest.version.number - 1 - index,
      createdAt: item.createdAt,
      authorId: item.authorId,
      message: '',
      minorEdit: false,
    },
  }));
  return [...known, ...before];
}

export function showHistory(entry: HistoryEntry) {
  return showVersion(entry.version);
}

/** Version lists; at most 50 with bodies. */
export function mountVersions(app: ConfluenceApp): void {
  for (const [path, kind] of [
    ['pages', 'page'],
    ['blogposts', 'blogpost'],
  ] as const) {
    app.get(`/api/v2/${path}/:id/versions`, needsScope('read:page:confluence'), (c) => {
      const call = c.get('call');
      const item = findItem(call, c.req.param('id'), [kind]);
      if (!item) return refuseV2(c, 404);
      const format = bulkFormat(c);
      if (format instanceof Response) return format;
      const newestFirst = versionsOf(item);
      return answerList(c, {
        rows: c.req.query('sort') === 'modified-date' ? [...newestFirst].reverse() : newestFirst,
        idOf: (entry) => String(entry.version.number),
        maxLimit: format ? 50 : 250,
        show: (entry) => ({
          ...showHistory(entry),
          [kind]: {
            title: entry.title,
            id: item.id,
            ...(format
              ? {
                  body: {
                    [format]: { representation: format, value: serveBody(call, { ...item, body: entry.body }, format) },
                  },
                }
              : {}),
          },
        }),
      });
    });
  }
}
