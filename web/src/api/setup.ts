import { queryOptions } from '@tanstack/react-query';
import { fields, linkAppPath, repositoryHostPath, sourcePath } from './contract.ts';
import { address, http, orgPath } from './http.ts';
import type { Connector, ProvisionForm, ProvisionStatus, SetupStatus, Site, Target } from './types.ts';

/** Capabilities of a deployment, as far as the wizard asks. */
export interface Capabilities {
  readonly oauthAppConfigured: boolean;
  readonly repositoryAppConfigured: boolean;
  readonly publicOrigin: string;
  readonly connectors: readonly { readonly id: string; readonly name: string; readonly role: Connector['role'] }[];
  readonly demo: Readonly<Record<string, unknown>> | null;
  readonly version: string;
}

export interface LinkApp {
  readonly saved: boolean;
  readonly clientId: string | null;
  /** The deployment has one for everybody. */
  readonly shared: boolean;
  readonly callbackUrl: string;
  readonly createUrl: string;
}

export function connectorsQuery(org: string) {
  return queryOptions({
    queryKey: ['org', org, 'connection', 'list'],
    queryFn: ({ signal }) => http.get<readonly Connector[]>(orgPath(org, '/connectors'), undefined, signal),
  });
}

export function capabilitiesQuery(org: string) {
  return queryOptions({
    queryKey: ['org', org, 'static', 'capabilities'],
    queryFn: ({ signal }) => http.get<Capabilities>(orgPath(org, '/capabilities'), undefined, signal),
    staleTime: 300_000,
  });
}

export function createConnector(org: string, connector: string): Promise<Connector> {
  return http.post(orgPath(org, '/connectors'), { connector });
}

export function statusQuery(org: string, connectionId: string) {
  return queryOptions({
    queryKey: ['org', org, 'connection', connectionId, 'status'],
    queryFn: ({ signal }) => http.get<SetupStatus>(orgPath(org, `${sourcePath}/status`), { connectionId }, signal),
  });
}

export function linkAppQuery(org: string, connectionId: string) {
  return queryOptions({
    queryKey: ['org', org, 'connection', connectionId, 'link-app'],
    queryFn: async ({ signal }): Promise<LinkApp> => {
      const app = await http.get<Record<string, unknown>>(orgPath(org, linkAppPath), { connectionId }, signal);
      return {
        saved: app.oauthAppSaved === true,
        clientId: (app[fields.linkAppId] as string | null) ?? null,
        shared: app[fields.linkAppShared] === true,
        callbackUrl: String(app.oauthCallbackUrl),
        createUrl: String(app[fields.linkAppCreateUrl]),
      };
    },
  });
}

/** Saves what is given; what is left out stays. */
export function saveLinkApp(
  org: string,
  connectionId: string,
  app: { readonly clientId?: string; readonly clientSecret?: string },
): Promise<unknown> {
  const body = {
    ...(app.clientId ? { [fields.linkAppId]: app.clientId } : {}),
    ...(app.clientSecret ? { [fields.linkAppSecret]: app.clientSecret } : {}),
  };
  return http.put(orgPath(org, linkAppPath), body, { connectionId });
}

/** Where the browser goes to link an account; it comes back to `returnTo`. */
export function linkAddress(org: string, connectionId: string, returnTo: string): string {
  return address(orgPath(org, `${linkAppPath}/authorize`), { connectionId, returnTo });
}

export interface Sites {
  readonly sites: readonly Site[];
  readonly chosen: Site | null;
}

export function sitesQuery(org: string, connectionId: string) {
  return queryOptions({
    queryKey: ['org', org, 'static', connectionId, 'sites'],
    queryFn: ({ signal }) => http.get<Sites>(orgPath(org, `${sourcePath}/sites`), { connectionId }, signal),
    staleTime: 60_000,
  });
}

export function chooseSite(org: string, connectionId: string, siteId: string): Promise<Sites> {
  return http.put(orgPath(org, `${sourcePath}/site`), { connectionId, siteId });
}

export function settleClaim(org: string, claimId: string, how: 'confirm' | 'cancel'): Promise<unknown> {
  return http.post(orgPath(org, `${sourcePath}/pending-claim/${encodeURIComponent(claimId)}/${how}`));
}

export function provisionFormQuery(org: string, connectionId: string) {
  return queryOptions({
    queryKey: ['org', org, 'static', connectionId, 'credentials'],
    queryFn: ({ signal }) =>
      http.get<ProvisionForm>(orgPath(org, `${sourcePath}/credentials`), { connectionId }, signal),
  });
}

