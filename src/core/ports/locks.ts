/** Exclusive sections across all processes of a deployment. */
export interface Locks {
  /** Runs `work` while holding `key`; `{ state: 'busy' }` at once when another process holds it. */
  tryExclusive<T>(
    key: string,
    work: () => Promise<T>,
  ): Promise<{ readonly state: 'done'; readonly value: T } | { readonly state: 'busy' }>;
}
