import type { Connection } from '../../core/connection.ts';
import type { SourceConnector } from '../../core/roles/connector.ts';
import { isDatedAhead } from '../../core/roles/event-source.ts';
import type { ServerDeps } from '../deps.ts';
import { upgradeOf } from './app-upgrade.ts';
import { objectOf, textOf } from './connections.ts';

const LOOKED_AT = 100;

/** Why pages cannot be read with the app's token. */
export interface TokenCause {
  readonly code:
    | 'app-gone'
    | 'dated-ahead'
    | 'origin-moved'
    | 'delivery-refused'
    | 'events-without-token'
    | 'nothing-arrives';
  readonly message: string;
  readonly hint: string;
}

interface TokenMeta {
  readonly issuedAt: string;
  readonly expiresAt: string;
}

async function causeOf(
  deps: ServerDeps,
  source: { readonly connection: Connection; readonly connector: SourceConnector },
  meta: TokenMeta,
  lastEventAt: string | null,
): Promise<TokenCause> {
  const { connection, connector } = source;
  const { publicOrigin } = deps.settings;
  if (textOf(connection, 'appGoneAt') !== null)
    return {
      code: 'app-gone',
      message: 'The app was taken off the site.',
      hint: 'Install it again in the setup, or disconnect.',
    };
  if (isDatedAhead(meta, deps.clock.now()))
    return {
      code: 'dated-ahead',
      message: `The token that is kept says that it was issued in the future, at ${meta.issuedAt}, as no genuine one does.`,
      hint: 'Check the clock of this machine. The next token of the app takes its place; look again in an hour.',
    };
  const upgrade = upgradeOf(connection, connector, publicOrigin);
  if (upgrade?.changed.includes('origin'))
    return {
      code: 'origin-moved',
      message: `The app on the site still calls ${upgrade.from}; this deployment is at ${upgrade.to} now.`,
      hint: 'Provision again: the app is deployed with the new address, to which an admin of the site consents.',
    };
  const recent = await deps.ports.audit.list(connection.orgId, LOOKED_AT);
  const refused = recent.find(
    ({ action, connectionId, at }) =>
      action === 'delivery.refused' && connectionId === connection.id && at >= meta.issuedAt,
  );
  if (refused)
    return {
      code: 'delivery-refused',
      message: `What the app sent was refused: ${String(refused.detail.why)}.`,
      hint: 'Look whether the clock of this machine is right, and whether the app of this connection is the one on the site.',
    };
  if (lastEventAt !== null && lastEventAt > meta.expiresAt)
    return {
      code: 'events-without-token',
      message: 'Events of the app arrive, and bring no newer token.',
      hint: 'Let an admin of the site look whether the app is still allowed to read, and update it there.',
    };
  return {
    code: 'nothing-arrives',
    message: 'Nothing of the app has arrived since, neither events nor the hourly token.',
    hint: `Look whether the internet reaches ${publicOrigin}, and whether the app is still on the site.`,
  };
}

/** The app's token, without itself: since when it is stale, and why; null where none has come yet. */
export async function watchToken(
  deps: ServerDeps,
  source: { readonly connection: Connection; readonly connector: SourceConnector },
  lastEventAt: string | null,
) {
  const meta = objectOf<TokenMeta>(source.connection, 'systemTokenMeta');
  if (!meta) return null;
  const now = deps.clock.now();
  // The rule of the intake: what comes from the future holds for no time at all.
  const expired = Date.parse(meta.expiresAt) <= now || isDatedAhead(meta, now);
  const cause = expired ? await causeOf(deps, source, meta, lastEventAt) : null;
  return { issuedAt: meta.issuedAt, expiresAt: meta.expiresAt, expired, cause };
}
