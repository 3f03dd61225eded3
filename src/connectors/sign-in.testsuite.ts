import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OAuthClient, SignIn } from '../core/roles/sign-in.ts';
import { Secret } from '../core/secret.ts';
import { problemOf } from '../net/wire.testbed.ts';

/** A product at which a person can consent. */
export interface SignInBed {
  readonly signIn: SignIn;
  readonly client: OAuthClient;
  readonly redirectUri: string;
  readonly account: { readonly id: string; readonly name: string };
  readonly siteId: string;
  /** Opens the address as the person, accepts, and gives where the browser is sent. */
  consent(authorizeUrl: string): Promise<URL>;
  close(): Promise<void>;
}

const verifier = 'v'.repeat(64);
const challenge = createHash('sha256').update(verifier).digest('base64url');

/** What linking an account promises, whatever the product. */
export function describeSignIn(name: string, prepare: () => Promise<SignInBed>): void {
  describe(`sign-in: ${name}`, () => {
    let bed: SignInBed;
    beforeAll(async () => {
      bed = await prepare();
    });
    afterAll(() => bed?.close());

    const address = (state = 'state-1'): string =>
      bed.signIn.authorizeUrl({
        clientId: bed.client.clientId,
        redirectUri: bed.redirectUri,
        state,
        codeChallenge: challenge,
      });
    const signInOnce = async () => {
      const back = await bed.consent(address());
      const code = back.searchParams.get('code')!;
      const exchange = (codeVerifier = verifier) =>
        bed.signIn.exchange(bed.client, { code, redirectUri: bed.redirectUri, codeVerifier });
      return { back, code, exchange };
    };

    it('sends the person with state and PKCE S256, and no secret', () => {
      const url = new URL(address('state-2'));
      expect(url.searchParams.get('state')).toBe('state-2');
      expect(url.searchParams.get('code_challenge')).toBe(challenge);
      expect(url.searchParams.get('code_challenge_method')).toBe('S256');
      expect(url.searchParams.get('redirect_uri')).toBe(bed.redirectUri);
      expect(url.href).not.toContain(bed.client.clientSecret.reveal());
      expect(new URL(bed.signIn.createUrl).protocol).toMatch(/^https?:$/);
    });

    it('brings the state back and trades the code for a grant that names person and sites', async () => {
      const { back, exchange } = await signInOnce();
      expect(back.searchParams.get('state')).toBe('state-1');
      const grant = await exchange();
      expect(grant.refreshToken).toBeInstanceOf(Secret);
      expect(Date.parse(grant.expiresAt)).not.toBeNaN();
      expect(await bed.signIn.account(grant.accessToken)).toEqual(bed.account);
      const sites = await bed.signIn.sites(grant.accessToken);
      expect(sites.map(({ id }) => id)).toContain(bed.siteId);
      expect(new Set(sites.map(({ id }) => id)).size).toBe(sites.length);
    });

    it('takes a code once, and only with its verifier', async () => {
      const stolen = await signInOnce();
      await problemOf(stolen.exchange('w'.repeat(64)));
      const { exchange } = await signInOnce();
      await exchange();
      await problemOf(exchange());
    });

    it('says whether an app is accepted before anybody signs in, and what a grant lacks', async () => {
      await bed.signIn.checkClient(bed.client, bed.redirectUri);
      for (const wrong of [
        { ...bed.client, clientId: 'nobody' },
        { ...bed.client, clientSecret: new Secret('canary-wrong-secret') },
      ]) {
        const problem = await problemOf(bed.signIn.checkClient(wrong, bed.redirectUri));
        expect(problem.code).toBe('oauth_client_rejected');
        expect(JSON.stringify([problem.message, problem.hint])).not.toContain('canary');
      }
      const grant = await (await signInOnce()).exchange();
      expect(bed.signIn.missingScopes(grant)).toEqual([]);
      const [first] = bed.signIn.missingScopes({ ...grant, scopes: ['none-of-these'] });
      expect(first).toBeTruthy();
    });

    it('refreshes to a new access token', async () => {
      const grant = await (await signInOnce()).exchange();
      const next = await bed.signIn.refresh(bed.client, grant.refreshToken!);
      expect(next.accessToken.reveal()).not.toBe(grant.accessToken.reveal());
      expect((await bed.signIn.account(next.accessToken)).id).toBe(bed.account.id);
    });

    it('says `grant_revoked` when only a person can help (F14)', async () => {
      const unknown = await problemOf(bed.signIn.refresh(bed.client, new Secret('never-issued-token')));
      expect(unknown).toMatchObject({ code: 'grant_revoked', retry: { kind: 'never' } });
      const grant = await (await signInOnce()).exchange();
      await bed.signIn.revoke(bed.client, grant.refreshToken!);
      expect((await problemOf(bed.signIn.refresh(bed.client, grant.refreshToken!))).code).toBe('grant_revoked');
    });

    it('does not blame the person for a wrong OAuth app, and shows no secret', async () => {
      const grant = await (await signInOnce()).exchange();
      const wrong = { clientId: bed.client.clientId, clientSecret: new Secret('canary-wrong-secret') };
      const problem = await problemOf(bed.signIn.refresh(wrong, grant.refreshToken!));
      expect(problem.code).not.toBe('grant_revoked');
      const text = JSON.stringify([problem, problem.message, problem.hint, problem.stack]);
      expect(text).not.toContain('canary');
      expect(text).not.toContain(grant.refreshToken!.reveal());
    });
  });
}
