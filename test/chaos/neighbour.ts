import { ContentEditor } from '../../sandbox/atlassian/confluence/editor.ts';
import { minutesIn, ownerId, page, siteOf } from '../../sandbox/worlds/site.ts';
import type { World } from '../../sandbox/worlds/world.ts';
import type { Scope } from '../../src/core/scope.ts';
import { Broken, mirrorTree, pageIdsOf } from './checks.ts';
import type { Dice } from './dice.ts';
import type { Product } from './product.ts';
import { openPlace, openSite, type Place, type Setting, type Site } from './setting.ts';
import { anyBody } from './world.ts';

const KEY = 'BESIDE';
const PAGES = ['71000001', '71000002', '71000003'];

/**
 * How long another organization's run may take on a product that the faults of the first one's site keep waiting.
 * Waits of up to a minute happen within a process; what is told to come back in an hour may delay nobody else.
 */
const MOST_WAIT_MS = 15 * 60_000;

const scope: Scope = {
  version: 1,
  source: 'confluence',
  spaces: [{ key: KEY, selectedPageIds: null, includeDescendants: false, exclude: { pageIds: [], labels: [] } }],
  attachments: { include: false, maxBytes: 0 },
  blogPosts: false,
};

function smallWorld(dice: Dice): World {
  const items = PAGES.map((id, at) =>
    page(id, `Beside ${at}`, { parentId: at === 0 ? null : PAGES[0]!, body: anyBody(dice, []) }),
  );
  const space = { id: '71000009', key: KEY, name: 'Beside', type: 'global' as const, ownerId, homepageId: PAGES[0]! };
  const site = siteOf([{ ...space, createdAt: minutesIn(0), items }]);
  const users = [
    { accountId: ownerId, name: 'Olive Owner', email: 'owner@beside.example', apiToken: 'none', siteAdmin: true },
  ];
  const own = { cloudId: '00000000-1111-4222-8333-444444444444', name: 'beside', url: 'https://beside.atlassian.net' };
  return { name: 'beside', sites: [{ ...site, ...own }], users, oauthClients: [] };
}

/** Another organization on the same product, with a site and a repository of its own: I9 is about it. */
export class Neighbour {
  readonly site: Site;
  readonly place: Place;
  readonly #setting: Setting;
  readonly #dice: Dice;
  #asked = 0;

  private constructor(setting: Setting, site: Site, place: Place, dice: Dice) {
    this.#setting = setting;
    this.site = site;
    this.place = place;
    this.#dice = dice;
  }

  static async move(setting: Setting, beside: Site, parts: { readonly name: string; readonly dice: Dice }) {
    const site = await openSite(setting, smallWorld(parts.dice), beside.database);
    const place = await openPlace(setting, site, { name: `${parts.name}-beside`, scope });
    return new Neighbour(setting, site, place, parts.dice);
  }

  get #content() {
    return this.site.atlassian.state.content.get(this.site.cloudId)!;
  }

  /** Somebody edits a page there, and the mirror is asked to follow, while the first organization's has its own troubles. */
  async ask(product: Product, kind: 'initial' | 'sweep'): Promise<void> {
    const id = this.#dice.pick(PAGES);
    new ContentEditor(this.#content).edit(id, { body: anyBody(this.#dice, []), actorId: ownerId });
    this.#asked = this.#setting.clock.now();
    await product.jobs.sync(this.place.orgId, this.place.connectionId, kind);
  }

  /** I9: the mirror followed, and not only when the first organization's was through with its waits. */
  async check(product: Product): Promise<void> {
    const { orgId, connectionId, repositoryId } = this.place;
    const [run] = await product.ports.runs.list(orgId, connectionId, 1);
    const ended = run && product.stepping.finishedAt(run.id);
    if (run?.state !== 'succeeded' || ended == null)
      throw new Broken(`I9: a run beside the faults is ${run?.state}: ${run?.problem?.message}`);
    const waited = ended - this.#asked;
    if (waited > MOST_WAIT_MS)
      throw new Broken(`I9: a run beside the faults took ${Math.round(waited / 60_000)} minutes`);
    const ids = pageIdsOf(await mirrorTree(this.#setting.store, repositoryId));
    for (const id of PAGES) if (!ids.has(id)) throw new Broken(`I9: a mirror beside the faults lacks page ${id}`);
  }

  close(): Promise<void> {
    return this.site.atlassian.close();
  }
}
