import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { MOST_CALLS, readBody, tooLarge } from './body.ts';
import { createMcpServer, type McpServerDeps, type ToolCall } from './server.ts';

export type McpDeps = McpServerDeps;

/** The organization that the caller may ask about; who that is was decided before. */
export interface McpOrganization {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

/** `record` hears of every call of a tool once it is answered. */
export type McpHandler = (
  request: Request,
  org: McpOrganization,
  record?: (call: ToolCall) => void,
) => Promise<Response>;

/** JSON-RPC's codes for what is wrong with a request as such. */
const PARSE_ERROR = -32_700;
const INVALID_REQUEST = -32_600;
/** Nobody reads this answer; proxies log it so. */
const CLIENT_GONE = 499;

function refusal(status: number, code: number, message: string, headers: Readonly<Record<string, string>> = {}) {
  return Response.json({ jsonrpc: '2.0', id: null, error: { code, message } }, { status, headers });
}

const refusals = {
  'too-large': () => refusal(413, INVALID_REQUEST, tooLarge, { connection: 'close' }),
  'bad-batch': () =>
    refusal(400, INVALID_REQUEST, `A request carries 1 to ${MOST_CALLS} calls. Send more in several requests.`),
  'not-json': () => refusal(400, PARSE_ERROR, 'The request is not JSON. Send one JSON-RPC message.'),
} as const;

/** What is refused before the body is read: there are no sessions and so no streams of their own. */
function refusedAtOnce(request: Request): Response | null {
  if (request.method !== 'POST')
    return refusal(405, INVALID_REQUEST, 'Send JSON-RPC messages by POST; there is no other stream.', {
      allow: 'POST',
    });
  if (request.headers.has('mcp-session-id'))
    return refusal(404, INVALID_REQUEST, 'This server keeps no sessions. Initialize again, without a session id.');
  return null;
}

/**
 * Answers MCP over Streamable HTTP. Every request stands alone: nothing is kept between two, so that nobody can
 * take up somebody else's, and any process can answer. A caller who goes away ends the work for him.
 */
export function createMcp(deps: McpDeps): McpHandler {
  return async (request, org, record) => {
    const refused = refusedAtOnce(request);
    if (refused) return refused;
    const body = await readBody(request);
    if ('refused' in body) return refusals[body.refused]();

    const server = createMcpServer(deps, org.id, record);
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: undefined,
      enableJsonResponse: true,
    });
    let leave = () => {};
    const gone = new Promise<Response>((resolve) => {
      leave = () => resolve(new Response(null, { status: CLIENT_GONE }));
    });
    request.signal.addEventListener('abort', leave, { once: true });
    try {
      await server.connect(transport);
      return await Promise.race([transport.handleRequest(request, { parsedBody: body.value }), gone]);
    } finally {
      request.signal.removeEventListener('abort', leave);
      void server.close();
    }
  };
}
