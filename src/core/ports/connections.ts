import type { Connection, Json, JsonObject } from '../connection.ts';
import type { Secret } from '../secret.ts';

/** Names of the secrets that a connection can hold; each stands sealed under its name in the row's `config`. */
export type SecretName =
  | 'atlassianOAuthClientSecret'
  | 'forgeScopedApiToken'
  | 'appSystemToken'
  | 'githubPrivateKey'
  | 'githubWebhookSecret'
  | 'githubClientSecret'
  | 'accessToken'
  | 'refreshToken';

/** Rows of linked products. Reads never give a sealed or open secret but through `secret`. */
export interface Connections {
  create(
    orgId: string,
    fields: { readonly connector: string; readonly name: string; readonly config?: JsonObject },
  ): Promise<Connection>;
  /** null where it does not exist in this organization. */
  get(orgId: string, id: string): Promise<Connection | null>;
  list(orgId: string): Promise<readonly Connection[]>;
  /** For deliveries and jobs, which know only the id. */
  locate(id: string): Promise<Connection | null>;
  /** All connections of a connector, for schedules. */
  listAll(connector: string): Promise<readonly Connection[]>;
  /** Sets the named keys and leaves the others; `null` removes a key. One statement, so no writer loses another's key. */
  patch(orgId: string, id: string, keys: Readonly<Record<string, Json>>): Promise<Connection>;
  /**
   * Sets keys, and the secrets that belong to them, only while `key` still has `expected` (null: absent).
   * False: somebody was faster, and nothing was set.
   */
  compareAndSet(
    orgId: string,
    id: string,
    key: string,
    expected: Json,
    keys: Readonly<Record<string, Json>>,
    secrets?: Readonly<Partial<Record<SecretName, Secret>>>,
  ): Promise<boolean>;
  remove(orgId: string, id: string): Promise<void>;
  secret(orgId: string, id: string, name: SecretName): Promise<Secret | null>;
  putSecret(orgId: string, id: string, name: SecretName, value: Secret): Promise<void>;
  hasSecret(orgId: string, id: string, name: SecretName): Promise<boolean>;
  wipeSecrets(orgId: string, id: string, names: readonly SecretName[] | 'all'): Promise<void>;
}
