import { randomUUID } from 'node:crypto';
import { install, uninstall, upgrade } from '../lifecycle.ts';
import { contextOf, environmentOf, type Installation, mutationError, type Task } from '../platform.ts';
import { showVersion } from './apps.ts';
import { type Call, findApp, happens, type Operation, refused, text } from './call.ts';

interface Filter {
  readonly apps?: { readonly ids?: readonly string[] };
  readonly appEnvironments?: { readonly types?: readonly string[] };
  readonly appInstallations?: { readonly contexts?: readonly string[]; readonly ids?: readonly string[] };
}

function siteOf(call: Call, context: string) {
  return call.platform.state.sites.find((site) => contextOf(site) === context);
}

function allows<Value>(wanted: readonly Value[] | undefined, value: Value): boolean {
  return wanted === undefined || wanted.includes(value);
}

function showInstallation(call: Call, installation: Installation) {
  const app = call.platform.apps.get(installation.appId)!;
  const environment = environmentOf(app, installation.environmentKey)!;
  const site = call.platform.state.sites.find(({ cloudId }) => cloudId === installation.cloudId)!;
  const version = showVersion(environment, installation.version);
  return {
    id: installation.id,
    installationContext: contextOf(site),
    secondaryInstallationContexts: [],
    appEnvironment: { key: environment.key, type: environment.type },
    appEnvironmentVersion: version,
    computeVersion: version,
  };
}

const list: Operation = (call) => {
  const filter = (call.variables.filter ?? {}) as Filter;
  const visible = (filter.apps?.ids ?? []).filter((id) => findApp(call, id));
  if (visible.length === 0) return { ecosystem: { appInstallationsByApp: null } };
  const nodes = [...call.platform.installations.values()]
    .filter(({ appId }) => visible.includes(appId))
    .map((installation) => showInstallation(call, installation))
    .filter(
      ({ id, installationContext, appEnvironment }) =>
        allows(filter.appEnvironments?.types, appEnvironment.type) &&
        allows(filter.appInstallations?.contexts, installationContext) &&
        allows(filter.appInstallations?.ids, id),
    );
  return {
    ecosystem: {
      appInstallationsByApp: {
        nodes,
        totalCount: nodes.length,
        pageInfo: { hasNextPage: false, endCursor: null },
      },
    },
  };
};

function startTask(call: Call, task: Omit<Task, 'polls'>): { readonly success: true; readonly taskId: string } {
  const taskId = randomUUID();
  call.platform.tasks.set(taskId, { ...task, polls: 0 });
  return { success: true, taskId };
}

function failedTask(call: Call, message: string, errorType: string, statusCode: number) {
  return startTask(call, { state: 'FAILED', errors: [mutationError(message, errorType, statusCode)] });
}

/** What goes wrong with putting an app on a site before it is tried. */
function mishap(call: Call): object | undefined {
  if (happens(call, 'installDenied'))
    return refused(mutationError('You cannot install this app on this site', 'PERMISSION_DENIED', 403));
  if (happens(call, 'installRejected'))
    return refused(mutationError('The installation could not be started', 'INTERNAL_ERROR', 500));
  if (happens(call, 'alreadyInstalled'))
    return failedTask(call, 'App is already installed', 'APP_ALREADY_INSTALLED', 409);
  if (happens(call, 'installLimit'))
    return failedTask(call, 'Too many apps on this site', 'INSTALLATION_LIMIT_REACHED', 400);
  if (happens(call, 'taskFail')) return failedTask(call, 'The installation failed', 'INTERNAL_ERROR', 500);
  if (happens(call, 'taskRateLimited')) return failedTask(call, 'Slow down', 'RATE_LIMITED', 429);
  return happens(call, 'installNeverFinishes') ? startTask(call, { state: 'PENDING', errors: [] }) : undefined;
}

function installedAt(call: Call, appId: string, cloudId: string): Installation | undefined {
  return [...call.platform.installations.values()].find(
    (each) =>
      each.appId === appId && each.cloudId === cloudId && each.environmentKey === text(call.input, 'environmentKey'),
  );
}

const add: Operation = (call) => {
  const { input, platform, user } = call;
  const site = siteOf(call, text(input, 'installationContext'));
  const app = findApp(call, text(input, 'appId'));
  const environment = app && environmentOf(app, text(input, 'environmentKey'));
  const trouble = mishap(call);
  if (trouble) return { installApp: trouble };
  if (!site || !app || !environment)
    return { installApp: refused(mutationError('App or site not found', 'NOT_FOUND', 404)) };
  if (!user.siteAdmin)
    return {
      installApp: refused(mutationError('You are not an admin of this site', 'PERMISSION_DENIED', 403)),
    };
  if (installedAt(call, app.id, site.cloudId))
    return { installApp: failedTask(call, 'App is already installed', 'APP_ALREADY_INSTALLED', 409) };
  install(platform, { app, environment, site, installerId: user.accountId });
  return { installApp: startTask(call, { state: 'COMPLETE', errors: [] }) };
};

const raise: Operation = (call) => {
  const { input, platform } = call;
  const site = siteOf(call, text(input, 'installationContext'));
  const installation = site && installedAt(call, text(input, 'appId'), site.cloudId);
  const app = findApp(call, text(input, 'appId'));
  const trouble = mishap(call);
  if (trouble) return { upgradeApp: trouble };
  if (!installation || !app) return { upgradeApp: refused(mutationError('Installation not found', 'NOT_FOUND', 404)) };
  if (!call.user.siteAdmin)
    return { upgradeApp: refused(mutationError('You are not an admin of this site', 'PERMISSION_DENIED', 403)) };
  const latest = environmentOf(app, installation.environmentKey)?.versions[0];
  if (!latest || installation.version === latest)
    return {
      upgradeApp: failedTask(call, 'Installation is already upgraded', 'INSTALLATION_ALREADY_UPGRADED', 409),
    };
  upgrade(platform, installation, latest);
  return { upgradeApp: startTask(call, { state: 'COMPLETE', errors: [] }) };
};

const remove: Operation = (call) => {
  const installation = call.platform.installations.get(text(call.input, 'installationId'));
  if (happens(call, 'uninstallRejected'))
    return { uninstallApp: refused(mutationError('The app cannot be removed', 'PERMISSION_DENIED', 403)) };
  if (!installation || !findApp(call, installation.appId))
    return { uninstallApp: refused(mutationError('Installation not found', 'NOT_FOUND', 404)) };
  uninstall(call.platform, installation);
  return { uninstallApp: startTask(call, { state: 'COMPLETE', errors: [] }) };
};

const taskState: Operation = (call) => {
  const task = call.platform.tasks.get(text(call.variables, 'id'));
  if (!task) return { appInstallationTask: null };
  task.polls += 1;
  // Measured: a task is seen pending once before it is complete.
  const over = task.polls > 1;
  return { appInstallationTask: { state: over ? task.state : 'PENDING', errors: over ? task.errors : [] } };
};

/** Putting an app on a site, raising its version, taking it off, and listing where it is. */
export const installOperations: Readonly<Record<string, Operation>> = {
  appInstallationsByApp: list,
  installApp: add,
  upgradeApp: raise,
  uninstallApp: remove,
  appInstallationTask: taskState,
};
