import type { WorldUser } from '../../../worlds/world.ts';
import type { ForgeApp, ForgePlatform, MutationError } from '../platform.ts';
import type { Scenario } from '../scenario.ts';

/** One operation as asked by an authenticated person. */
export interface Call {
  readonly platform: ForgePlatform;
  readonly user: WorldUser;
  readonly variables: Readonly<Record<string, unknown>>;
  /** `variables.input`, or nothing. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly query: string;
}

/** Gives `data`; may throw `OperationFailed`. */
export type Operation = (call: Call) => object;

/** Becomes an entry of `errors`. */
export class OperationFailed extends Error {
  readonly errorType: string;
  readonly statusCode: number;

  constructor(message: string, errorType: string, statusCode: number) {
    super(message);
    this.errorType = errorType;
    this.statusCode = statusCode;
  }
}

export function text(values: Readonly<Record<string, unknown>>, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value : '';
}

export function happens(call: Call, scenario: Scenario): boolean {
  return call.platform.scenarios.has(scenario);
}

/** The app of an id where the caller may see it; everybody else's is as good as absent. */
export function findApp(call: Call, id: string): ForgeApp | undefined {
  if (happens(call, 'appGone')) return undefined;
  const app = call.platform.apps.get(id);
  return app?.ownerId === call.user.accountId ? app : undefined;
}

/** Payload of a mutation that did not happen. */
export function refused(error: MutationError): { readonly success: false; readonly errors: readonly MutationError[] } {
  return { success: false, errors: [error] };
}
