/** One way to connect a source, out of all that there are. */
export interface Way {
  /** How the app comes to the site: registered with the operator's token, or by a link that somebody publishes. */
  readonly mode: 'provisioning' | 'install-link';
  /** Whose OAuth app proves who links the account. */
  readonly oauth: 'deployment' | 'connection';
  /** The database in the data folder, or one of a server. */
  readonly database: 'embedded' | 'server';
  /** Clicked in a browser, or called. */
  readonly by: 'interface' | 'pages';
}

/** Every way, those of one database together. */
export const ways: readonly Way[] = (['embedded', 'server'] as const).flatMap((database) =>
  (['interface', 'pages'] as const).flatMap((by) =>
    (['provisioning', 'install-link'] as const).flatMap((mode) =>
      (['connection', 'deployment'] as const).map((oauth) => ({ mode, oauth, database, by })),
    ),
  ),
);

export function nameOf({ mode, oauth, database, by }: Way): string {
  return `${mode}, OAuth app of the ${oauth}, ${database} database, by the ${by}`;
}
