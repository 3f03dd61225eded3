/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** One linked product of one organization. `config` as read here never holds a secret. */
export interface Connection {
  readonly id: string;
  readonly orgId: string;
  /** Connector id, a key of the registry. */
  readonly connector: string;
  readonly name: string;
  readonly config: JsonObject;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** The repository and branch that receive a mirror. */
export interface Target {
  /** The repository host's connection. */
  readonly connectionId: string;
  /** Id at the host: survives renames. */
  readonly repositoryId: string;
  readonly fullName: string;
  readonly branch: string;
}

/** The site of a content source that the operator linked. */
export interface Site {
  readonly id: string;
  readonly name: string;
  readonly url: string;
}

/** Progress of provisioning; what `GET provision-status` shows. */
export interface Provision {
  readonly connectionId: string;
  readonly jobId: string;
  readonly status: 'idle' | 'running' | 'succeeded' | 'failed';
  readonly step: string | null;
  readonly steps: readonly ProvisionStep[];
  readonly errorCode: string | null;
  readonly detail: string | null;
  readonly userMessage: string | null;
  /** Redacted, newest last. */
  readonly log: readonly string[];
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

export interface ProvisionStep {
  readonly name: string;
  readonly state: 'waiting' | 'running' | 'succeeded' | 'failed';
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}
