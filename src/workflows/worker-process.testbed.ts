import { openWorld, type WorldAddress } from './stand-ins.testbed.ts';
import { createWorker } from './worker.ts';

/** A worker as a process of its own: `node --import tsx worker-process.testbed.ts ADDRESS [POINT]`; dies at the point. */
const [, , given = '{}', fatal] = process.argv;
const address = JSON.parse(given) as WorldAddress;
const { context, store } = openWorld(address, {
  reach: (point) => {
    if (point === fatal) process.kill(process.pid, 'SIGKILL');
  },
});
const worker = createWorker({ url: address.databaseUrl, context, onWork: store.onWork });
await worker.start();
process.send?.('started');
