import { z } from '@hono/zod-openapi';
import { type Finding, stateOf } from '../../../core/finding.ts';
import { ownsDeployment } from '../auth/deployment.ts';
import { orgRoute, type RouteKit } from '../routes.ts';

const state = z.enum(['ok', 'warn', 'fail']);
const finding = z
  .object({
    name: z.string().openapi({ description: 'Stable, kebab-case.' }),
    state,
    what: z.string(),
    why: z.string().openapi({ description: 'Why it matters; empty where all is well.' }),
    next: z.string().openapi({ description: 'The next step; empty where all is well.' }),
    connection: z.object({ id: z.string(), name: z.string() }).nullable(),
    about: z.enum(['organization', 'deployment']),
  })
  .openapi('Finding');

const answer = z
  .object({
    state,
    lookedAt: z.string(),
    /** Whether machine, network and configuration were looked at too. */
    deployment: z.boolean(),
    findings: z.array(finding),
  })
  .openapi('Examination');

/** A look costs calls to other products, so those who ask at the same time share one, and it stands for a moment. */
const STANDS_MS = 5_000;

interface Look {
  readonly begunAt: number;
  readonly findings: Promise<readonly Finding[]>;
}

function shared(look: (key: string) => Promise<readonly Finding[]>, now: () => number) {
  const looks = new Map<string, Look>();
  return (key: string): Look => {
    for (const [other, { begunAt }] of looks) if (now() - begunAt >= STANDS_MS) looks.delete(other);
    const known = looks.get(key);
    if (known) return known;
    const fresh = { begunAt: now(), findings: look(key) };
    looks.set(key, fresh);
    fresh.findings.catch(() => looks.delete(key));
    return fresh;
  };
}

/** What `ctxpipe doctor` finds, for one organization. */
export function addDoctorRoute(kit: RouteKit): void {
  const { doctor, clock } = kit.deps;
  const now = () => clock.now();
  const organization = shared(doctor.organization, now);
  const deployment = shared(doctor.deployment, now);
  orgRoute(
    kit,
    {
      method: 'get',
      path: '/doctor',
      access: 'admin',
      summary:
        'Look at everything that the organization needs, and say what is wrong, why it matters and what to do. It changes nothing. An owner of the first organization also sees what concerns the whole deployment.',
      answer,
    },
    async (call) => {
      const all = await ownsDeployment(kit.identity, call);
      const look = organization(call.org.id);
      const [outer, inner] = await Promise.all([all ? deployment('').findings : [], look.findings]);
      const show = (about: 'organization' | 'deployment') => (one: Finding) => ({
        ...one,
        connection: one.connection ?? null,
        about,
      });
      return {
        state: stateOf([...outer, ...inner]),
        lookedAt: new Date(look.begunAt).toISOString(),
        deployment: all,
        findings: [...outer.map(show('deployment')), ...inner.map(show('organization'))],
      };
    },
  );
}
