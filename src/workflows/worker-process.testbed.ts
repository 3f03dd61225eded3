import { openWorld, type WorldAddress } from './stand-ins.testbed.ts';
import { createWorker } from './worker.ts';

/**
 * A worker as a process of its own: `CHILD_ORDER=ADDRESS node worker-process.testbed.ts [POINT]`; dies at the point. The
 * address holds keys, so it is no argument.
 */
const fatal = process.argv[2];
const address = JSON.parse(process.env.CHILD_ORDER ?? '{}') as WorldAddress;
const { context, store } = openWorld(address, {
  reach: (point) => {
    if (point === fatal) process.kill(process.pid, 'SIGKILL');
  },
});
const worker = createWorker({ url: address.databaseUrl, context, onWork: store.onWork });
await worker.start();
process.send?.('started');
