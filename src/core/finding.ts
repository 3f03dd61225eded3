/** One thing that was looked at. `what`, `why` and `next` are plain sentences; none holds a secret. */
export interface Finding {
  /** Stable, kebab-case. */
  readonly name: string;
  readonly state: 'ok' | 'warn' | 'fail';
  /** What was found. */
  readonly what: string;
  /** Why it matters; empty where all is well. */
  readonly why: string;
  /** The next step, in the imperative; empty where all is well. */
  readonly next: string;
  /** The connection that it is about; absent: the deployment. */
  readonly connection?: { readonly id: string; readonly name: string };
}

/** The worst of the findings; `ok` where there are none. */
export function stateOf(findings: readonly Finding[]): Finding['state'] {
  if (findings.some(({ state }) => state === 'fail')) return 'fail';
  return findings.some(({ state }) => state === 'warn') ? 'warn' : 'ok';
}
