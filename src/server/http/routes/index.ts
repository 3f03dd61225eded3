import type { RouteKit } from '../routes.ts';
import { addConnectorRoutes } from './connectors.ts';
import { addLinkingRoutes } from './linking.ts';
import { addOAuthAppRoutes } from './oauth-app.ts';
import { addProvisionRoutes } from './provision.ts';
import { addScopeRoutes } from './scope.ts';
import { addStatusRoute } from './status.ts';
import { addTreeRoutes } from './tree.ts';

/** Every route below `/{orgSlug}/api/v1`. */
export function addOrganizationRoutes(kit: RouteKit): void {
  addConnectorRoutes(kit);
  addOAuthAppRoutes(kit);
  addLinkingRoutes(kit);
  addProvisionRoutes(kit);
  addTreeRoutes(kit);
  addScopeRoutes(kit);
  addStatusRoute(kit);
}
