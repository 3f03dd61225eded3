import { documentOf, leaf, node, paragraph, textNode } from '../../sandbox/worlds/adf.ts';
import { minutesIn, ownerId, page, siteOf } from '../../sandbox/worlds/site.ts';
import type { World, WorldAttachment, WorldBody, WorldItem, WorldSpace } from '../../sandbox/worlds/world.ts';
import type { Scope } from '../../src/core/scope.ts';
import type { Dice } from './dice.ts';

/** Titles that paths, shells and readers stumble over, and some that are the same but for case or form. */
const TITLES = [
  'C++',
  'C#',
  'API',
  'api',
  '日本語',
  '🚀',
  'Caf\u00e9',
  'Cafe\u0301',
  'CON',
  '.git',
  '..',
  'a/b',
  'trailing dot.',
  ' leading space',
  'line\nbreak',
  `${'long '.repeat(40)}end`,
  '--upload-pack=touch',
  '@acme/all [skip ci] fixes #1',
  '<script>alert(1)</script>',
  'index',
  'README',
  'Runbook',
  'Onboarding',
  'Release notes',
  'Runbook',
];

const KEYS = ['ALPHA', 'BETA', 'GAMMA'];
const FIRST_ID = 40_000_000;

export function anyTitle(dice: Dice): string {
  return dice.chance(0.5) ? dice.pick(TITLES) : `${dice.pick(['Design', 'Guide', 'Decision'])} ${dice.int(1, 99)}`;
}

/** A body that links to some of the pages given, and names a file now and then. */
export function anyBody(dice: Dice, link: readonly { readonly id: string; readonly title: string }[]): WorldBody {
  const words = `Sentence ${dice.int(0, 1_000_000)}.`;
  const target = link.length > 0 && dice.chance(0.6) ? dice.pick(link) : null;
  const href = target && `https://acme.atlassian.net/wiki/spaces/X/pages/${target.id}`;
  if (dice.chance(0.25)) {
    const anchor = target ? `<p><a href="${href}">there</a></p>` : '';
    const picture = dice.chance(0.5) ? '<ac:image><ri:attachment ri:filename="plan.png" /></ac:image>' : '';
    return { storage: `<h1>Part</h1><p>${words}</p>${anchor}${picture}` };
  }
  const blocks = [
    node('heading', [textNode(`Part ${dice.int(1, 9)}`)], { level: 2 }),
    paragraph([textNode(words)]),
    ...(target
      ? [
          paragraph([
            // A card shows the title of the page it leads to, so it follows when that is renamed.
            dice.chance(0.4)
              ? leaf('inlineCard', { url: href })
              : textNode('there', [{ type: 'link', attrs: { href } }]),
          ]),
        ]
      : []),
    ...(dice.chance(0.3) ? [node('codeBlock', [textNode('if (a < b && c > d) {}')], { language: 'js' })] : []),
  ];
  return { adf: JSON.stringify(documentOf(blocks)) };
}

export function anyAttachment(dice: Dice, id: string): WorldAttachment {
  const content = Buffer.from(`bytes ${dice.int(0, 1_000_000)}`);
  const fileName = dice.pick(['plan.png', 'Plan.png', 'a%2fb.txt', 'notes.txt', 'a b?.pdf']);
  return { id: `att${id}`, fileName, mediaType: 'image/png', fileId: `file-${id}`, content, size: content.length };
}

function anyKind(dice: Dice): WorldItem['kind'] {
  if (dice.chance(0.8)) return 'page';
  return dice.pick(['folder', 'blogpost', 'whiteboard', 'database', 'embed'] as const);
}

/** Two or three spaces with some 20 things in them, different for each seed. */
export function anyWorld(dice: Dice): World {
  const spaces: WorldSpace[] = [];
  const known: { id: string; title: string }[] = [];
  let lastId = FIRST_ID;
  const takeId = () => {
    lastId += dice.int(1, 40);
    return String(lastId);
  };
  for (const key of KEYS.slice(0, dice.int(2, 3))) {
    const spaceId = takeId();
    const homeId = takeId();
    const items: WorldItem[] = [page(homeId, `${key} home`, { body: anyBody(dice, known) })];
    const parents = [homeId];
    for (let count = dice.int(5, 10); count > 0; count -= 1) {
      const id = takeId();
      const kind = anyKind(dice);
      const title = anyTitle(dice);
      const parentId = kind === 'blogpost' ? null : dice.chance(0.9) ? dice.pick(parents) : null;
      const bodied = kind === 'page' || kind === 'blogpost';
      items.push(
        page(id, title, {
          kind,
          parentId,
          body: bodied ? anyBody(dice, known) : {},
          createdAt: minutesIn(dice.int(0, 1000)),
          labels: bodied && dice.chance(0.3) ? [dice.pick(['draft', 'howto'])] : [],
          ...(bodied && dice.chance(0.25) ? { attachments: [anyAttachment(dice, `${id}1`)] } : {}),
          ...(bodied && dice.chance(0.1) ? { readers: { users: [ownerId] } } : {}),
          ...(kind === 'page' && dice.chance(0.06) ? { status: dice.pick(['archived', 'trashed'] as const) } : {}),
        }),
      );
      known.push({ id, title });
      if (kind === 'page' || kind === 'folder') parents.push(id);
    }
    spaces.push({
      id: spaceId,
      key,
      name: `Space ${key}`,
      type: 'global',
      ownerId,
      homepageId: homeId,
      createdAt: minutesIn(0),
      items,
    });
  }
  const users = [
    { accountId: ownerId, name: 'Olive Owner', email: 'owner@acme.example', apiToken: 'none', siteAdmin: true },
  ];
  return { name: 'chaos', sites: [siteOf(spaces)], users, oauthClients: [] };
}

/** A scope of some of the spaces. */
export function anyScope(dice: Dice): Scope {
  const spaces = ['ALPHA', 'BETA', 'GAMMA'].map((key) => ({
    key,
    selectedPageIds: null,
    includeDescendants: false,
    exclude: { pageIds: [], labels: dice.chance(0.3) ? ['draft'] : [] },
  }));
  return {
    version: 1,
    source: 'confluence',
    spaces: spaces.slice(0, dice.int(1, 3)),
    attachments: { include: dice.chance(0.8), maxBytes: 1_000 },
    blogPosts: dice.chance(0.6),
    ...(dice.chance(0.3) ? { archivedPages: true } : {}),
    ...(dice.chance(0.3) ? { comments: 'all' as const } : {}),
  };
}
