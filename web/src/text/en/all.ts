export { common, problem } from './common.ts';
export { connection } from './connection.ts';
export { doctor } from './doctor.ts';
export { find } from './find.ts';
export { organization } from './organization.ts';
export { scope } from './scope.ts';
export { setup } from './setup.ts';
export { start } from './start.ts';
export { wikiHealth } from './wiki-health.ts';
