import { describeSignIn } from '../sign-in.testsuite.ts';
import { createFakeIdentity } from './sign-in.ts';

describeSignIn('fake', async () => {
  const identity = createFakeIdentity(() => Date.parse('2026-03-02T10:00:00Z'));
  return {
    ...identity,
    redirectUri: 'https://ctx.example/callback',
    consent: async (authorizeUrl) => identity.consent(authorizeUrl),
    close: async () => {},
  };
});
