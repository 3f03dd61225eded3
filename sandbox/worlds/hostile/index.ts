import { minutesIn, ownerId, page, siteOf } from '../site.ts';
import type { World, WorldItem } from '../world.ts';
import { hostileBodies } from './bodies.ts';
import { hostileFiles } from './files.ts';
import { hostileTitles } from './titles.ts';
import { hostileTrees } from './trees.ts';

const homeId = '30000001';

/** Bad inputs: titles, trees, bodies and attachments, a space each, and a space without anything in it. */
export function createHostile(): Pick<World, 'name' | 'sites'> {
  const space = (id: string, key: string, name: string, home: string | null, items: readonly WorldItem[]) => ({
    id,
    key,
    name,
    type: 'global' as const,
    ownerId,
    homepageId: home,
    createdAt: minutesIn(0),
    items,
  });
  const home = (id: string) => page(id, 'Home', { body: { storage: '<p>home</p>' } });
  return {
    name: 'hostile',
    sites: [
      siteOf([
        space('29000001', 'TITLES', 'Titles', homeId, [home(homeId), ...hostileTitles(homeId)]),
        space('29000002', 'TREES', 'Trees', '30000002', [home('30000002'), ...hostileTrees('30000002')]),
        space('29000003', 'BODIES', 'Bodies', '30000003', [home('30000003'), ...hostileBodies('30000003')]),
        space('29000004', 'FILES', 'Files', '30000004', [home('30000004'), ...hostileFiles('30000004')]),
        space('29000005', 'EMPTY', 'Nothing here', null, []),
      ]),
    ],
  };
}
