// Parts of words in expressions: cspell:ignore lication bunauthori istrator deployers licen tenant
import { denied } from './explain-denial.ts';
import type { ForgeStep, Rule } from './explain-rule.ts';

const support = 'Retry; if it fails again, contact support with the job id.';
const bundled = 'Retry after an update of this product; contact support with the job id if it stays.';
const chooseSpace = 'Choose a developer space of this Atlassian account, or create one, and retry.';

/** Too much at once, as servers and their status say it. */
export const tooMany =
  /Too many (?:requests|deployments|installations|calls)\b|\brate limit (?:\w+ ){0,2}(?:exceeded|reached|hit)\b|\brate[- ]limited\b|RATE_LIMITED|TOO_MANY_REQUESTS|\b(?:deployments?|requests?|calls?) (?:rate )?(?:limit|quota) (?:(?:was|is|has been) )?(?:exceeded|reached|hit)\b|\bexceeded (?:the |your )?(?:(?!apps?\b)\w+ ){0,2}(?:rate limit|quota)\b|\bstatus(?: code)?[ :=]+429\b|\bHTTP(?:\/\d\S*)? 429\b|\b(?:request|call)s? (?:was|were|is|are) (?:being )?throttled\b/i;

/** Bringing the app to the host that the vendor names. What that host says is its own, so this comes before the rest. */
export const uploadRules: readonly Rule[] = [
  {
    phrase: /Upload failed with status \d+[\s\S]*(?:RequestTimeTooSkewed|Request has expired|ExpiredToken)/,
    code: 'network',
    detail: 'upload-expired',
    hint: 'The upload came too late: check the clock of this machine (NTP) and how fast it reaches Amazon S3, then retry.',
  },
  {
    phrase: /Upload failed with status \d+/,
    code: 'network',
    detail: 'upload-refused',
    hint: 'Allow outbound HTTPS PUT to the upload host that Atlassian names (Amazon S3), without a proxy that alters it, then retry.',
  },
];

/** Making the app. */
export const registerRules: readonly Rule[] = [
  {
    phrase:
      /Developer Space does not exist, or you don't have the correct permissions|Selected Developer Space not found/,
    code: 'unknown',
    detail: 'developer-space-denied',
    hint: chooseSpace,
  },
  {
    phrase: /Developer Space id is not a valid UUID/,
    code: 'unknown',
    detail: 'developer-space-invalid',
    hint: 'Choose the developer space from the list again, and retry.',
  },
  {
    phrase:
      /Failed to (?:create|fetch or select) Developer Space: (?:Prompts|UIPrompt)|Developer Space name is required|not currently a member of a Developer Space/,
    code: 'unknown',
    detail: 'developer-space-missing',
    hint: 'Choose or create a developer space first, and retry.',
  },
  {
    phrase: /You must accept the terms and conditions|\bI agree to\b[\s\S]*Prompts can not be/,
    steps: ['register'],
    code: 'unknown',
    detail: 'terms-not-accepted',
    hint: 'Confirm the terms in the provisioning form, and retry.',
  },
  {
    phrase: /The app name exceeds \d+ characters/,
    code: 'unknown',
    detail: 'app-name-too-long',
    hint: bundled,
  },
  {
    phrase: /Your app couldn't be created|CannotCreateAppError/,
    steps: ['register'],
    code: 'unknown',
    detail: 'app-not-created',
    hint: support,
  },
  {
    error: tooMany,
    steps: ['register'],
    code: 'unknown',
    detail: 'rate-limited',
    hint: 'Wait some minutes and retry.',
  },
  {
    error:
      /\b(?:reached|exceed(?:s|ed)?|hit|over)\b[^.\n]{0,30}\b(?:limit|maximum|quota)\b[^.\n]{0,30}\bapps?\b|\bapps? (?:limit|quota|maximum|count)(?: \w+){0,4} (?:reached|exceeded|hit)\b|\b(?:limit|maximum number|quota) of (?:\d+ )?apps?(?: \w+){0,4} (?:reached|exceeded|hit)\b|\btoo many apps\b|\b(?:create|register|have|own) (?:any )?more (?:than \d+ )?apps\b/i,
    steps: ['register'],
    code: 'unknown',
    detail: 'app-limit',
    hint: 'This account has as many apps as Atlassian allows: delete unused ones in the developer console, and retry.',
  },
  {
    error:
      /\b(?:must|needs? to|ha(?:ve|s) to|please|not|n['’]t) (?:first |yet )?accept(?:ed)?\b[^.\n]{0,60}\b(?:terms|agreement)|\b(?:terms|agreement)\b[^.\n]{0,40}\b(?:must be|to be|not been|not|n['’]t) accepted|\bbilling consent (?:is |was )?(?:required|missing|not given)/i,
    steps: ['register', 'lint', 'deploy'],
    code: 'unknown',
    detail: 'terms-not-accepted',
    hint: 'Sign in to developer.atlassian.com with this account once and accept the developer terms, then retry.',
  },
  {
    error: denied,
    steps: ['register'],
    code: 'unknown',
    detail: 'developer-space-denied',
    hint: chooseSpace,
  },
  {
    error: /Failed to (?:create|fetch or select) Developer Space/,
    code: 'unknown',
    detail: 'developer-space-failed',
    hint: chooseSpace,
  },
];

