import { Problem } from '../core/problem.ts';
import { exits, readOptions, required, type TerminalCommand, wrongUse } from './terminal.ts';

export interface ManifestOptions {
  /** As it is typed after `ctxpipe`. */
  readonly name: string;
  /** The one spelling of an app's id, or null where it is none. */
  appId(text: string): string | null;
  /** Throws Problem of status 400 for an origin that cannot stand in a manifest. */
  print(request: {
    readonly connectionId: string;
    readonly origin: string;
    readonly instantDelete: boolean;
    readonly appId: string | null;
  }): string;
}

const connectionIds = /^[A-Za-z0-9_-]{1,64}$/;

/** Stands for a connection that is not there yet. */
const PLACEHOLDER = 'CONNECTION_ID';

/** Prints the manifest of the app that provisioning registers. */
export function printManifestCommand(options: ManifestOptions): TerminalCommand {
  return {
    usage: `ctxpipe ${options.name} --origin URL [--connection ID] [--app-id ID] [--instant-delete]

Prints the manifest of the app, as provisioning would register and deploy it.

  --origin           public https origin of this deployment, such as https://ctx.example.com
  --connection       id of the connection that the app reports to (default ${PLACEHOLDER}, to be replaced)
  --app-id           id of an app that is registered already; without it the manifest is fit to be registered
  --instant-delete   also ask for the scopes that deliver deletions at once

Exits 0, or 2 for wrong use.
`,
    async run(args, terminal) {
      const { given } = readOptions(args, {
        origin: 'text',
        connection: 'text',
        'app-id': 'text',
        'instant-delete': 'flag',
      });
      const origin = required(given.origin, 'origin', 'the public https origin, such as https://ctx.example.com');
      const connectionId = given.connection ?? PLACEHOLDER;
      if (!connectionIds.test(connectionId))
        throw wrongUse(`--connection ${connectionId}: an id holds letters, digits, _ and - only, at most 64.`);
      const appId = given['app-id'] === undefined ? null : options.appId(given['app-id']);
      if (given['app-id'] !== undefined && appId === null)
        throw wrongUse(`--app-id ${given['app-id']}: it is the UUID of the app, or its whole resource name.`);
      try {
        terminal.write(options.print({ connectionId, origin, instantDelete: given['instant-delete'] ?? false, appId }));
      } catch (error) {
        if (error instanceof Problem && error.status === 400)
          throw wrongUse(`--origin ${origin}: ${error.message}`, error.hint);
        throw error;
      }
      return exits.ok;
    },
  };
}
