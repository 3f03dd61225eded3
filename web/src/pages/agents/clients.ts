import { t } from '../../text/en.ts';

const text = t.organization.agents;

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
      where: text.terminal,
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
      id: 'windsurf',
      name: 'Windsurf',
      where: '~/.codeium/windsurf/mcp_config.json',
      text: json({ mcpServers: { [name]: { serverUrl: url, headers: header } } }),
    },
    {
      id: 'gemini',
      name: 'Gemini CLI',
      where: '~/.gemini/settings.json',
      text: json({ mcpServers: { [name]: { httpUrl: url, headers: header } } }),
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
      where: text.anyClient,
      text: url,
    },
    {
      id: 'curl',
      name: 'curl',
      where: text.terminal,
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
