import type { ContentEventName, ItemEvent } from '../../sandbox/atlassian/confluence/content-events.ts';
import type { Change } from '../../src/core/change.ts';
import type { Scope } from '../../src/core/scope.ts';
import { asJson, guardOf } from '../../src/workflows/connection-state.ts';
import { differencesOf, mirrorAfresh } from './afresh.ts';
import {
  Broken,
  belonging,
  checkRun,
  checkSame,
  checkSecrets,
  isSame,
  mirrorTree,
  pageIdOf,
  pageIdsOf,
  quietEnd,
  type Tree,
} from './checks.ts';
import { type Dice, rollDice } from './dice.ts';
import { changeOf } from './events.ts';
import { actAtHost, type HostPerson, mendHost, pushBeside } from './host-person.ts';
import { Neighbour } from './neighbour.ts';
import { actOnce } from './person.ts';
import type { Disturbance } from './product.ts';
import { type Mirror, openMirror, openSite, type Setting, type Site } from './setting.ts';
import { blow, clearWeather } from './weather.ts';
import { anyScope, anyWorld } from './world.ts';

/** What a schedule that held has been through. */
export interface ScheduleResult {
  readonly seed: number;
  readonly runs: number;
  readonly deaths: number;
  readonly requests: number;
  readonly commits: number;
  readonly files: number;
  /** Sweeps after the last fault until the mirror was right. */
  readonly sweeps: number;
  /** What went wrong outside, in a word or two each. */
  readonly blows: readonly string[];
}

/** Sweeps without a fault that a mirror may take to be right: a page that nobody shows needs two to be gone. */
const MOST_SWEEPS = 3;
const HOUR_MS = 3_600_000;
/** Requests to the site that a step may cost: a few rounds of each page's own calls, and the tries of each. */
const REQUESTS_A_PAGE = 120;

/** One schedule: a world, a mirror, and everything that happens to both. */
export class Schedule {
  readonly seed: number;
  readonly #setting: Setting;
  readonly #site: Site;
  readonly #mirror: Mirror;
  readonly #neighbour: Neighbour;
  /** The repository host fails too: that concerns everybody. */
  #hostFails = false;
  readonly #dice: Dice;
  readonly #person: HostPerson;
  readonly #say: (line: string) => void;
  readonly #waiting: Change[] = [];
  /** Pages that have stood in source and scope all along: their files may never go. */
  #steadfast: ReadonlySet<string>;
  /** Pages whose file a person took away in the repository. */
  readonly #takenAway = new Set<string>();
  #before: Tree = new Map();
  #deliveries = 0;
  #runs = 0;
  readonly #blows: string[] = [];
  #requests = 0;
  readonly #seen = new Set<string>();

  private constructor(
    setting: Setting,
    site: Site,
    mirror: Mirror,
    neighbour: Neighbour,
    scope: Scope,
    seed: number,
    say: (line: string) => void,
  ) {
    this.seed = seed;
    this.#setting = setting;
    this.#site = site;
    this.#mirror = mirror;
    this.#neighbour = neighbour;
    this.#dice = rollDice(seed).part('schedule');
    this.#person = { github: setting.github, store: setting.store, mirror, scope };
    this.#say = say;
    this.#steadfast = belonging(this.#content, scope);
    site.atlassian.events.onAny((name, event) => this.#hear(name, event as ItemEvent));
  }

  /** Runs the schedule of a seed; throws `Broken` where something that must hold does not. */
  static async run(setting: Setting, seed: number, say: (line: string) => void): Promise<ScheduleResult> {
    const dice = rollDice(seed);
    setting.clock.advanceToHour();
    const site = await openSite(setting, anyWorld(dice.part('world')));
    const scope = anyScope(dice.part('scope'));
    const name = `chaos-${seed}-${setting.clock.now()}`;
    const beside = await Neighbour.move(setting, site, { name, dice: dice.part('neighbour') });
    const mirror = await openMirror(setting, site, { name, scope, dice: dice.part('product'), beside });
    try {
      return await new Schedule(setting, site, mirror, beside, scope, seed, say).#live(name);
    } catch (error) {
      say(`last awaits: ${mirror.product.trail.slice(-6).join(', ')}`);
      throw error;
    } finally {
      clearWeather({ ...setting, ...site });
      await mirror.product.close();
      await beside.close();
      await site.close();
    }
  }

  get #content() {
    return this.#site.atlassian.state.content.get(this.#site.cloudId)!;
  }

