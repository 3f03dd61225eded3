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

  it('takes up a retry where the try before it stopped: what was checked and deployed is not done again', async () => {
    const done: string[] = [];
    for (const step of ['lint', 'deploy'] as const) {
      const work = provisioner[step].bind(provisioner) as (...args: unknown[]) => Promise<never>;
      Object.assign(provisioner, {
        [step]: async (...args: unknown[]) => work(...args).finally(() => done.push(step)),
      });
    }
    const install = provisioner.install.bind(provisioner);
    const refuse = (detail: string) => {
      provisioner.install = async () => {
        throw new Problem({ code: 'confluence_install_forbidden', message: 'No.', detail });
      };
    };
    refuse('not-admin');
    expect(await provisioned()).toMatchObject({ status: 'failed', step: 'install', detail: 'not-admin' });
    refuse('not-deployed');
    expect(await provisioned()).toMatchObject({ status: 'failed', detail: 'not-deployed' });
    expect(done).toEqual(['lint', 'deploy']);
    provisioner.install = install;
    await installedEvent();
    expect((await provisioned()).status).toBe('succeeded');
    // The vendor said that it was not deployed after all.
    expect(done).toEqual(['lint', 'deploy', 'deploy']);
    expect(registered).toBe(1);
  });

  it('deploys again what another address or other scopes make another app of', async () => {
    await installedEvent();
    await provisioned();
    const deployed: boolean[] = [];
    const deploy = provisioner.deploy.bind(provisioner);
    provisioner.deploy = async (request, appId, log) => {
      deployed.push(request.instantDelete);
      return deploy(request, appId, log);
    };
    provisioner.manifest = (request) => JSON.stringify(request);
    expect((await provisioned()).status).toBe('succeeded');
    await bed.ports.connections.patch(bed.orgId, bed.source.id, { instantDelete: true });
    expect((await provisioned()).status).toBe('succeeded');
    expect((await provisioned()).status).toBe('succeeded');
    expect(deployed).toEqual([false, true]);
    expect(registered).toBe(1);
    expect((await configOf(bed)).appDeployed).toMatchObject({ instantDelete: true });
  });

  it('leaves the app that was given up and registers another, also where it is stopped in between', async () => {
    await installedEvent();
    await provisioned();
    const old = (await configOf(bed)).forgeAppId as string;
    await bed.ports.connections.patch(bed.orgId, bed.source.id, {
      forgeAppId: null,
      appChecked: null,
      appDeployed: null,
      appGeneration: 1,
      formerApps: [{ appId: old, uninstalled: false }],
    });
    const left: string[] = [];
    const uninstall = provisioner.uninstall.bind(provisioner);
    provisioner.uninstall = async (request, appId, log) => {
      left.push(appId);
      return uninstall(request, appId, log);
    };
    let stops = 0;
    bed.reached = (point) => {
      if (point !== 'provision:registered' || stops > 0) return;
      stops += 1;
      throw new Error('the process was stopped here');
    };
    expect((await provisioned()).status).toBe('succeeded');
    expect([registered, stops, left]).toEqual([2, 1, [old]]);
    const after = await configOf(bed);
    expect(after.forgeAppId).not.toBe(old);
    expect(after.formerApps).toEqual([{ appId: old, uninstalled: true }]);
  });

  it('goes on where the app that was given up cannot be taken off the site, and says so', async () => {
    await installedEvent();
    provisioner.uninstall = async () => {
      throw new Problem({ code: 'confluence_install_forbidden', message: 'No.', detail: 'permission' });
    };
    const formerApps = [{ appId: 'old-app', uninstalled: false }];
    await bed.ports.connections.patch(bed.orgId, bed.source.id, { appGeneration: 1, formerApps });
    const job = await provisioned();
    expect(job.status).toBe('succeeded');
    expect(job.log.join(' ')).toContain('old-app stays on the site (permission)');
    expect((await configOf(bed)).formerApps).toEqual(formerApps);
  });

  it('tells the cause and the cure also of what was tried again in vain', async () => {
    provisioner.preflight = async () => {
      throw new Problem({
        code: 'network',
        message: 'Nobody answers.',
        detail: 'unreachable',
        hint: 'Check the firewall.',
        retry: { kind: 'soon' },
      });
    };
    const job = await provisioned();
    expect(job).toMatchObject({ errorCode: 'network', detail: 'unreachable' });
    expect(job.userMessage).toBe('Nobody answers. Check the firewall.');
  });

  it('stops before anything is registered where the public address does not lead here', async () => {
    Object.assign(bed.context, {
      checkPublicOrigin: async () => {
        throw new Problem({ code: 'network', message: 'Not ours.', detail: 'origin-not-ours', hint: 'Set another.' });
      },
    });
    expect(await provisioned()).toMatchObject({
      step: 'preflight',
      errorCode: 'network',
      detail: 'origin-not-ours',
      userMessage: 'Not ours. Set another.',
    });
    expect(registered).toBe(0);
    Object.assign(bed.context, { checkPublicOrigin: async (log: (line: string) => void) => log('it leads here') });
    await installedEvent();
    const job = await provisioned();
    expect([job.status, job.log.includes('it leads here'), registered]).toEqual(['succeeded', true, 1]);
  });

  it('stops before anything is registered where the proxy lets nothing through', async () => {
    const refuses = new Problem({
      code: 'network',
      message: 'It refuses.',
      detail: 'proxy-refuses',
      hint: 'Allow it.',
    });
    Object.assign(bed.context, { checkProxy: () => Promise.reject(refuses) });
    expect(await provisioned()).toMatchObject({ step: 'preflight', errorCode: 'network', detail: 'proxy-refuses' });
    expect(registered).toBe(0);
    Object.assign(bed.context, { checkProxy: async (log: (line: string) => void) => log('the proxy is right') });
    await installedEvent();
    const job = await provisioned();
    expect([job.status, job.log.includes('the proxy is right'), registered]).toEqual(['succeeded', true, 1]);
  });

  it('says which field is missing before anything is registered', async () => {
    await bed.ports.connections.wipeSecrets(bed.orgId, bed.source.id, ['forgeScopedApiToken']);
    expect(await provisioned()).toMatchObject({ errorCode: 'forge_auth_failed', detail: 'credentials-missing' });
    expect(registered).toBe(0);
  });
});
