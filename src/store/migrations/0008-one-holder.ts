/**
 * An installation of the deployment's own repository app belongs to one connection. Where two held it, the older keeps
 * it: events came to that one alone.
 */
export const oneHolder = `
update connections as later set config = later.config - 'installationId' - 'account', updated_at = now()
  from connections as earlier
  where later.config ? 'installationId' and not later.config ? 'appId'
    and not earlier.config ? 'appId' and earlier.connector = later.connector
    and earlier.config ->> 'installationId' = later.config ->> 'installationId'
    and (earlier.created_at, earlier.id) < (later.created_at, later.id);
create unique index connections_one_holder_idx on connections (connector, (config ->> 'installationId'))
  where config ? 'installationId' and not config ? 'appId';
`;
