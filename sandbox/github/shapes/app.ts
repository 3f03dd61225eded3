import { type AppRecord, accountOf, type DeliveryRecord, type InstallationRecord } from '../state.ts';
import { apiUrl, type World } from '../world.ts';
import { shapeUser } from './user.ts';

/** `integration` of the host's description. */
export function shapeApp(world: World, app: AppRecord) {
  return {
    id: app.id,
    slug: app.slug,
    client_id: app.clientId,
    node_id: `A_${app.id.toString(36)}`,
    owner: shapeUser(world, accountOf(world.state, app.ownerId)),
    name: app.name,
    description: null,
    external_url: app.externalUrl,
    html_url: `${world.address.origin}/apps/${app.slug}`,
    created_at: app.createdAt,
    updated_at: app.createdAt,
    permissions: app.permissions,
    events: app.events,
    installations_count: world.state.installations.filter(({ appId }) => appId === app.id).length,
  };
}

/** `installation` of the host's description. */
export function shapeInstallation(world: World, installation: InstallationRecord) {
  const app = world.state.apps.find(({ id }) => id === installation.appId);
  const account = accountOf(world.state, installation.accountId);
  const settings = account.type === 'User' ? '/settings' : `/organizations/${account.login}/settings`;
  return {
    id: installation.id,
    account: shapeUser(world, account),
    access_tokens_url: `${apiUrl(world)}/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${apiUrl(world)}/installation/repositories`,
    html_url: `${world.address.origin}${settings}/installations/${installation.id}`,
    app_id: installation.appId,
    app_slug: app?.slug ?? '',
    client_id: app?.clientId,
    target_id: account.id,
    target_type: account.type,
    repository_selection: installation.selection,
    permissions: installation.permissions,
    events: app?.events ?? [],
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    created_at: installation.createdAt,
    updated_at: installation.createdAt,
    suspended_at: installation.suspendedAt,
    suspended_by: installation.suspendedAt ? shapeUser(world, account) : null,
  };
}

/** `hook-delivery-item` of the host's description. */
export function shapeDeliveryItem(delivery: DeliveryRecord) {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.deliveredAt,
    redelivery: delivery.redelivery,
    duration: delivery.duration,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}

/** `hook-delivery` of the host's description. */
export function shapeDelivery(delivery: DeliveryRecord) {
  return {
    ...shapeDeliveryItem(delivery),
    url: '',
    request: { headers: delivery.requestHeaders, payload: JSON.parse(delivery.payload) as unknown },
    response: { headers: delivery.responseHeaders, payload: delivery.responseBody },
  };
}
