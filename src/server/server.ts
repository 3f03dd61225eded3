/** The web application of one process. */
export interface Server {
  fetch(request: Request, env?: unknown): Response | Promise<Response>;
  /** The OpenAPI 3.1 document of the routes. */
  openApi(): object;
  /** Every route that is mounted, with its pattern: for the check that none lacks a rule. */
  routes(): readonly { readonly method: string; readonly path: string }[];
  /** An address, good once and for a day, that makes the first owner; null once there is an account. */
  createOwnerLink(): Promise<string | null>;
  /** Ends streams that are open. */
  close(): void;
}
