export { acmeCloudId, defaultApiToken, loadWorld, type WorldOptions } from './load.ts';
export type * from './world.ts';
