import type { RouteKit } from '../routes.ts';
import { addAuditRoute } from './audit.ts';
import { addConnectorRoutes } from './connectors.ts';
import { addDisconnectRoutes } from './disconnect.ts';
import { addEventRoute } from './events.ts';
import { addFirstOwnerRoutes } from './first-owner.ts';
import { addInvitationRoutes } from './invitation.ts';
import { addKeyRoutes } from './keys.ts';
import { addLinkingRoutes } from './linking.ts';
import { addMemberRoutes } from './members.ts';
import { addOAuthAppRoutes } from './oauth-app.ts';
import { addPageRoutes } from './pages.ts';
import { addProvisionRoutes } from './provision.ts';
import { addRepositoryRoutes } from './repositories.ts';
import { addRepositoryHostRoutes } from './repository-host.ts';
import { addRunRoutes } from './runs.ts';
import { addScopeRoutes } from './scope.ts';
import { addSessionRoutes } from './session.ts';
import { addStatusRoute } from './status.ts';
import { addSyncRoutes } from './sync.ts';
import { addTargetRoute } from './target.ts';
import { addTreeRoutes } from './tree.ts';

/** Every JSON route of ours, outside of organizations and below `/{orgSlug}/api/v1`. */
export function addRoutes(kit: RouteKit): void {
  addSessionRoutes(kit);
  addInvitationRoutes(kit);
  addFirstOwnerRoutes(kit);
  addMemberRoutes(kit);
  addKeyRoutes(kit);
  addAuditRoute(kit);
  addEventRoute(kit);
  addConnectorRoutes(kit);
  addOAuthAppRoutes(kit);
  addLinkingRoutes(kit);
  addProvisionRoutes(kit);
  addRepositoryHostRoutes(kit);
  addRepositoryRoutes(kit);
  addTargetRoute(kit);
  addTreeRoutes(kit);
  addScopeRoutes(kit);
  addStatusRoute(kit);
  addSyncRoutes(kit);
  addRunRoutes(kit);
  addPageRoutes(kit);
  addDisconnectRoutes(kit);
}