  #hear(name: ContentEventName, event: ItemEvent): void {
    this.#watch();
    const change = changeOf(name, event);
    if (change === null) return;
    if (this.#dice.chance(0.2)) return;
    this.#waiting.push(change);
    if (this.#dice.chance(0.2)) this.#waiting.push(change);
  }

  /** Strikes from the steadfast what does not stand any more. */
  #watch(): void {
    const now = belonging(this.#content, this.#person.scope);
    this.#steadfast = new Set([...this.#steadfast].filter((id) => now.has(id)));
  }

  async #live(name: string): Promise<ScheduleResult> {
    const { product, orgId, connectionId } = this.#mirror;
    const steps = this.#dice.int(2, 4);
    for (let step = 0; step < steps; step += 1) {
      this.#say(`step ${step + 1} of ${steps}`);
      await this.#happen(step === 0);
      if (step === 0) await product.jobs.sync(orgId, connectionId, 'initial');
      // What events ask of the first organization's mirror begins before: its waits come first.
      await product.look();
      await this.#neighbour.ask(product, step === 0 ? 'initial' : 'sweep');
      await product.work(this.#disturbance());
      await this.#check();
      if (!this.#hostFails) await this.#neighbour.check(product);
      if (this.#dice.chance(0.4)) {
        this.#setting.clock.advance(HOUR_MS);
        await product.work(this.#disturbance());
        await this.#check();
      }
      if (this.#dice.chance(0.6)) this.#clear();
      if (this.#dice.chance(0.7)) await this.#answerGuard();
    }
    const sweeps = await this.#settle(name);
    return {
      seed: this.seed,
      runs: this.#runs,
      deaths: product.deaths,
      requests: this.#requests,
      commits: await this.#commits(),
      files: this.#before.size,
      sweeps,
      blows: this.#blows,
    };
  }

  #clear(): void {
    clearWeather({ ...this.#setting, ...this.#site });
    this.#site.grantToken();
    this.#hostFails = false;
  }

  /** What people and the weather do before the product works again. */
  async #happen(first: boolean): Promise<void> {
    const dice = this.#dice;
    for (let count = dice.int(0, 2); count > 0; count -= 1) {
      const said = blow({ ...this.#setting, ...this.#site }, dice);
      this.#blows.push(wordsOf(said));
      this.#say(`  ${said}`);
      this.#hostFails ||= wordsOf(said) === 'F24';
    }
    for (let count = first ? 0 : dice.int(1, 5); count > 0; count -= 1) this.#say(`  ${actOnce(this.#content, dice)}`);
    if (!first && dice.chance(0.45)) await this.#atHost(() => actAtHost(this.#person, dice));
    await this.#deliver();
  }

  async #atHost(act: () => Promise<string>): Promise<void> {
    const { store, repositoryId } = { store: this.#setting.store, repositoryId: this.#mirror.repositoryId };
    const before = pageIdsOf(await mirrorTree(store, repositoryId).catch(() => new Map()));
    const said = await act();
    this.#blows.push(wordsOf(said));
    this.#say(`  ${said}`);
    this.#watch();
    const after = pageIdsOf(await mirrorTree(store, repositoryId).catch(() => new Map()));
    for (const id of before) if (!after.has(id)) this.#takenAway.add(id);
  }

  /** Some of what waits arrives, in any order; the rest comes later. */
  async #deliver(share = 0.7): Promise<void> {
    const { product, orgId, connectionId } = this.#mirror;
    const now = this.#dice.shuffle(this.#waiting.splice(0));
    for (const change of now) {
      if (this.#dice.chance(share)) {
        const id = `delivery-${++this.#deliveries}`;
        await product.ports.journal.append(orgId, connectionId, id, [change]);
        if (this.#dice.chance(0.1)) await product.ports.journal.append(orgId, connectionId, id, [change]);
      } else this.#waiting.push(change);
    }
  }

  #disturbance(): Disturbance {
    const dice = this.#dice;
    const meanwhile = new Map<number, () => Promise<void>>();
    for (let count = dice.int(0, 2); count > 0; count -= 1)
      meanwhile.set(dice.int(1, 160), async () => {
        if (dice.chance(0.6)) this.#say(`  meanwhile ${actOnce(this.#content, dice)}`);
        else await this.#atHost(() => (dice.chance(0.6) ? pushBeside : actAtHost)(this.#person, dice));
      });
    return { diesAt: dice.chance(0.35) ? dice.int(1, 200) : null, meanwhile };
  }

  async #answerGuard(): Promise<boolean> {
    const { product, orgId, connectionId } = this.#mirror;
    const { connections } = product.ports;
    const connection = (await connections.get(orgId, connectionId))!;
    const guard = guardOf(connection);
    if (guard?.state !== 'waiting') return false;
    this.#say(`  a person lets ${guard.removals} of ${guard.of} go`);
    const approved = { guard: asJson({ ...guard, state: 'approved' }) };
    await connections.compareAndSet(orgId, connectionId, 'guard', asJson(guard), approved);
    await product.jobs.sync(orgId, connectionId, 'sweep');
    return true;
  }

  /** What must hold after every step. */
  async #check(): Promise<void> {
    const { product, connectionId, repositoryId } = this.#mirror;
    for (const run of await product.runs(connectionId, 60)) {
      if (run.state === 'running' || this.#seen.has(run.id)) continue;
      this.#seen.add(run.id);
      this.#runs += 1;
      this.#say(`  run ${run.kind} ${run.state} ${run.problem?.code ?? ''} ${JSON.stringify(run.counts)}`);
      checkRun(run);
    }
    const [complaint] = product.stepping.complaints;
    if (complaint !== undefined) throw new Broken(`a workflow failed: ${complaint}`);
    const tree = await mirrorTree(this.#setting.store, repositoryId);
    const ids = pageIdsOf(tree);
    for (const [path] of this.#before) {
      const id = pageIdOf(path);
      if (id === null || ids.has(id) || this.#takenAway.has(id)) continue;
      if (this.#steadfast.has(id)) throw new Broken(`I1: the file of page ${id} vanished: ${path}`);
    }
    for (const id of ids) this.#takenAway.delete(id);
    const { requests } = this.#site.atlassian.log.counts();
    this.#site.atlassian.log.reset();
    this.#requests += requests;
    const most = REQUESTS_A_PAGE * (this.#content.items.size + 10);
    if (requests > most) throw new Broken(`I6: ${requests} requests in one step`);
    this.#before = tree;
  }

  async #commits(): Promise<number> {
    return Number(await this.#setting.store.text(this.#mirror.repositoryId, ['rev-list', '--count', 'main']));
  }

  async #sweep(): Promise<void> {
    const { product, orgId, connectionId } = this.#mirror;
    this.#setting.clock.advance(HOUR_MS);
    await product.jobs.sync(orgId, connectionId, 'sweep');
    await product.work();
    if (await this.#answerGuard()) await product.work();
    await this.#check();
  }

  /** Everything is well again; the mirror becomes right, and then nothing more is written. */
  async #settle(name: string): Promise<number> {
    const { product, connectionId, repositoryId } = this.#mirror;
    const { store } = this.#setting;
    this.#say('quiet');
    this.#clear();
    await mendHost(this.#person);
    this.#watch();
    await this.#deliver(1);
    await product.work();
    await this.#check();
    const { scope } = this.#person;
    const dice = this.#dice.part('afresh');
    const afresh = await mirrorAfresh(this.#setting, this.#site, { name: `${name}-afresh`, scope, dice });
    const expected = afresh.tree;
    let sweeps = 0;
    for (; ; sweeps += 1) {
      await this.#sweep();
      const [last] = await product.runs(connectionId, 1);
      const tree = await mirrorTree(store, repositoryId);
      if (last?.state === quietEnd(this.#content, scope) && isSame(tree, expected)) break;
      if (sweeps + 1 < MOST_SWEEPS) continue;
      for (const line of await differencesOf(store, { id: repositoryId, tree }, afresh)) this.#say(line);
      checkSame(tree, expected);
      throw new Broken(`I2: the last run is ${last?.state}: ${last?.problem?.message}`);
    }
    const commits = await this.#commits();
    await this.#sweep();
    const [last] = await product.runs(connectionId, 1);
    if ((await this.#commits()) !== commits || last?.commit != null)
      throw new Broken('I3: a run with nothing to do committed');
    const { pages, unchanged, skipped } = last!.counts;
    const files = [...expected.keys()].filter((path) => pageIdOf(path) !== null).length;
    if (unchanged !== files || unchanged + skipped !== pages)
      throw new Broken(`I7: ${files} pages have a file, the run says ${JSON.stringify(last!.counts)}`);
    await this.#checkWhole();
    return sweeps + 1;
  }

  /** I4 and I8: the repository is whole and tells no secret. */
  async #checkWhole(): Promise<void> {
    const { store } = this.#setting;
    const { product, repositoryId } = this.#mirror;
    await store.git(repositoryId, ['fsck', '--connectivity-only', '--no-dangling']).catch((error: Error) => {
      throw new Broken(`I4: ${error.message}`);
    });
    const history = await store.text(repositoryId, ['log', '-p', '--format=%an %ae %B', 'main']);
    const canaries = [...this.#site.canaries, ...this.#neighbour.site.canaries];
    await checkSecrets(this.#site.database.url, canaries, [history, product.stepping.history()]);
  }
}

/** What was said begins with the number of the fault. */
function wordsOf(said: string): string {
  return said.split(' ')[0]!;
}
