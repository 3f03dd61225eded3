import { documentOf, leaf, node, paragraph, textNode } from './adf.ts';
import { drawBars } from './pictures.ts';
import { minutesIn, ownerId, page, siteOf } from './site.ts';
import type { World, WorldBody, WorldItem, WorldSpace } from './world.ts';

const pagesPerSpace = 2500;
const firstId = 20_000_000;

const subjects = [
  'billing',
  'search',
  'identity',
  'shipping',
  'ledger',
  'catalog',
  'notifier',
  'gateway',
  'returns',
  'pricing',
];
const kinds = ['runbook', 'design', 'decision', 'guide', 'post-mortem', 'checklist', 'glossary'];
const verbs = ['restarts', 'drains', 'validates', 'publishes', 'archives', 'compares', 'retries', 'signs'];
const things = [
  'the queue',
  'a replica',
  'every invoice',
  'the session store',
  'stale carts',
  'the audit trail',
  'old exports',
];

/** The same numbers for the same page, on every machine (mulberry32). */
function randomOf(seed: number): () => number {
  let state = (seed * 0x9e3779b1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function pick<Item>(random: () => number, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)]!;
}

function sentence(random: () => number): string {
  return `The ${pick(random, subjects)} service ${pick(random, verbs)} ${pick(random, things)} within ${Math.floor(random() * 90) + 5} seconds.`;
}

export function largeTitle(index: number): string {
  const random = randomOf(index);
  return `${pick(random, subjects)} ${pick(random, kinds)} ${index}`;
}

/** Body of a page of `large`, made when it is asked for. It says `marker-<index>`, so that a search finds just it. */
function bodyOf(index: number, total: number): WorldBody {
  const random = randomOf(index + 7_919);
  const linked = Math.floor(random() * total);
  const href = `https://acme.atlassian.net/wiki/spaces/${keyOf(linked)}/pages/${firstId + linked}`;
  const sections = Array.from({ length: 2 + Math.floor(random() * 4) }, (_, at) => [
    node('heading', [textNode(`Part ${at + 1}`)], { level: 2 }),
    paragraph([textNode(`${sentence(random)} ${sentence(random)} ${sentence(random)}`)]),
    node(
      'bulletList',
      [0, 1].map(() => node('listItem', [paragraph([textNode(sentence(random))])])),
    ),
  ]);
  const code = `curl -s https://${pick(random, subjects)}.acme.example/health?marker=${index}`;
  return {
    adf: JSON.stringify(
      documentOf([
        paragraph([
          textNode(`Page marker-${index}. See `),
          textNode(largeTitle(linked), [{ type: 'link', attrs: { href } }]),
          textNode('.'),
        ]),
        ...sections.flat(),
        node('codeBlock', [textNode(code)], { language: 'bash' }),
        leaf('rule'),
      ]),
    ),
  };
}

function keyOf(index: number): string {
  return `L${String(Math.floor(index / pagesPerSpace) + 1).padStart(3, '0')}`;
}

function* itemsOf(first: number, last: number, total: number): Generator<WorldItem> {
  for (let index = first; index < last; index += 1) {
    const inSpace = index - first;
    const parent = inSpace === 0 ? null : first + Math.floor((inSpace - 1) / 8);
    yield page(String(firstId + index), largeTitle(index), {
      parentId: parent === null ? null : String(firstId + parent),
      body: () => bodyOf(index, total),
      version: 1 + (index % 7),
      createdAt: minutesIn(index),
      modifiedAt: minutesIn(index + (index % 7) * 1440),
      labels: index % 5 === 0 ? [kinds[index % kinds.length]!] : undefined,
      attachments:
        index % 200 === 0
          ? [
              {
                id: `att${firstId * 10 + index}`,
                fileName: `chart-${index}.png`,
                mediaType: 'image/png',
                fileId: `1a26e000-0000-4000-8000-${String(index).padStart(12, '0')}`,
                content: drawBars([0.2, (index % 10) / 10, 0.8]),
              },
            ]
          : undefined,
    });
  }
}

/** Any number of pages, the same on every run; bodies are made when they are asked for. */
export function createLarge(total: number): Pick<World, 'name' | 'sites'> {
  const spaces = Array.from({ length: Math.ceil(total / pagesPerSpace) }, (_, at): WorldSpace => {
    const first = at * pagesPerSpace;
    return {
      id: String(19_000_000 + at),
      key: keyOf(first),
      name: `Large ${at + 1}`,
      type: 'global',
      ownerId,
      homepageId: String(firstId + first),
      createdAt: minutesIn(0),
      items: { [Symbol.iterator]: () => itemsOf(first, Math.min(total, first + pagesPerSpace), total) },
    };
  });
  return { name: 'large', sites: [siteOf(spaces)] };
}
