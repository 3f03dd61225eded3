import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putPage } from '../connectors/fake/site.ts';
import { Problem } from '../core/problem.ts';
import { Secret } from '../core/secret.ts';
import { type Bed, scopeOf, spaceScope, startBed } from './workflows.testbed.ts';

let bed: Bed;
const CANARY = 'canary-system-token-51c0ffee';
const BODY = 'A sentence that belongs to the mirror alone.';

beforeEach(async () => {
  bed = await startBed();
  putPage(bed.site, '1', { markdown: `${BODY}\n` });
  await bed.putScope(scopeOf(spaceScope()));
  await bed.ports.connections.putSecret(bed.orgId, bed.source.id, 'appSystemToken', new Secret(CANARY));
});

afterEach(() => bed.close());

async function dump(...tables: readonly string[]): Promise<string> {
  const sql = postgres(bed.testStore.url, { max: 1 });
  try {
    const parts = [];
    for (const table of tables) {
      const rows = await sql.unsafe(`select row_to_json(one)::text as text from ${table} as one`);
      parts.push(...rows.map((row) => String(row.text)));
    }
    return parts.join('\n');
  } finally {
    await sql.end();
  }
}

const workflowTables = ['openworkflow.workflow_runs', 'openworkflow.step_attempts'];

describe('what the workflows leave in their tables', () => {
  it('R8, S9: is no secret and no body, also where something fails with a secret in its words', async () => {
    await bed.run('initial');
    const failing = new Problem({
      code: 'source-unavailable',
      message: `The site answered 401 to Bearer ${CANARY}.`,
      retry: { kind: 'never' },
      cause: new Error(`authorization: ${CANARY}`),
    });
    bed.wrap = (source) => ({ ...source, listSpaces: () => Promise.reject(failing) });
    expect(await bed.run('sweep')).toMatchObject({ state: 'failed' });
    bed.wrap = (source) => ({ ...source, listSpaces: () => Promise.reject(new Error(`crashed at ${CANARY}`)) });
    const run = await bed.jobs.sync(bed.orgId, bed.source.id, 'sweep');
    await bed.until(async () => (await dump('openworkflow.step_attempts')).includes('crashed at'), 'the failure');
    await bed.ports.runs.requestCancel(bed.orgId, run.id);

    const engine = await dump(...workflowTables);
    expect(engine).toContain('"step_name":"publish"');
    expect(engine).not.toContain(CANARY);
    expect(engine).not.toContain(BODY);
    expect(await dump('runs', 'run_log', 'connections')).not.toContain(CANARY);
    bed.wrap = (source) => source;
    await bed.ended(run.id);
  });
});
