import { Problem } from '../../../core/problem.ts';
import type { Knowledge } from '../../knowledge/index.ts';
import { createMcp } from '../../mcp/index.ts';
import { notFound, signInNeeded } from '../access.ts';
import { ownOrigins } from '../app.ts';
import { type Caller, keyOf, readCaller } from '../auth/actor.ts';
import {
  findOrganization,
  findOrganizationById,
  type Organization,
  organizationsOf,
  roleIn,
} from '../auth/organizations.ts';
import type { AppContext } from '../call.ts';
import { sameOriginOnly } from '../origin-check.ts';
import type { RouteKit } from '../routes.ts';
import { createTokenCheck, readScope } from './token.ts';

/** Somebody or something that asks on behalf of a person or an organization. */
type Asker = { readonly caller: Caller } | { readonly refused: 'invalid_token' | 'insufficient_scope' | null };

/** Answers agents over MCP. A key of the organization or a token of our authorization server says who asks; cookies do not. */
export function addAgentRoute(kit: RouteKit, knowledge: Knowledge): void {
  const { app, deps, identity, limits } = kit;
  const { settings, log } = deps;
  const checkToken = createTokenCheck(deps, identity);
  const answer = createMcp({ knowledge, log, version: settings.version });
  const metadata = `${settings.publicOrigin}/.well-known/oauth-protected-resource/mcp`;

  async function askerOf(c: AppContext): Promise<Asker> {
    const { headers } = c.req.raw;
    if (keyOf(headers) !== null) {
      const caller = await readCaller(identity, headers);
      return caller ? { caller } : { refused: 'invalid_token' };
    }
    const bearer = /^Bearer\s+(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
    if (bearer === undefined) return { refused: null };
    const checked = await checkToken(bearer);
    if (checked.state === 'scope-missing') return { refused: 'insufficient_scope' };
    if (checked.state === 'invalid') return { refused: 'invalid_token' };
    const { userId, clientId } = checked.token;
    return { caller: { kind: 'person', userId, sessionId: `agent:${clientId}`, name: '', email: '' } };
  }

  function challenge(c: AppContext, refused: 'invalid_token' | 'insufficient_scope' | null): never {
    const parts = [
      ...(refused ? [`error="${refused}"`] : []),
      `resource_metadata="${metadata}"`,
      `scope="${readScope}"`,
    ];
    deps.metrics.refusal('agent');
    c.header('WWW-Authenticate', `Bearer ${parts.join(', ')}`);
    if (refused !== 'insufficient_scope') throw signInNeeded();
    const hint = 'Link the agent again and allow it to read.';
    throw new Problem({ code: 'scope-missing', message: `The token lacks the scope ${readScope}.`, status: 403, hint });
  }

  /** The named organization, or the only one that there can be. */
  async function organizationOf(c: AppContext, caller: Caller): Promise<Organization> {
    const slug = c.req.query('orgSlug');
    let org: Organization | null = null;
    if (slug !== undefined) org = await findOrganization(identity, slug);
    else if (caller.kind === 'key') org = await findOrganizationById(identity, caller.orgId);
    else {
      const all = await organizationsOf(identity, caller.userId);
      if (all.length !== 1) {
        const hint = 'Add ?orgSlug= with the address of one of your organizations to the URL.';
        throw new Problem({ code: 'organization-needed', message: 'No organization is named.', status: 400, hint });
      }
      org = all[0]!;
    }
    if (!org || !(await roleIn(identity, org.id, caller))) throw notFound('The organization');
    return org;
  }

  app.use('/mcp', sameOriginOnly(ownOrigins(deps)), limits.agentAddress, limits.agent);
  app.all('/mcp', async (c) => {
    const asker = await askerOf(c);
    if ('refused' in asker) return challenge(c, asker.refused);
    const { id, slug, name } = await organizationOf(c, asker.caller);
    const { caller } = asker;
    const by = { kind: caller.kind, id: caller.kind === 'key' ? caller.keyId : caller.userId };
    return answer(c.req.raw, { id, slug, name }, (call) => {
      deps.metrics.toolCall(call.tool, call.outcome, call.took / 1000);
      // An answer does not wait for its record, and a record that fails spoils none.
      deps.ports.agentCalls.record(id, { ...call, caller: by }).catch((error: unknown) => {
        log.warn({ err: error }, 'A call of an agent could not be recorded.');
      });
    });
  });
}
