import { proxyStdio } from '../server/mcp/stdio.ts';
import { accessUsage, readAccess, type ServerAccessOptions } from './server-access.ts';
import { exits, readOptions, type TerminalCommand } from './terminal.ts';

/** Lets a client that starts its tools as programs use a server: MCP over standard input and output. */
export function mcpCommand(options: ServerAccessOptions): TerminalCommand {
  return {
    usage: `ctxpipe mcp --url URL --org NAME

Speaks MCP over standard input and output, and passes each message to a server. For clients that start their tools as
programs. Ends with its input.

${accessUsage}
Exits 0, or 2 for wrong use.
`,
    async run(args, terminal) {
      const { given } = readOptions(args, { url: 'text', org: 'text' });
      const { origin, org, apiKey } = readAccess(given, options, terminal);
      const url = new URL('/mcp', origin);
      url.searchParams.set('orgSlug', org);
      await proxyStdio({ url, apiKey: apiKey.reveal(), warn: (message) => terminal.warn(`${message}\n`) });
      return exits.ok;
    },
  };
}
