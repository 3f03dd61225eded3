/** A request as the fixtures see it. */
export interface MockCall {
  readonly org: string;
  readonly params: readonly string[];
  readonly query: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

export type MockRoute = readonly [method: string, pattern: RegExp, handle: (call: MockCall) => unknown];

/** A route below an organization. */
export const org = (path: string) => new RegExp(`^/:org/api/v1${path}$`);
