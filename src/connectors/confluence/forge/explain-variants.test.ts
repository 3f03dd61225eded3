import { expect, it } from 'vitest';
import { explainOutput, type ForgeStep } from './explain.ts';
import { Text } from './tool-texts.testbed.ts';

const server = (words: string) => `${words} (requestId: 5f0c1d2e)`;
const refused = (words: string) => Text.install.error.serverSideInstallationError(server(words)) as string;
const said = (step: ForgeStep, message: string) => {
  const output = `\nError: ${message}\n\nRerunning the command with --verbose may give more details.\n`;
  const { code, detail, hint } = explainOutput({ step, exitCode: 1, output });
  expect(hint).toMatch(/[.!]$/);
  return `${code} ${detail}`;
};

const noManifest =
  "To run this command, make sure you're in the top-level directory of your app, and the manifest.yml file is in the same directory.";
const { resourceDirectoryMissing, resourceDirectoryEmpty, licenseOverrideErrors } = Text.error;
const { reason } = Text.upgrade.error;

/** What the tool and its server can say too, beside what is known to have been said. */
const variants: Readonly<Record<string, readonly (readonly [step: ForgeStep, message: string])[]>> = {
  'forge_lint_failed manifest-invalid': [
    ['register', noManifest],
    ['deploy', noManifest],
    ['install', noManifest],
    ['deploy', Text.deploy.error.manifestFilePathNotFound('/tmp/x/manifest.yml')],
    ['deploy', "could not find environment variable 'ORIGIN'"],
    ['lint', "could not find resource: 'main'"],
  ],
  'forge_lint_failed bundle-rejected': [
    ['deploy', resourceDirectoryMissing('main', 'static/main/build')],
    ['deploy', resourceDirectoryEmpty('main', 'static/main/build')],
    ['deploy', Text.hostedResources.missingEntrypoint],
    ['deploy', Text.hostedResources.malformedEntrypoint],
    ['deploy', Text.error.handlerFormat('index')],
    ['deploy', Text.artifact.error.noManifestInZip('manifest.yml')],
    ['deploy', Text.artifact.error.noManifestAtPath('/tmp/a.zip')],
    ['deploy', Text.artifact.error.empty],
    ['deploy', Text.upload.error.notFound('/tmp/a.zip')],
    ['deploy', Text.upload.error.empty('/tmp/a.zip')],
    ['deploy', Text.deploy.taskPackage.invalidArchivePath('../a')],
  ],
  'forge_deploy_forbidden app-not-found': [
    ['deploy', server('No app found with id ari:cloud:ecosystem::app/1')],
    ['deploy', server('Application not found')],
  ],
  'forge_deploy_forbidden permission': [
    ['deploy', server('User is not a member of the app')],
    ['deploy', server('Deploying to production is restricted to admins')],
  ],
  'confluence_install_forbidden permission': [
    ['install', refused('App installation requires admin approval')],
    ['install', refused('This app has been blocked by your administrator')],
    ['install', refused('Installing requires approval from an organization admin')],
  ],
  'unknown not-installed': [
    ['install', Text.upgrade.error.serverSideInstallationError(server('App is not installed'))],
    ['uninstall', Text.installationId.errors.notFound('abc')],
  ],
  'unknown site-app-limit': [['install', refused('Site has reached the maximum number of installed apps')]],
  'unknown upgrade-refused': [
    ['install', reason.hasVersionDecreaseErrorReason(2, 3)],
    ['install', reason.missingAppManagedPermissionsErrorReason(2)],
  ],
  'unknown rate-limited': [
    ['deploy', server('Deployment quota exceeded')],
    ['deploy', server('You have exceeded the deployment rate limit. Try again later.')],
    ['register', server('Request limit reached')],
  ],
  'unknown app-limit': [['register', server('You have exceeded your app quota of 100 apps')]],
  'unknown terms-not-accepted': [['register', server('Billing consent is required')]],
  'unknown prompt': [['register', Text.error.promptInputRequired]],
  'unknown cli-usage': [
    ['deploy', Text.env.invalid],
    ['deploy', Text.deploy.majorVersion.invalidMajorVersionError],
    ['install', Text.error.invalidUpgradeTarget],
    ['install', Text.error.missingShardContext],
    ['install', licenseOverrideErrors.prodSupport],
    ['install', licenseOverrideErrors.empty],
    ['install', Text.installationId.errors.invalid],
    ['uninstall', Text.uninstall.uninstallBatchProductionError],
  ],
};

it.each(Object.entries(variants))('an output means %s', (meaning, outputs) => {
  for (const [step, message] of outputs) expect([step, message, said(step, message)]).toEqual([step, message, meaning]);
});
