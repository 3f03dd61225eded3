import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
/** The vendor's own words, out of the tool that is installed, so that a newer one is held against the rules too. */
// biome-ignore lint/suspicious/noExplicitAny: the tool describes its texts to nobody
export const { Text } = require('@forge/cli-shared') as any;
