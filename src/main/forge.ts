import { resolve } from 'node:path';
import { explainOutputCommand } from '../cli/explain-output.ts';
import { printManifestCommand } from '../cli/print-manifest.ts';
import { provisionCommand } from '../cli/provision.ts';
import { appAri, explainOutput, printManifest } from '../connectors/confluence/forge/index.ts';
import { readEnvironment } from '../env.ts';
import { systemClock } from './clock.ts';
import { prompt } from './prompt.ts';
import { findRunning } from './running.ts';

export const forgeExplain = explainOutputCommand({
  name: 'forge explain',
  steps: ['register', 'lint', 'deploy', 'install', 'uninstall'],
  explain: explainOutput,
});

export const forgeManifest = printManifestCommand({
  name: 'forge manifest',
  appId: appAri,
  print: ({ appId, ...request }) => printManifest(request, appId),
});

export const forgeProvision = provisionCommand({
  name: 'forge provision',
  variables: { token: 'FORGE_API_TOKEN', email: 'FORGE_EMAIL' },
  given() {
    const { FORGE_API_TOKEN: token, FORGE_EMAIL: email } = readEnvironment();
    return { token, email };
  },
  // What `forge register -y` accepts; see developer.atlassian.com/platform/forge/developer-terms.
  terms: `Registering the app accepts, in the name of this Atlassian account:
  - the Atlassian Developer Terms (https://developer.atlassian.com/platform/marketplace/atlassian-developer-terms/)
  - the Atlassian Privacy Policy (https://www.atlassian.com/legal/privacy-policy)
  - that Atlassian may bill usage of Forge above its free quota to the developer space.`,
  apiKey: () => readEnvironment().CTXPIPE_API_KEY,
  findServer: () => findRunning(resolve(readEnvironment().CTXPIPE_DATA_DIR ?? '.ctxpipe')),
  ask: (question) => prompt(question, false),
  askHidden: (question) => prompt(question, true),
  sleep: systemClock.sleep,
});
