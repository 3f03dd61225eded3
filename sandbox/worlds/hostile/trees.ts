import { page } from '../site.ts';
import type { WorldItem } from '../world.ts';

const text = (value: string) => ({ storage: `<p>${value}</p>` });

/** Circles, gaps, bodyless parents, other kinds, and a tree 200 deep. */
export function hostileTrees(homeId: string): WorldItem[] {
  const below = { parentId: homeId };
  const deep = Array.from({ length: 200 }, (_, level) =>
    page(String(30_021_000 + level), `Depth ${level + 1}`, {
      parentId: level === 0 ? homeId : String(30_021_000 + level - 1),
      body: text(`level ${level + 1}`),
    }),
  );
  const containers = (['folder', 'whiteboard', 'database', 'embed'] as const).flatMap((kind, index) => [
    page(String(30_020_100 + index), `A ${kind}`, { ...below, kind }),
    page(String(30_020_200 + index), `Below a ${kind}`, { parentId: String(30_020_100 + index), body: text(kind) }),
  ]);
  return [
    page('30020001', 'Circle one', { parentId: '30020002', body: text('circle') }),
    page('30020002', 'Circle two', { parentId: '30020001', body: text('circle') }),
    page('30020003', 'Own parent', { parentId: '30020003', body: text('self') }),
    page('30020004', 'Parent is missing', { parentId: '39999999', body: text('orphan') }),
    page('30020005', 'Live doc', { ...below, live: true, body: text('live') }),
    page('30020006', 'Archived', { ...below, status: 'archived', body: text('archived') }),
    page('30020007', 'Below archived', { parentId: '30020006', body: text('current below archived') }),
    page('30020008', 'Trashed', { ...below, status: 'trashed', body: text('trashed') }),
    page('30020009', 'Blog post', { kind: 'blogpost', body: text('post') }),
    ...containers,
    ...deep,
  ];
}
