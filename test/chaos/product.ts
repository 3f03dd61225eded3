import type { SystemToken } from '../../src/core/roles/event-source.ts';
import type { Run } from '../../src/core/run.ts';
import { createDispatcher } from '../../src/workflows/dispatcher.ts';
import { implement } from '../../src/workflows/engine.ts';
import { syncSpec } from '../../src/workflows/specs.ts';
import { type OpenedWorld, openWorld, type Sited, type WorldAddress } from '../../src/workflows/stand-ins.testbed.ts';
import { sync } from '../../src/workflows/sync/index.ts';
import { Points } from '../points/instrument.ts';
import type { JumpingClock } from './clock.ts';
import type { Dice } from './dice.ts';
import { SteppingEngine } from './engine.ts';

/** What a schedule does to a run while it works, by the number of the await. */
export interface Disturbance {
  /** The process dies at this await; null: it lives. */
  readonly diesAt: number | null;
  readonly meanwhile: ReadonlyMap<number, () => Promise<void>>;
}

const PEACE: Disturbance = { diesAt: null, meanwhile: new Map() };
const LEASE_MS = 30_000;
const SILENCE_MS = 150;
/** Executions of workflows that one drive may take; more is a loop. */
const MOST_EXECUTIONS = 400;
/** Looks for new work in one drive: the rests after failures pass on the database's clock, which does not jump. */
const MOST_LOOKS = 6;

const never = () => new Promise<void>(() => undefined);

/** A process that works on a mirror; it can die anywhere and is started again. */
export class Product {
  readonly stepping: SteppingEngine;
  deaths = 0;
  /** The last awaits, newest last. */
  readonly trail: string[] = [];
  readonly #address: WorldAddress;
  readonly #clock: JumpingClock;
  readonly #dice: Dice;
  readonly #token: () => Promise<SystemToken>;
  readonly #beside: Sited | undefined;
  #opened!: OpenedWorld;
  #disturbance = PEACE;
  #passed = 0;
  #committing = 0;
  #die: () => void = () => undefined;
  #death: Promise<'dead'> = never().then(() => 'dead');

  constructor(
    address: WorldAddress,
    parts: { clock: JumpingClock; dice: Dice; token: Sited['token']; beside?: Sited },
  ) {
    this.#beside = parts.beside;
    this.#address = address;
    this.#clock = parts.clock;
    this.#dice = parts.dice;
    this.#token = parts.token;
    this.stepping = new SteppingEngine(parts.clock);
    this.#start();
  }

  get ports() {
    return this.#opened.context.ports;
  }

  get jobs() {
    return this.#opened.jobs;
  }

  #start(): void {
    const opened = openWorld(this.#address, {
      clock: this.#clock,
      random: () => this.#dice.next(),
      limits: { timeoutMs: SILENCE_MS, concurrency: this.#dice.pick([1, 4]) },
      token: this.#token,
      ...(this.#beside ? { beside: this.#beside } : {}),
      engine: this.stepping.engine,
      maxConnections: 4,
    });
    let dead = false;
    this.#death = new Promise((resolve) => {
      this.#die = () => {
        dead = true;
        resolve('dead');
      };
    });
    const points = new Points({ pass: (point) => (dead ? never() : this.#pass(point)) });
    const tools = { context: points.context(opened.context), jobs: opened.jobs };
    this.stepping.register([implement(syncSpec, sync(tools))]);
    this.#opened = opened;
  }

  async #pass(point: string): Promise<void> {
    this.trail.push(point);
    if (this.trail.length > 40) this.trail.shift();
    this.#passed += 1;
    if (point.startsWith('git.commit#')) this.#committing += point.endsWith(':before') ? 1 : -1;
    const { diesAt, meanwhile } = this.#disturbance;
    // A child that is fed when the schedule's process "dies" would wait for ever; real deaths are another test's.
    if (diesAt !== null && this.#passed >= diesAt && this.#committing === 0) {
      this.#disturbance = PEACE;
      this.#die();
      return never();
    }
    await meanwhile.get(this.#passed)?.();
  }

  /** What the dispatcher does when it looks once. */
  async look(): Promise<void> {
    const { context, jobs } = this.#opened;
    const dispatcher = createDispatcher({ context, jobs, engine: this.stepping.engine });
    dispatcher.start();
    await dispatcher.stop();
  }

  /** Works until nothing is left to do, looking for work in between; dies and starts again on the way where it is told to. */
  async work(disturbance: Disturbance = PEACE, horizonMs = 4 * 3_600_000): Promise<void> {
    this.#disturbance = disturbance;
    this.#passed = 0;
    for (let count = 0; ; count += 1) {
      if (count > MOST_EXECUTIONS) throw new Error(`work without end: ${this.trail.slice(-12).join(', ')}`);
      if (count < MOST_LOOKS) await this.look();
      const outcome = await Promise.race([this.stepping.advance(horizonMs), this.#death]);
      if (outcome === 'dead') await this.#startAgain();
      else if (!outcome) break;
    }
    this.#disturbance = PEACE;
  }

  async #startAgain(): Promise<void> {
    this.deaths += 1;
    this.#committing = 0;
    await this.#opened.close();
    this.#clock.advance(LEASE_MS);
    this.#start();
  }

  async runs(connectionId: string, limit: number): Promise<readonly Run[]> {
    return this.ports.runs.list(this.#address.orgId, connectionId, limit);
  }

  close(): Promise<void> {
    return this.#opened.close();
  }
}
