import { Secret } from '../../core/secret.ts';
import { describeContentSource } from '../content-source.testsuite.ts';
import { describeSignIn } from '../sign-in.testsuite.ts';
import { facts, startSandboxBed, visiblePageIds } from './sandbox.testbed.ts';
import { createSignIn } from './sign-in/index.ts';

describeContentSource('confluence', async () => {
  const bed = await startSandboxBed();
  return {
    open: bed.open,
    space: facts.space,
    pageIds: visiblePageIds,
    trashedId: '1011',
    unknownId: '4040404',
    restrictedId: '1007',
    labelled: { pageId: '1002', labels: ['api', 'runbook'] },
    attached: { pageId: '1002', fileName: 'plan ü.png', content: facts.picture },
    person: { id: facts.user.accountId, name: facts.user.name },
    titled: { pageId: '1002', words: 'deployment' },
    close: bed.close,
  };
});

describeSignIn('confluence', async () => {
  const { atlassian, http, close } = await startSandboxBed();
  return {
    signIn: createSignIn({
      http,
      now: () => atlassian.clock.now(),
      authBaseUrl: atlassian.origin,
      apiBaseUrl: atlassian.origin,
      consoleUrl: atlassian.origin,
    }),
    client: { clientId: facts.client.clientId, clientSecret: new Secret(facts.client.clientSecret) },
    redirectUri: facts.redirectUri,
    account: { id: facts.user.accountId, name: facts.user.name },
    siteId: facts.cloudId,
    async consent(authorizeUrl) {
      const fields = Object.fromEntries(new URL(authorizeUrl).searchParams);
      const { body } = await http.request({
        expect: 'json',
        method: 'POST',
        url: `${atlassian.origin}/authorize/decide`,
        body: { ...fields, decision: 'accept', accountId: facts.user.accountId, cloudId: facts.cloudId },
      });
      return new URL((body as { redirect: string }).redirect);
    },
    close,
  };
});
