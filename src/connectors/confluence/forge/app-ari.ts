const APP = 'ari:cloud:ecosystem::app/';
const INSTALLATION = 'ari:cloud:ecosystem::installation/';
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function named(prefix: string, id: string): string | null {
  const bare = (id.startsWith(prefix) ? id.slice(prefix.length) : id).toLowerCase();
  return uuid.test(bare) ? prefix + bare : null;
}

/** The one spelling of an app's id, from an ARI or a bare UUID. Null for anything else. */
export function appAri(id: string): string | null {
  return named(APP, id);
}

/** The one spelling of an installation's id. Tokens carry the ARI, the list of the tool the bare UUID. */
export function installationAri(id: string): string | null {
  return named(INSTALLATION, id);
}

/** The UUID in an ARI, as options of the tool and addresses of the console want it. */
export function bareId(ari: string): string {
  return ari.slice(ari.lastIndexOf('/') + 1);
}
