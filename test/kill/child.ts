import { implement, openEngine } from '../../src/workflows/engine.ts';
import { syncSpec } from '../../src/workflows/specs.ts';
import { openWorld, type WorldAddress } from '../../src/workflows/stand-ins.testbed.ts';
import { sync } from '../../src/workflows/sync/index.ts';
import { Points } from '../points/instrument.ts';

/** What the parent tells its worker. */
export interface ChildOrder {
  readonly address: WorldAddress;
  readonly namespace: string;
  /** The await at which the process kills itself; null: it lives until it is killed. */
  readonly fatal: string | null;
}

const order = JSON.parse(process.env.CHILD_ORDER ?? '{}') as ChildOrder;
const { address, namespace, fatal } = order;
const points = new Points({
  pass(point) {
    if (point === fatal) process.kill(process.pid, 'SIGKILL');
    process.send?.(point);
  },
});
const engine = openEngine({ url: address.databaseUrl, namespace });
const world = openWorld(address, { engine, wrapHttp: (http) => points.wrap('http', http) });
const context = points.context(world.context);
await engine.worker([implement(syncSpec, sync({ context, jobs: world.jobs }))], 1).start();
process.send?.('started');
