import type { Clock } from '../../src/core/ports/clock.ts';
import type { Engine, Implementation, Started, StepApi } from '../../src/workflows/engine.ts';

interface RetryPolicy {
  readonly maximumAttempts: number;
  readonly initialMs: number;
  readonly factor: number;
  readonly longestMs: number;
}

/** Names that `implement` knows as the engine's own signals. */
class StepError extends Error {
  readonly stepFailedAttempts: number;
  readonly retryPolicy: RetryPolicy;

  constructor(error: unknown, stepFailedAttempts: number, retryPolicy: RetryPolicy) {
    super(error instanceof Error ? error.message : String(error));
    this.stepFailedAttempts = stepFailedAttempts;
    this.retryPolicy = retryPolicy;
  }
}

class SleepSignalError extends Error {
  readonly until: number;

  constructor(until: number) {
    super('sleeping');
    this.until = until;
  }
}

interface Workflow {
  readonly id: string;
  readonly name: string;
  readonly input: string;
  status: 'pending' | 'succeeded' | 'failed';
  availableAt: number;
  finishedAt: number | null;
  /** JSON of what each step gave. */
  readonly done: Map<string, string>;
  readonly sleeps: Map<string, number>;
  readonly failures: Map<string, number>;
  attempts: number;
}

type Work = (params: { readonly input: unknown; readonly step: StepApi }) => Promise<unknown>;

/** As the real engine has it. */
const MOST_ATTEMPTS = 1_000;
const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

function milliseconds(text: string | undefined, otherwise: number): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text ?? '');
  return match ? Math.ceil(Number(match[1]) * UNITS[match[2]!]!) : otherwise;
}

/**
 * The rules of the real engine on a clock that jumps: steps at least once and remembered as JSON, a failed
 * step later again with growing waits, sleeps that hold no process, at most 1,000 attempts a workflow.
 * What it remembers outlives the process whose death a schedule plays.
 */
export class SteppingEngine {
  readonly #clock: Clock & { advance(ms: number): void };
  readonly #workflows: Workflow[] = [];
  readonly #keys = new Map<string, Workflow>();
  readonly #functions = new Map<string, Work>();

  constructor(clock: Clock & { advance(ms: number): void }) {
    this.#clock = clock;
  }

  /** Why workflows ended that must not: a run that fails says so and ends well. */
  readonly complaints: string[] = [];

  /** As the product's jobs take it. */
  readonly engine: Engine = {
    start: async (spec, input, { key, delayMs }) => {
      let workflow = this.#keys.get(`${spec.name} ${key}`);
      if (workflow === undefined) {
        workflow = {
          id: `${this.#workflows.length + 1}`,
          name: spec.name,
          input: JSON.stringify(input),
          status: 'pending',
          availableAt: this.#clock.now() + (delayMs ?? 0),
          finishedAt: null,
          done: new Map(),
          sleeps: new Map(),
          failures: new Map(),
          attempts: 0,
        };
        this.#workflows.push(workflow);
        this.#keys.set(`${spec.name} ${key}`, workflow);
      }
      return startedOf(workflow);
    },
    worker: () => {
      throw new Error('this engine is driven');
    },
    prune: async () => 0,
    close: async () => undefined,
  };

  /** The functions of a process that has just started. */
  register(implementations: readonly Implementation[]): void {
    const client = {
      implementWorkflow: (spec: { readonly name: string }, work: Work) => void this.#functions.set(spec.name, work),
    };
    for (const one of implementations) one.register(client as unknown as Parameters<Implementation['register']>[0]);
  }

  /** Everything that was remembered, as text. */
  history(): string {
    return JSON.stringify(this.#workflows.map((one) => [one.name, one.input, [...one.done]]));
  }

  /** When the workflow of a run ended, in milliseconds; null while it is open. */
  finishedAt(runId: string): number | null {
    return this.#workflows.find(({ input }) => input.includes(runId))?.finishedAt ?? null;
  }

  /** Carries out what is due next, waiting for it in no time. False where nothing is to be done. */
  async advance(horizonMs: number): Promise<boolean> {
    const open = this.#workflows.filter((one) => one.status === 'pending' && this.#functions.has(one.name));
    const next = open.sort((a, b) => a.availableAt - b.availableAt)[0];
    if (next === undefined || next.availableAt > this.#clock.now() + horizonMs) return false;
    this.#clock.advance(next.availableAt - this.#clock.now());
    await this.#execute(next);
    return true;
  }

  async #execute(workflow: Workflow): Promise<void> {
    const work = this.#functions.get(workflow.name)!;
    try {
      await work({ input: JSON.parse(workflow.input), step: this.#steps(workflow) });
      workflow.status = 'succeeded';
      workflow.finishedAt = this.#clock.now();
    } catch (error) {
      this.#settle(workflow, error);
    }
  }

  #settle(workflow: Workflow, error: unknown): void {
    if (error instanceof SleepSignalError) {
      workflow.availableAt = error.until;
      return;
    }
    if (error instanceof StepError && error.stepFailedAttempts < error.retryPolicy.maximumAttempts) {
      const { initialMs, factor, longestMs } = error.retryPolicy;
      const wait = Math.min(longestMs, initialMs * factor ** (error.stepFailedAttempts - 1));
      workflow.availableAt = this.#clock.now() + wait;
      return;
    }
    this.complaints.push(`${workflow.name}: ${error instanceof Error ? error.message : error}`);
    workflow.status = 'failed';
    workflow.finishedAt = this.#clock.now();
  }

  #steps(workflow: Workflow): StepApi {
    const names = new Map<string, number>();
    const nameOf = (name: string) => {
      const count = (names.get(name) ?? 0) + 1;
      names.set(name, count);
      return `${name}:${count}`;
    };
    const attempt = () => {
      workflow.attempts += 1;
      if (workflow.attempts > MOST_ATTEMPTS) throw new Error('a workflow took more than 1,000 steps');
    };
    const notHere = () => {
      throw new Error('no workflow of ours waits for another');
    };
    return {
      runWorkflow: notHere,
      sendSignal: notHere,
      waitForSignal: notHere,
      run: async (config, body) => {
        const name = nameOf(config.name);
        const known = workflow.done.get(name);
        if (known !== undefined) return JSON.parse(known);
        attempt();
        try {
          const text = JSON.stringify((await body()) ?? null);
          workflow.done.set(name, text);
          return JSON.parse(text);
        } catch (error) {
          const failed = (workflow.failures.get(name) ?? 0) + 1;
          workflow.failures.set(name, failed);
          const policy = config.retryPolicy;
          throw new StepError(error, failed, {
            maximumAttempts: policy?.maximumAttempts ?? 10,
            initialMs: milliseconds(policy?.initialInterval, 1_000),
            factor: policy?.backoffCoefficient ?? 2,
            longestMs: milliseconds(policy?.maximumInterval, 100_000),
          });
        }
      },
      sleep: async (given, duration) => {
        const name = nameOf(given);
        let until = workflow.sleeps.get(name);
        if (until === undefined) {
          attempt();
          until = this.#clock.now() + milliseconds(duration, 0);
          workflow.sleeps.set(name, until);
        }
        if (until > this.#clock.now()) throw new SleepSignalError(until);
      },
    };
  }
}

function startedOf({ id, status, finishedAt }: Workflow): Started {
  return { id, state: status === 'pending' ? 'open' : status, finishedAt };
}