export interface ProvisionInput {
  readonly email?: string;
  readonly scopedApiToken?: string;
  readonly siteHost?: string;
  readonly developerSpaceId?: string;
  readonly consent?: boolean;
}

export function saveProvisionForm(org: string, connectionId: string, input: ProvisionInput): Promise<ProvisionForm> {
  return http.put(orgPath(org, `${sourcePath}/credentials`), { connectionId, ...input });
}

export interface DeveloperSpace {
  readonly id: string;
  readonly name: string;
}

export function developerSpacesQuery(org: string, connectionId: string) {
  return queryOptions({
    queryKey: ['org', org, 'static', connectionId, 'developer-spaces'],
    queryFn: ({ signal }) =>
      http.get<readonly DeveloperSpace[]>(orgPath(org, `${sourcePath}/developer-spaces`), { connectionId }, signal),
    retry: false,
  });
}

export function createDeveloperSpace(org: string, connectionId: string, name: string): Promise<DeveloperSpace> {
  return http.post(orgPath(org, `${sourcePath}/developer-spaces`), { connectionId, name });
}

export function provisionStatusQuery(org: string, connectionId: string) {
  return queryOptions({
    queryKey: ['org', org, 'provision', connectionId],
    queryFn: ({ signal }) =>
      http.get<ProvisionStatus>(orgPath(org, `${sourcePath}/provision-status`), { connectionId }, signal),
  });
}

export function startProvision(org: string, connectionId: string, input: ProvisionInput): Promise<ProvisionStatus> {
  return http.post(orgPath(org, `${sourcePath}/provision`), { connectionId, ...input });
}

export function installStarted(org: string, connectionId: string): Promise<{ readonly installUrl: string | null }> {
  return http.post(orgPath(org, `${sourcePath}/install-started`), { connectionId });
}

export function saveInstallUrl(org: string, connectionId: string, installUrl: string | null): Promise<Connector> {
  return http.patch(orgPath(org, `/connectors/${encodeURIComponent(connectionId)}`), {
    [fields.installUrl]: installUrl,
  });
}

/** The repository host as the wizard sees it. */
export interface RepositoryHost {
  readonly connectionId: string;
  readonly product: string;
  readonly appId: string | null;
  readonly appSlug: string | null;
  /** The app is the deployment's. */
  readonly shared: boolean;
  readonly account: string | null;
  readonly installed: boolean;
  readonly suspended: boolean;
  readonly missingPermissions: readonly string[];
  /** Path that leads to the host's install page; takes `returnTo`. */
  readonly installUrl: string | null;
  readonly webhookUrl: string;
  readonly setupUrl: string;
}

export function repositoryHostQuery(org: string, connectionId: string) {
  return queryOptions({
    queryKey: ['org', org, 'connection', connectionId, 'repository-host'],
    queryFn: ({ signal }) => http.get<RepositoryHost>(orgPath(org, repositoryHostPath), { connectionId }, signal),
  });
}

/** Enters an app that was made by hand; the server tries it before it is saved. */
export function saveRepositoryApp(
  org: string,
  app: {
    readonly connectionId: string;
    readonly appId: string;
    readonly slug?: string;
    readonly privateKey?: string;
    readonly webhookSecret?: string;
  },
): Promise<RepositoryHost> {
  return http.put(orgPath(org, `${repositoryHostPath}/app`), app);
}

export interface RegistrationForm {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

export function registrationForm(
  org: string,
  input: { readonly connectionId: string; readonly organization?: string; readonly returnTo: string },
): Promise<RegistrationForm> {
  return http.post(orgPath(org, `${repositoryHostPath}/registration`), input);
}

export interface RepositoryChoice {
  readonly id: string;
  readonly fullName: string;
  readonly url: string;
  readonly defaultBranch: string;
  readonly private: boolean;
  readonly archived: boolean;
}

export function repositoriesQuery(org: string, hostConnectionId: string) {
  return queryOptions({
    queryKey: ['org', org, 'static', 'repositories', hostConnectionId],
    queryFn: ({ signal }) =>
      http.get<readonly RepositoryChoice[]>(
        orgPath(org, `${repositoryHostPath}/repositories`),
        { connectionId: hostConnectionId },
        signal,
      ),
    staleTime: 30_000,
  });
}

/** `confirmPublic`: full name of a repository that everybody can read, typed by the person. */
export function saveTarget(
  org: string,
  connectionId: string,
  target: Omit<Target, 'fullName'>,
  confirmPublic: string | null,
): Promise<unknown> {
  const body = { connectionId, target, ...(confirmPublic ? { confirmPublic } : {}) };
  return http.put(orgPath(org, `${sourcePath}/target`), body);
}
