/**
 * Ways in which the platform or the operator's account goes wrong. The wording of errors that come from the server is
 * invented (nobody has recorded the real one); what the command-line tool makes of it is real.
 */
export const scenarios = [
  /** Every call is 401. */
  'http401',
  /** Every call but the first of a command is 401. */
  'http401Later',
  /** The token lacks a scope for everything. */
  'scopes',
  /** The token may say who it is and nothing else. */
  'scopesLater',
  '503',
  'nosite',
  'nullsite',
  'noconf',
  'appLimit',
  'spaceForbidden',
  'uploadUrlForbidden',
  'uploadRefused',
  /** The host that uploads go to is one that nothing answers at. */
  'uploadHostGone',
  'serverLint',
  'approval',
  'deployForbidden',
  'deployFailed',
  'manifestRejected',
  'noDeveloperSpace',
  'deployRateLimited',
  'neverFinishes',
  'appGone',
  'installDenied',
  'installRejected',
  'alreadyInstalled',
  'installLimit',
  'taskFail',
  'taskRateLimited',
  'installNeverFinishes',
  'uninstallRejected',
] as const;

export type Scenario = (typeof scenarios)[number];

export function isScenario(name: unknown): name is Scenario {
  return scenarios.includes(name as Scenario);
}
