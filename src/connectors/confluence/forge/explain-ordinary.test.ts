import { describe, expect, it } from 'vitest';
import { explainOutput, type ForgeStep } from './explain.ts';

const steps: readonly ForgeStep[] = ['register', 'lint', 'deploy', 'install', 'list', 'uninstall'];
/** What is said where nothing else is known. */
const unknown = new Set([...steps.map((step) => `${step}-failed`), 'gateway-refused']);

const said = (step: ForgeStep, message: string) => {
  const { code, detail } = explainOutput({ step, exitCode: 1, output: `\nError: ${message}\n\n` });
  return `${code} ${detail}`;
};
const isUnknown = (step: ForgeStep, message: string) => {
  const [code, detail] = said(step, message).split(' ');
  return code === 'unknown' && unknown.has(detail!);
};

/** Words that the rules look for, each in a sentence that refuses nobody and says nothing of a cause. */
const subjects = [
  'The network of deployers',
  'App name forbidden-words',
  'Property access',
  'The permission model',
  'Word unauthorized',
  'A value for admin',
  'The proxy app',
  'The token of the site',
  'Field rate-limit',
  'Module Confluence',
  'The terms page',
];
const predicates = [
  'is forbidden by policy of names',
  'is unauthorized words timeout',
  'is denied twice by the word list',
  'has the role of a contributor',
  'names no admin colour',
  'must be lower case where permissions are written',
  'is not a limit of words in apps',
  'is missing a label for access',
  'shows the timeout error of a page',
  'stands for the maximum width of the app',
  'explains how to accept an agreement',
  'holds an invalid value at manifest level',
  'was restricted to forbidden colours',
  'cannot be blank without a certificate',
  'is of a proxy connection kind',
];

describe('an ordinary sentence with such words', () => {
  it('classifies nothing, from the tool or from its server', () => {
    const wrong: string[] = [];
    for (const step of steps)
      for (const subject of subjects)
        for (const predicate of predicates)
          for (const tail of ['', '.', ' (requestId: 5f0c1d2e)']) {
            const message = `${subject} ${predicate}${tail}`;
            if (!isUnknown(step, message)) wrong.push(`${step}: ${message} -> ${said(step, message)}`);
          }
    expect(wrong).toEqual([]);
  });

  it.each([
    ['register', 'App name forbidden-words is forbidden by policy of this workspace', 'unknown register-failed'],
    ['deploy', 'The network of deployers is unauthorized words timeout', 'unknown deploy-failed'],
    ['install', 'Only words that admins like are forbidden', 'unknown install-failed'],
    ['lint', 'manifest.yml line 3: property foo is forbidden', 'forge_lint_failed manifest-invalid'],
    ['deploy', 'app/manifest.yml:3: access is not a module', 'forge_lint_failed manifest-invalid'],
  ] as const)('%s: %s', (step, message, meaning) => {
    expect(said(step, message)).toBe(meaning);
  });

  it.each([
    'Forbidden',
    'Forbidden.',
    '403 Forbidden',
    'Access denied',
    'Permission denied for this environment',
    'Request failed with status code 403',
    'You do not have permission to deploy this app',
    'User 5f0c does not have access to this environment',
    'Deployment failed: You are not authorised to perform this action',
    'Only admins and deployers can deploy to production',
    'This action is not permitted',
    'No permission to deploy',
    'Access to this environment is restricted by your admin',
    "Sorry, you don't have permission",
    'It could not be deployed because you lack the deployer role',
    'The app is not there or the user 557058:5f0c is not authorised to see it',
    'Deploy permission required for this environment',
    'Admin access is required to deploy',
    'FORBIDDEN: deployApplication',
    'This app can only be deployed by an admin',
    'Request not authorized',
  ])('is told from a refusal: %s', (message) => {
    for (const tail of ['', ' (requestId: 5f0c1d2e)'])
      expect([message + tail, said('deploy', message + tail)]).toEqual([
        message + tail,
        'forge_deploy_forbidden permission',
      ]);
  });
});
