/** Set-up of usual clients with the real values filled in. */
export interface ClientSetup {
  readonly id: string;
  readonly name: string;
  /** Where the text goes. */
  readonly where: string;
  readonly text: string;
}

export interface AgentValues {
  readonly url: string;
  /** null: a placeholder stands in the text. */
  readonly key: string | null;
  readonly name: string;
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

export function clientSetups({ url, key, name }: AgentValues): readonly ClientSetup[] {
  const header = { 'x-api-key': key ?? 'ctx_…' };
  return [
    {
      id: 'claude-code',
      name: 'Claude Code',
      where: 'Terminal',
      text: [
        `claude mcp add --transport http ${name} '${url}' \\`,
        `  --header 'x-api-key: ${header['x-api-key']}'`,
      ].join('\n'),
    },
    {
      id: 'cursor',
      name: 'Cursor',
      where: '~/.cursor/mcp.json',
      text: json({ mcpServers: { [name]: { url, headers: header } } }),
    },
    {
      id: 'vscode',
      name: 'VS Code',
      where: '.vscode/mcp.json',
      text: json({ servers: { [name]: { type: 'http', url, headers: header } } }),
    },
    {
      id: 'codex',
      name: 'Codex',
      where: '~/.codex/config.toml',
      text: `[mcp_servers.${name}]\nurl = "${url}"\nhttp_headers = { "x-api-key" = "${header['x-api-key']}" }`,
    },
    {
      id: 'oauth',
      name: 'OAuth',
      where: 'Any client that signs in by itself',
      text: url,
    },
    {
      id: 'curl',
      name: 'curl',
      where: 'Terminal',
      text: [
        `curl '${url}' \\`,
        `  -H 'x-api-key: ${header['x-api-key']}' \\`,
        "  -H 'content-type: application/json' \\",
        "  -H 'accept: application/json, text/event-stream' \\",
        `  -d '${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' })}'`,
      ].join('\n'),
    },
  ];
}
