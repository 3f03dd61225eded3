import {
  type AppVersion,
  createApp,
  type Environment,
  environmentOf,
  type ForgeApp,
  mutationError,
} from '../platform.ts';
import { type Call, findApp, happens, type Operation, refused, text } from './call.ts';

const create: Operation = (call) => {
  const developerSpaceId = text(call.input, 'developerSpaceId');
  const space = call.platform.developerSpaces.get(developerSpaceId);
  if (happens(call, 'appLimit'))
    return {
      createApp: refused(
        mutationError('You have reached the maximum number of apps for your account', 'APP_LIMIT_REACHED', 400),
      ),
    };
  if (space?.ownerId !== call.user.accountId)
    return { createApp: refused(mutationError('Developer space not found', 'NOT_FOUND', 404)) };
  if (call.input.billingConsent !== true)
    return { createApp: refused(mutationError('Billing consent is required', 'VALIDATION_ERROR', 400)) };
  const app = createApp(call.platform, {
    name: text(call.input, 'name'),
    ownerId: call.user.accountId,
    developerSpaceId,
  });
  return {
    createApp: {
      success: true,
      errors: null,
      app: { id: app.id, environments: app.environments.map(({ key }) => ({ key })) },
    },
  };
};

/**
 * Unverified: `Query.apps` and its filter by developer space stand in the schema types that the tool ships, but none
 * of its commands has been seen to use them.
 */
const list: Operation = (call) => {
  const filter = (call.variables.filter ?? {}) as { readonly developerSpaceId?: string };
  const own = [...call.platform.apps.values()].filter(
    (app) =>
      app.ownerId === call.user.accountId &&
      (filter.developerSpaceId === undefined || app.developerSpaceId === filter.developerSpaceId),
  );
  const first = Number(call.variables.first ?? 25);
  const start = Number(call.variables.after ?? 0);
  const end = start + first;
  return {
    apps: {
      nodes: own.slice(start, end).map((app) => ({
        id: app.id,
        name: app.name,
        createdAt: new Date(app.createdAt).toISOString(),
        developerSpaceId: app.developerSpaceId,
      })),
      totalCount: own.length,
      pageInfo: { hasNextPage: end < own.length, endCursor: String(end) },
    },
  };
};

/** Version and permissions as several operations show them. */
export function showVersion(environment: Environment, version: AppVersion) {
  const { manifest } = version;
  return {
    version: version.version,
    isLatest: environment.versions[0] === version,
    requiredProducts: [],
    migrationKeys: null,
    updatedAt: String(version.createdAt),
    permissions: [
      {
        scopes: (manifest?.scopes ?? []).map((key) => ({ key })),
        egress: manifest ? [{ addresses: manifest.remotes }] : [],
      },
    ],
    trustSignal: {
      key: 'RUNS_ON_ATLASSIAN',
      result: false,
      rules: [{ name: 'HAS_REMOTES', value: (manifest?.remotes.length ?? 0) > 0 }],
    },
  };
}

function showEnvironment(call: Call, environment: Environment) {
  const first = Number(call.variables.firstN ?? call.variables.first ?? 1);
  const nodes = environment.versions.slice(0, first).map((version) => showVersion(environment, version));
  return {
    id: environment.id,
    key: environment.key,
    type: environment.type,
    createdAt: String(environment.versions.at(-1)?.createdAt ?? 0),
    versions: { nodes, edges: nodes.map((node) => ({ node })) },
  };
}

function showApp(call: Call, app: ForgeApp) {
  const key = text(call.variables, 'environmentKey') || text(call.variables, 'key');
  const environment = environmentOf(app, key);
  return {
    id: app.id,
    name: app.name,
    appFeatures: [],
    marketplaceApp: null,
    environmentByKey: environment ? showEnvironment(call, environment) : null,
    environmentsPage: {
      nodes: app.environments.map((each) => showEnvironment(call, each)),
      pageInfo: { hasNextPage: false, endCursor: null },
      totalCount: app.environments.length,
    },
  };
}

const one: Operation = (call) => {
  const app = findApp(call, text(call.variables, 'appId') || text(call.variables, 'id'));
  return { app: app ? showApp(call, app) : null };
};

/** Registering an app and reading about it. */
export const appOperations: Readonly<Record<string, Operation>> = { createApp: create, apps: list, app: one };
