import { randomUUID } from 'node:crypto';
import { readAppManifest } from '../app-manifest.ts';
import { readArchive } from '../archive.ts';
import { addVersion, type Deployment, type ForgePlatform, mutationError } from '../platform.ts';
import { type Call, findApp, happens, type Operation, OperationFailed, refused, text } from './call.ts';

/** How many times a deployment is seen under way before it is done. */
const POLLS = 2;

function uploadUrl(call: Call, kind: 'manifest' | 'app'): string {
  // Nothing listens at the port for discarding.
  const origin = happens(call, 'uploadHostGone') ? 'http://127.0.0.1:9' : call.platform.state.origin;
  return `${origin}/s3/${kind}-${randomUUID()}.zip?X-Amz-Signature=${randomUUID()}`;
}

function ownApp(call: Call, id: string) {
  const app = findApp(call, id);
  if (!app) throw new OperationFailed('App not found or you do not have access to it', 'NOT_FOUND', 404);
  return app;
}

const manifestUrl: Operation = (call) => {
  ownApp(call, text(call.input, 'appId'));
  return { createAppManifestUploadUrl: { success: true, errors: null, preSignedUrl: uploadUrl(call, 'manifest') } };
};

const check: Operation = (call) => {
  ownApp(call, text(call.input, 'appId'));
  const bypassed = (call.input.bypassRules ?? []) as readonly string[];
  const outcome: object[] = [];
  if (happens(call, 'serverLint'))
    outcome.push({
      rule: 'invalid-remote',
      category: 'ERROR',
      value: true,
      reason: 'The remote is not allowed for this app',
      changes: [],
      errors: [],
    });
  if (happens(call, 'approval') && !bypassed.includes('breaking-change'))
    outcome.push({
      rule: 'breaking-change',
      category: 'APPROVAL',
      value: true,
      reason: 'This deployment creates a new major version',
      changes: [],
      errors: [],
    });
  return { appPreDeploymentCheck: { outcome } };
};

const artifactUrl: Operation = (call) => {
  if (happens(call, 'uploadUrlForbidden'))
    return {
      createAppDeploymentUrl: refused(mutationError('You do not have permission to deploy this app', 'FORBIDDEN', 403)),
    };
  ownApp(call, text(call.input, 'appId'));
  return { createAppDeploymentUrl: { success: true, errors: null, deploymentUrl: uploadUrl(call, 'app') } };
};

function failureOf(call: Call): Deployment['errorDetails'] | undefined {
  if (happens(call, 'manifestRejected'))
    return { code: 'MANIFEST_VALIDATION_FAILED', message: 'The remote base URL is not acceptable' };
  if (happens(call, 'noDeveloperSpace'))
    return { code: 'PRIVATE_APP_MISSING_DEVELOPER_SPACE', message: 'The app has no developer space' };
  if (happens(call, 'deployRateLimited')) return { code: 'RATE_LIMITED', message: 'Too many deployments' };
  return happens(call, 'deployFailed') ? null : undefined;
}

/** The manifest of an uploaded archive; undefined where there is none to read. */
function manifestOf(platform: ForgePlatform, url: string): string | undefined {
  const name = URL.canParse(url) ? new URL(url).pathname.split('/').at(-1) : undefined;
  const archive = platform.uploads.get(name ?? '');
  try {
    return archive && readArchive(archive).get('manifest.yml')?.toString('utf8');
  } catch {
    return undefined;
  }
}

const deploy: Operation = (call) => {
  const { platform, input } = call;
  const answer = (payload: object) => ({ createAppDeployment: payload });
  if (happens(call, 'deployForbidden'))
    return answer(refused(mutationError('You do not have permission to deploy this app', 'FORBIDDEN', 403)));
  const app = ownApp(call, text(input, 'appId'));
  const manifest = manifestOf(platform, text(input, 'artifactUrl') || text(input, 'combinedArtifactUrl'));
  if (manifest === undefined)
    return answer(refused(mutationError('The artifact was not uploaded', 'VALIDATION_ERROR', 400)));
  const id = randomUUID();
  const failure = failureOf(call);
  if (happens(call, 'neverFinishes'))
    platform.deployments.set(id, { polls: 0, state: 'IN_PROGRESS', errorDetails: null });
  else if (failure !== undefined) platform.deployments.set(id, { polls: 0, state: 'FAILED', errorDetails: failure });
  else {
    platform.deployments.set(id, { polls: 0, state: 'DONE', errorDetails: null });
    addVersion(platform, app, text(input, 'environmentKey'), readAppManifest(manifest));
  }
  return answer({ success: true, errors: null, deployment: { id } });
};

const status: Operation = (call) => {
  const deployment = call.platform.deployments.get(text(call.variables, 'id'));
  if (!deployment) return { appDeployment: null };
  deployment.polls += 1;
  const over = deployment.polls > POLLS;
  const createdAt = new Date(call.platform.state.clock.now()).toISOString();
  const events = [
    { __typename: 'AppDeploymentTransitionEvent', stepName: 'deploy', createdAt, newStatus: 'STARTED' },
    ...(over ? [{ __typename: 'AppDeploymentTransitionEvent', stepName: 'deploy', createdAt, newStatus: 'DONE' }] : []),
  ];
  return {
    appDeployment: {
      status: over ? deployment.state : 'IN_PROGRESS',
      errorDetails: over ? deployment.errorDetails : null,
      stages: [{ description: 'Deploying to environment', events }],
    },
  };
};

/** Uploading, checking and deploying. */
export const deployOperations: Readonly<Record<string, Operation>> = {
  createAppManifestUploadUrl: manifestUrl,
  appPreDeploymentCheck: check,
  createAppDeploymentUrl: artifactUrl,
  createAppDeployment: deploy,
  appDeployment: status,
};
