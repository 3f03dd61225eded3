import { explainOutputCommand } from '../cli/explain-output.ts';
import { printManifestCommand } from '../cli/print-manifest.ts';
import { appAri, explainOutput, printManifest } from '../connectors/confluence/forge/index.ts';

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
