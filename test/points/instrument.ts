import type { TreeChange } from '../../src/core/mirror-file.ts';
import type { CommitRequest } from '../../src/core/roles/repo-host.ts';
import type { WorkContext } from '../../src/workflows/context.ts';

/** Hears of every await of the work that is instrumented; what it returns is waited for. */
export interface Gate {
  pass(point: string): void | Promise<void>;
}

/** What answers at once, without a promise. */
const PLAIN = new Set(['toMarkdown', 'needsOtherBody', 'usage', 'fileUrl', 'readBlobs', 'seenRepository']);

type Call = (...args: never[]) => unknown;

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Counts the calls of each name, so that each has a point of its own. */
export class Points {
  readonly #counts = new Map<string, number>();
  readonly #gate: Gate;

  constructor(gate: Gate) {
    this.#gate = gate;
  }

  async around<Value>(name: string, work: () => Value | Promise<Value>): Promise<Value> {
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    await this.#gate.pass(`${name}#${count}:before`);
    const value = await work();

    await this.#gate.pass(`${name}#${count}:after`);
    return value;
  }

  /** The same object, each of whose calls goes through the gate before and after. */
  wrap<Target extends object>(name: string, target: Target, results: Readonly<Record<string, string>> = {}): Target {
    return new Proxy(target, {
      get: (object, key) => {
        const value: unknown = Reflect.get(object, key);
        if (typeof key !== 'string' || typeof value !== 'function' || PLAIN.has(key)) return value;
        return async (...args: never[]) => {
          const passed = key === 'commit' ? [this.#slowed(name, args[0] as unknown as CommitRequest)] : args;
          const answer = await this.around(`${name}.${key}`, () => (value as Call).apply(object, passed as never[]));
          const inner = results[key];
          return inner !== undefined && isPlainObject(answer) ? this.wrap(inner, answer, results) : answer;
        };
      },
    });
  }

  /** A commit whose changes come through the gate, one by one. */
  #slowed(name: string, request: CommitRequest): CommitRequest {
    const { changes } = request;
    const around = this.around.bind(this);
    async function* passing(): AsyncGenerator<TreeChange> {
      for await (const change of changes) yield await around(`${name}.change`, () => change);
    }
    return { ...request, changes: passing() };
  }

  /** A context whose every port, role and git function goes through the gate. */
  context(context: WorkContext): WorkContext {
    const ports = Object.fromEntries(
      Object.entries(context.ports).map(([name, port]) => [name, this.wrap(name, port as object)]),
    ) as unknown as WorkContext['ports'];
    const roles = { openMirror: 'git' };
    return {
      ...context,
      ports,
      openSource: async (connection) =>
        this.wrap('source', await this.around('open.source', () => context.openSource(connection))),
      openRepoHost: async (connection) =>
        this.wrap('host', await this.around('open.host', () => context.openRepoHost(connection)), roles),
      headMoved: (orgId, repositoryId) => this.around('jobs.headMoved', () => context.headMoved(orgId, repositoryId)),
    };
  }
}