const deployers =
  'Use the Atlassian account that registered the app, or make this one a deployer or admin among its contributors.';
const building: readonly ForgeStep[] = ['lint', 'deploy'];

/** Checking and deploying the app. */
export const deployRules: readonly Rule[] = [
  {
    phrase: /(?:deploy|build) failed due to errors in the app code|Linting failed due to errors/,
    code: 'forge_lint_failed',
    detail: 'lint-errors',
    hint: bundled,
  },
  {
    phrase:
      /Command failed due to validation error|valid-document-required|Your app details are missing from the manifest|Invalid app details in the manifest|make sure you're in the top-level directory of your app|Manifest (?:file|directory) path does not exist/,
    code: 'forge_lint_failed',
    detail: 'manifest-invalid',
    hint: bundled,
  },
  {
    phrase: /\([1-9]\d* errors?, \d+ warnings?, \d+ approvals?\)|^[^\S\n]*\d+:\d+\s+error\b/m,
    steps: building,
    code: 'forge_lint_failed',
    detail: 'lint-errors',
    hint: bundled,
  },
  {
    error:
      /(?:^|: )(?:(?:\S*\/)?manifest\.ya?ml(?:[:,]? line \d+|:\d+)|could not find (?:environment variable|resource:)|resource path not defined|error while reading resource file)/m,
    steps: building,
    code: 'forge_lint_failed',
    detail: 'manifest-invalid',
    hint: bundled,
  },
  {
    phrase:
      /Manifest validation failed|Invalid Egress permissions|(?:Missing|Invalid) manifest\b|InvalidManifestError|is not a valid YAML|Deployment failed due to missing scopes/,
    code: 'forge_lint_failed',
    detail: 'manifest-rejected',
    hint: `Check that the public address in the app's manifest is the right one. ${bundled}`,
  },
  {
    phrase:
      /Bundling failed|Failed to deploy hosted resources|Couldn't find the main executable file|Resource .{1,200} at: .{1,300} (?:not found|is an empty directory)|(?:Missing|Invalid) index\.html|Function handler .{1,100} must be in format|Couldn't find .{1,300} file in the zip archive|couldn't find the artifact file|artifact file was empty|Couldn't find the file: |\bFile \S{1,300} appears to be empty|Invalid archive path|resources are declared but are improperly defined|Cannot change the app\.connect\.key/,
    steps: building,
    code: 'forge_lint_failed',
    detail: 'bundle-rejected',
    hint: bundled,
  },
  {
    phrase: /The deploy failed due to \d+ approvals? requested|\(0 errors, \d+ warnings?, [1-9]\d* approvals?\)/,
    code: 'unknown',
    detail: 'approval-requested',
    hint: 'Atlassian wants this deployment to be approved by hand: contact support with the job id.',
  },
  {
    phrase: /Deployment blocked - This app's Developer Space setup is incomplete/,
    code: 'forge_deploy_forbidden',
    detail: 'developer-space-incomplete',
    hint: 'Let a Marketplace admin of the developer space complete its setup in the developer console, then retry.',
  },
  {
    phrase: /Deployment blocked - /,
    code: 'forge_deploy_forbidden',
    detail: 'developer-space-unassigned',
    hint: 'In the developer console assign the app to a developer space and complete its setup, then retry.',
  },
  {
    phrase: /Your app could not be found|Missing app owner details|MissingApp(?:Owner)?Error/,
    steps: building,
    code: 'forge_deploy_forbidden',
    detail: 'app-not-found',
    hint: deployers,
  },
  {
    phrase:
      /Couldn't find (?:deployment URL|presigned URLs|manifest URL|uploadId|app deployment)|NoDeployment(?:URL)?Error|NoPresignedUrlsError/,
    steps: building,
    code: 'unknown',
    detail: 'no-answer',
    hint: support,
  },
  {
    phrase: /Unable to (?:deploy an app to|modify the required Atlassian app for) an environment with/,
    code: 'unknown',
    detail: 'existing-installation',
    hint: 'Uninstall the app from other Atlassian products of the site, then retry.',
  },
  {
    error: /Deployment failed \(requestId/,
    code: 'unknown',
    detail: 'deployment-failed',
    hint: support,
  },
  {
    error: tooMany,
    steps: building,
    code: 'unknown',
    detail: 'rate-limited',
    hint: 'Wait some minutes and retry.',
  },
  {
    error:
      /\b[Aa]pp(?:lication)? (?:was |is |could )?not (?:be )?found\b|\b[Aa]pp(?:lication)? does(?:n['’]t| not) exist|\b[Nn]o app(?:lication)? (?:was )?found\b/,
    steps: building,
    code: 'forge_deploy_forbidden',
    detail: 'app-not-found',
    hint: deployers,
  },
  { error: denied, steps: building, code: 'forge_deploy_forbidden', detail: 'permission', hint: deployers },
];

const siteSteps: readonly ForgeStep[] = ['install', 'uninstall', 'list'];
const checkHost = 'Check the host name of the site, such as your-company.atlassian.net, and retry.';
const askAdmin = 'Give the install link to an admin of the Confluence site, or use an account that is one, and retry.';

/** Putting the app on a site, and taking it off. */
export const installRules: readonly Rule[] = [
  {
    phrase: /Insufficient permissions to install app/,
    code: 'confluence_install_forbidden',
    detail: 'not-admin',
    hint: askAdmin,
  },
  {
    phrase: /The URL you entered (?:doesn't belong to an Atlassian site|is not a valid)/,
    code: 'confluence_install_site',
    detail: 'site-unknown',
    hint: checkHost,
  },
  {
    phrase: /Atlassian app is not activated on/,
    code: 'confluence_install_site',
    detail: 'confluence-inactive',
    hint: 'Add Confluence to this site at admin.atlassian.com, or enter a site that has it, and retry.',
  },
  {
    phrase:
      /The (?:site|workspace) you entered is not an? (?:Atlassian site|valid workspace)|Site(?: URL)? is invalid|Site parameter requires a site URL/,
    code: 'confluence_install_site',
    detail: 'site-malformed',
    hint: checkHost,
  },
  {
    phrase: /App is already installed|is already installed on this site/,
    code: 'unknown',
    detail: 'already-installed',
    hint: 'Retry: an installation that is there is upgraded and kept.',
  },
  {
    phrase: /already has the maximum number of apps installed/,
    error:
      /\b(?:site|tenant)\b[^.\n]{0,40}\b(?:reached|exceed(?:s|ed)?|hit)\b[^.\n]{0,20}\b(?:limit|maximum)\b[^.\n]{0,30}\bapps?\b/i,
    steps: siteSteps,
    code: 'unknown',
    detail: 'site-app-limit',
    hint: 'Ask a site admin to uninstall apps that are not used, then retry.',
  },
  {
    phrase: /Forge apps must be deployed before installation/,
    code: 'unknown',
    detail: 'not-deployed',
    hint: 'Retry from the deploy step; contact support with the job id if it stays.',
  },
  {
    phrase:
      /Could not find an installation for the provided|No installation found for|not installed anywhere|InstallationNotFoundError/,
    steps: siteSteps,
    code: 'unknown',
    detail: 'not-installed',
    hint: 'Install the app first.',
  },
  {
    phrase: /Multiple matching installations found/,
    code: 'unknown',
    detail: 'several-installations',
    hint: 'Let a site admin remove the app under Connected apps, then retry: it is installed once.',
  },
  {
    phrase:
      /not eligible for a code-only upgrade|major version you specified does not exist|permissions version \(\S+\) cannot be greater|does not support using permissions from a different version/,
    code: 'unknown',
    detail: 'upgrade-refused',
    hint: 'Let an admin of the site open the install link, which consents to the new version, then retry.',
  },
  {
    phrase: /background syncing clash/,
    code: 'unknown',
    detail: 'busy',
    hint: 'Wait ten minutes and retry: the site was being changed by something else.',
  },
  {
    phrase: /Confluence macro key is already used|connectModules are defined incorrectly/,
    code: 'forge_lint_failed',
    detail: 'bundle-rejected',
    hint: bundled,
  },
  {
    phrase: /Your app could not be found|MissingAppError/,
    steps: siteSteps,
    code: 'unknown',
    detail: 'app-not-found',
    hint: 'Use the Atlassian account that registered the app, and retry.',
  },
  {
    phrase: /Invalid Atlassian app\. Rerun|Parameter requires an Atlassian app name|Unsupported product/,
    code: 'unknown',
    detail: 'cli-usage',
    hint: bundled,
  },
  {
    error: /\bapp is(?:n['’]t| not) (?:currently |yet )?installed\b/i,
    steps: siteSteps,
    code: 'unknown',
    detail: 'not-installed',
    hint: 'Install the app first.',
  },
  {
    error: tooMany,
    steps: siteSteps,
    code: 'unknown',
    detail: 'rate-limited',
    hint: 'Wait some minutes and retry.',
  },
  {
    error:
      /\bConfluence (?:is|was)(?: not|n['’]t) (?:active|activated|available|enabled|provisioned|licensed)|\bno (?:active )?Confluence (?:subscription|licen[cs]e|product)/i,
    steps: siteSteps,
    code: 'confluence_install_site',
    detail: 'confluence-inactive',
    hint: 'Add Confluence to this site at admin.atlassian.com, or enter a site that has it, and retry.',
  },
  {
    error:
      /\b(?:site|tenant|cloud ?id|installation context) (?:was |is |could )?(?:not (?:be )?(?:found|valid)|does(?:n['’]t| not) exist|unknown|invalid|suspended|deactivated)/i,
    steps: siteSteps,
    code: 'confluence_install_site',
    detail: 'site-unknown',
    hint: checkHost,
  },
  { error: denied, steps: siteSteps, code: 'confluence_install_forbidden', detail: 'permission', hint: askAdmin },
  {
    error: /Failed to uninstall the app|Cannot uninstall the app|MissingAppUninstallTask/,
    code: 'unknown',
    detail: 'uninstall-failed',
    hint: 'Retry, or let a site admin remove the app under Connected apps.',
  },
];
