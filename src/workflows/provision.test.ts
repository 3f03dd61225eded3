import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Problem } from '../core/problem.ts';
import type { Provisioner } from '../core/roles/provisioner.ts';
import { Secret } from '../core/secret.ts';
import { API_TOKEN, type Bed, configOf, keepServer, SITE_HOST, startBed } from './workflows.testbed.ts';

let bed: Bed;
let letGo: () => Promise<void>;
let registered: number;
let provisioner: { -readonly [Key in keyof Provisioner]: Provisioner[Key] };

beforeAll(async () => {
  letGo = await keepServer();
});
afterAll(() => letGo());
beforeEach(async () => {
  bed = await startBed();
  registered = 0;
  provisioner = bed.context.sources.get('wiki')!.provisioner as typeof provisioner;
  const register = provisioner.register.bind(provisioner);
  provisioner.register = (request, log) => {
    registered += 1;
    return register(request, log);
  };
  await bed.ports.connections.patch(bed.orgId, bed.source.id, {
    forgeEmail: 'ops@example.com',
    forgeSiteHost: SITE_HOST,
    forgeDeveloperSpaceId: 'space-1',
  });
  await bed.ports.connections.putSecret(bed.orgId, bed.source.id, 'forgeScopedApiToken', new Secret(API_TOKEN));
});
afterEach(() => bed.close());

/** What the receiver of the app's first events writes. */
async function installedEvent(): Promise<void> {
  await bed.ports.connections.patch(bed.orgId, bed.source.id, {
    forgeInstallationId: 'installation-1',
    systemTokenMeta: { apiBaseUrl: 'https://api.example', issuedAt: '', expiresAt: '' },
  });
}

async function provisioned() {
  await bed.jobs.provision(bed.orgId, bed.source.id);
  return bed.until(async () => {
    const job = await bed.ports.provisions.current(bed.orgId, bed.source.id);
    return job.status === 'succeeded' || job.status === 'failed' ? job : null;
  }, 'provisioning to end');
}

describe('provisioning', () => {
  it('registers, deploys and installs, and waits for the first token', async () => {
    bed.reached = (point) => {
      if (point === 'provision:first-token') setTimeout(() => void installedEvent(), 200);
    };
    const job = await provisioned();
    expect(job).toMatchObject({ status: 'succeeded', errorCode: null });
    expect(job.steps.map((step) => step.state)).toEqual(Array(7).fill('succeeded'));
    expect(job.log).toContain('deployed');
    expect(registered).toBe(1);
  });

  it('R7: registers one app in all, also where it is stopped between registering and saving', async () => {
    let stops = 0;
    bed.reached = (point) => {
      if (point !== 'provision:registered' || stops > 0) return;
      stops += 1;
      throw new Error('the process was stopped here');
    };
    await installedEvent();
    expect((await provisioned()).status).toBe('succeeded');
    expect(stops).toBe(1);
    expect(registered).toBe(1);
    expect((await configOf(bed)).forgeAppId).toEqual(expect.any(String));
  });

  it('goes on with the app of a try that failed', async () => {
    const deploy = provisioner.deploy.bind(provisioner);
    provisioner.deploy = async () => {
      throw new Problem({ code: 'forge_deploy_forbidden', message: 'Not allowed.', detail: 'no-role', hint: 'Ask.' });
    };
    const failed = await provisioned();
    expect(failed).toMatchObject({
      status: 'failed',
      step: 'deploy',
      errorCode: 'forge_deploy_forbidden',
      detail: 'no-role',
      userMessage: 'Not allowed. Ask.',
    });
    expect(failed.steps.map((step) => step.state).slice(2, 5)).toEqual(['succeeded', 'failed', 'waiting']);
    provisioner.deploy = deploy;
    await installedEvent();
    expect((await provisioned()).status).toBe('succeeded');
    expect(registered).toBe(1);
  });

  it('says which field is missing before anything is registered', async () => {
    await bed.ports.connections.wipeSecrets(bed.orgId, bed.source.id, ['forgeScopedApiToken']);
    expect(await provisioned()).toMatchObject({ errorCode: 'forge_auth_failed', detail: 'credentials-missing' });
    expect(registered).toBe(0);
  });
});
