import { apiKeys, audit, invitations, members } from './fixtures/people.ts';
import { minutesAgo } from './fixtures/time.ts';
import { type MockRoute, org } from './route.ts';

/** Members, invitations, keys and what they did. */
export function peopleRoutes(): readonly MockRoute[] {
  let open = invitations;
  return [
    ['GET', org('/members'), () => members],
    ['GET', org('/invitations'), (call) => (call.org === 'acme' ? open : [])],
    [
      'POST',
      org('/invitations'),
      ({ body }) => {
        const made = {
          id: `i${open.length + 1}`,
          email: String(body.email ?? 'new@acme.example'),
          role: body.role === 'admin' ? ('admin' as const) : ('member' as const),
          expiresAt: minutesAgo(-10_080),
        };
        open = [{ ...made, state: 'open', createdAt: minutesAgo(0), invitedBy: 'Maya Okafor' }, ...open];
        return { ...made, url: 'https://ctx.acme.example/invitation/9Yk2mQ' };
      },
    ],
    [
      'DELETE',
      org('/invitations/([^/]+)'),
      ({ params }) => {
        open = open.filter(({ id }) => id !== params[0]);
        return { done: true };
      },
    ],
    ['GET', org('/keys'), () => apiKeys],
    [
      'POST',
      org('/keys'),
      ({ body }) => ({ ...apiKeys[0], name: body.name ?? 'Laptop', key: 'ctx_9fK2v7Qw1ZtR8mYb3NcL5pXd' }),
    ],
    ['GET', org('/audit'), () => audit],
  ];
}
