import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProvisionCredentials, Provisioner, ProvisionRequest } from '../core/roles/provisioner.ts';

/** A platform on which an app can be put, with an operator who may do so. */
export interface ProvisionerBed {
  readonly provisioner: Provisioner;
  readonly credentials: ProvisionCredentials;
  /** Credentials that the platform does not accept. */
  readonly badCredentials: ProvisionCredentials;
  /** An existing site, and the form of one that does not exist. */
  readonly siteHost: string;
  readonly absentSiteHost: string;
  readonly origin: string;
  close(): Promise<void>;
}

/** What hosts must look like, and what attackers make them look like (S4). */
const hostileHosts = [
  '',
  'localhost',
  '127.0.0.1',
  '169.254.169.254',
  '[::1]',
  'metadata.google.internal',
  'site.example@evil.example',
  'a b',
  '../x',
  'x\\y',
  'x/y?z#',
  '--upload-pack=x',
  'xn--e1awd7f.atlassian.net',
];

/** What ids of developer spaces must never be, since they are handed to the vendor's tool. */
const hostileSpaces = ['', '--verbose', '-y', '--personal', ' ', '../x', 'x y', 'x;ls', '$(ls)', 'x\ny'];

/** What putting an app on a site promises. Steps run in the order of a real run. */
export function describeProvisioner(name: string, prepare: () => Promise<ProvisionerBed>): void {
  describe(`provisioner: ${name}`, () => {
    let bed: ProvisionerBed;
    let request: ProvisionRequest;
    let appId: string;
    const lines: string[] = [];
    const log = (line: string): void => {
      lines.push(line);
    };
    beforeAll(async () => {
      bed = await prepare();
      const created = await bed.provisioner.createDeveloperSpace(bed.credentials, 'Contract');
      request = {
        connectionId: 'connection-1',
        credentials: bed.credentials,
        siteHost: bed.provisioner.checkSiteHost(bed.siteHost),
        developerSpaceId: created.id,
        appName: 'ctx contract',
        origin: bed.origin,
        instantDelete: false,
      };
    });
    afterAll(() => bed?.close());

    it('accepts a site host in any case and refuses everything that is none (S4)', () => {
      expect(bed.provisioner.checkSiteHost(bed.siteHost.toUpperCase())).toBe(bed.siteHost);
      for (const host of [...hostileHosts, `${bed.siteHost}.evil.example`, `evil.example#.${bed.siteHost}`])
        expect(() => bed.provisioner.checkSiteHost(host), host).toThrow(
          expect.objectContaining({ code: 'invalid-site-host' }),
        );
    });

    it('accepts the id of the developer space that was made and refuses what could be an option of the tool', () => {
      expect(bed.provisioner.checkDeveloperSpaceId(request.developerSpaceId)).toBe(request.developerSpaceId);
      for (const id of [...hostileSpaces, `${request.developerSpaceId} --verbose`, `--${request.developerSpaceId}`])
        expect(() => bed.provisioner.checkDeveloperSpaceId(id), id).toThrow(
          expect.objectContaining({ code: 'invalid-developer-space' }),
        );
    });

    it('lists the developer space that was made', async () => {
      const spaces = await bed.provisioner.developerSpaces(bed.credentials);
      expect(spaces.map(({ id }) => id)).toContain(request.developerSpaceId);
    });

    it('finds bad credentials and an absent site before anything is registered', async () => {
      const bad = { ...request, credentials: bed.badCredentials };
      await expect(bed.provisioner.preflight(bad, log)).rejects.toMatchObject({ code: 'forge_auth_failed' });
      const absent = { ...request, siteHost: bed.absentSiteHost };
      await expect(bed.provisioner.preflight(absent, log)).rejects.toMatchObject({ code: 'confluence_install_site' });
      expect(await bed.provisioner.findRegistered(request)).toBeNull();
    });

    it('registers once: an interrupted run finds its app again (R7)', async () => {
      expect((await bed.provisioner.preflight(request, log)).siteId).not.toBe('');
      ({ appId } = await bed.provisioner.register(request, log));
      expect(await bed.provisioner.findRegistered(request)).toEqual({ appId });
    });

    it('deploys, installs, and may repeat each', async () => {
      await bed.provisioner.lint(request, appId, log);
      await bed.provisioner.deploy(request, appId, log);
      expect(await bed.provisioner.confirm(request, appId, log)).toBeNull();
      await bed.provisioner.install(request, appId, log);
      await bed.provisioner.install(request, appId, log);
      expect((await bed.provisioner.confirm(request, appId, log))?.installationId).toBeTruthy();
    }, 240_000);

    it('uninstalls', async () => {
      await bed.provisioner.uninstall(request, appId, log);
      expect(await bed.provisioner.confirm(request, appId, log)).toBeNull();
    }, 120_000);

    it('embeds the public origin in the manifest and links to the app for another admin', () => {
      expect(bed.provisioner.manifest(request, appId)).toContain(bed.origin);
      expect(new URL(bed.provisioner.installLink(appId)).protocol).toMatch(/^https?:$/);
      expect(() => bed.provisioner.installLink('x')).toThrow(expect.objectContaining({ name: 'Problem' }));
    });

    it('writes no secret to its log (S8)', () => {
      expect(lines.join('\n')).not.toContain(bed.credentials.apiToken.reveal());
    });
  });
}
