import { createHash } from 'node:crypto';
import type { Connection } from '../../core/connection.ts';
import type { SourceConnector } from '../../core/roles/connector.ts';
import { keys } from '../contract.ts';
import { objectOf, textOf } from './connections.ts';

/** As provisioning leaves it. */
interface Deployed {
  readonly manifest: string;
  readonly origin: string;
  readonly instantDelete: boolean;
}

export interface AppUpgrade {
  readonly changed: ('origin' | 'scopes')[];
  /** Origins that the deployed app calls, and would call. */
  readonly from: string;
  readonly to: string;
}

function manifestHash({ provisioner }: SourceConnector, connection: Connection, origin: string): string | null {
  const request = { connectionId: connection.id, origin, instantDelete: connection.config.instantDelete === true };
  try {
    return createHash('sha256')
      .update(provisioner.manifest(request, textOf(connection, keys.appId)))
      .digest('hex');
  } catch {
    // An origin that cannot stand in a manifest is told by provisioning itself.
    return null;
  }
}

/** What another deployment would change that an admin of the site has to consent to; null where nothing. */
export function upgradeOf(connection: Connection, connector: SourceConnector, origin: string): AppUpgrade | null {
  const deployed = objectOf<Deployed>(connection, 'appDeployed');
  if (!deployed || textOf(connection, keys.appId) === null) return null;
  const isMoved = deployed.origin !== origin;
  const others = deployed.instantDelete !== (connection.config.instantDelete === true);
  // The product itself may ask for more than it did when the app was deployed.
  const ownHash = isMoved ? deployed.manifest : (manifestHash(connector, connection, origin) ?? deployed.manifest);
  const changed: ('origin' | 'scopes')[] = [];
  if (isMoved) changed.push('origin');
  if (others || ownHash !== deployed.manifest) changed.push('scopes');
  return changed.length === 0 ? null : { changed, from: deployed.origin, to: origin };
}
