import { z } from '@hono/zod-openapi';
import type { Connection, Target } from '../../../core/connection.ts';
import { Problem } from '../../../core/problem.ts';
import type { Scope } from '../../../core/scope.ts';
import { sourceRoutes } from '../../contract.ts';
import { asJson, objectOf, type SourceConnection, sourceOf } from '../connections.ts';
import { orgRoute, type RouteKit } from '../routes.ts';
import { connectionId, connectionQuery, proposal, scope, scopeProblem, target } from '../shapes.ts';

const answer = z
  .object({
    connectionId: z.string(),
    /** What the wizard is working on. */
    draft: scope.nullable(),
    /** What is in force: the last good file on the target branch. */
    scope: scope.nullable(),
    scopeCommit: z.string().nullable(),
    target: target.nullable(),
    proposal: proposal.nullable(),
    scopeProblem,
  })
  .openapi('ScopeState');

function show(connection: Connection): z.input<typeof answer> {
  const { config } = connection;
  return {
    connectionId: connection.id,
    draft: objectOf<z.input<typeof scope>>(connection, 'scopeDraft'),
    scope: objectOf<z.input<typeof scope>>(connection, 'scope'),
    scopeCommit: typeof config.scopeCommit === 'string' ? config.scopeCommit : null,
    target: objectOf<Target>(connection, 'target'),
    proposal: objectOf<z.input<typeof proposal>>(connection, 'proposal'),
    scopeProblem: objectOf<z.input<typeof scopeProblem>>(connection, 'scopeProblem'),
  };
}

function scopeOf(source: SourceConnection, given: z.output<typeof scope>): Scope {
  const own = source.connection.connector;
  if (given.source !== undefined && given.source !== own) {
    throw new Problem({ code: 'scope-source-other', message: `The scope is for ${given.source}.`, status: 400 });
  }
  const seen = new Set<string>();
  for (const { key } of given.spaces) {
    if (seen.has(key)) {
      throw new Problem({ code: 'scope-space-twice', message: `The space ${key} stands there twice.`, status: 400 });
    }
    seen.add(key);
  }
  return { ...given, source: own };
}

function addProposal(kit: RouteKit): void {
  const { deps } = kit;
  const propose = async (orgId: string, connection: Connection): Promise<void> => {
    if (!objectOf(connection, 'scopeDraft')) {
      throw new Problem({
        code: 'scope-missing',
        message: 'Nothing has been chosen yet.',
        status: 409,
        hint: 'Choose spaces or pages first.',
      });
    }
    if (!objectOf<Target>(connection, 'target')) {
      throw new Problem({
        code: 'target-missing',
        message: 'No repository receives the mirror yet.',
        status: 409,
        hint: 'Choose the target repository first.',
      });
    }
    await deps.jobs.proposeScope(orgId, connection.id);
  };

  orgRoute(
    kit,
    {
      method: 'post',
      path: `${sourceRoutes}/proposal`,
      access: 'admin',
      summary: 'Open or update the pull request that carries the chosen scope.',
      audit: 'scope.proposed',
      status: 202,
      body: z.object({ connectionId: connectionId.optional() }),
      answer,
    },
    async ({ org, body, note }) => {
      const { connection } = await sourceOf(deps, org.id, body.connectionId);
      await propose(org.id, connection);
      note({ connectionId: connection.id });
      return show((await sourceOf(deps, org.id, connection.id)).connection);
    },
  );
}

/** The scope as chosen and as in force, its proposal, and what applying it would do. */
export function addScopeRoutes(kit: RouteKit): void {
  const { deps } = kit;
  addProposal(kit);

  orgRoute(
    kit,
    {
      method: 'get',
      path: `${sourceRoutes}/config`,
      access: 'member',
      summary: 'The chosen scope, the scope in force and the proposal between them.',
      query: connectionQuery,
      answer,
    },
    async ({ org, query }) => show((await sourceOf(deps, org.id, query.connectionId)).connection),
  );

  orgRoute(
    kit,
    {
      method: 'patch',
      path: `${sourceRoutes}/config`,
      access: 'admin',
      summary: 'Save the chosen scope. It comes into force when its pull request is merged.',
      audit: 'scope.chosen',
      body: z.object({ connectionId: connectionId.optional(), scope: scope.nullable() }),
      answer,
    },
    async ({ org, body, note }) => {
      const source = await sourceOf(deps, org.id, body.connectionId);
      const draft = body.scope && scopeOf(source, body.scope);
      note({ connectionId: source.connection.id, detail: { spaces: draft?.spaces.length ?? 0 } });
      return show(
        await deps.ports.connections.patch(org.id, source.connection.id, { scopeDraft: draft && asJson(draft) }),
      );
    },
  );

  orgRoute(
    kit,
    {
      method: 'post',
      path: `${sourceRoutes}/preview`,
      access: 'admin',
      summary: 'What a scope would bring, without changing anything. Without a scope: the chosen one.',
      audit: null,
      body: z.object({ connectionId: connectionId.optional(), scope: scope.optional() }),
      answer: z.object({
        pages: z.number().int(),
        files: z.array(
          z.object({ path: z.string(), title: z.string(), pageId: z.string(), bytes: z.number().int().optional() }),
        ),
        moreFiles: z.number().int(),
        skipped: z.array(z.object({ pageId: z.string(), title: z.string(), reason: z.string() })),
        skippedByReason: z.record(z.string(), z.number().int()),
        requests: z.number().int(),
        points: z.number().int(),
        seconds: z.number().int().optional(),
        bytes: z.number().int().optional(),
        removals: z.number().int().optional(),
        attachments: z
          .object({ files: z.number().int(), bytes: z.number().int(), leftOut: z.number().int() })
          .optional(),
        missing: z.object({ spaces: z.array(z.string()), pageIds: z.array(z.string()) }).optional(),
        repositoryVisibility: z.enum(['public', 'private']).optional(),
      }),
    },
    async ({ org, body }) => {
      const source = await sourceOf(deps, org.id, body.connectionId);
      const asked = body.scope
        ? scopeOf(source, body.scope)
        : (objectOf<Scope>(source.connection, 'scopeDraft') ?? objectOf<Scope>(source.connection, 'scope'));
      if (!asked) throw new Problem({ code: 'scope-missing', message: 'Nothing has been chosen yet.', status: 409 });
      const preview = await deps.dryRun(org.id, source.connection.id, asked);
      return {
        ...preview,
        files: [...preview.files],
        skipped: [...preview.skipped],
        skippedByReason: { ...preview.skippedByReason } as Record<string, number>,
        missing: preview.missing && { spaces: [...preview.missing.spaces], pageIds: [...preview.missing.pageIds] },
      };
    },
  );
}
