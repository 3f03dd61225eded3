import type { Atlassian } from '../../sandbox/atlassian/index.ts';
import type { Fault } from '../../sandbox/core/faults.ts';
import type { GitHubSandbox } from '../../sandbox/github/index.ts';
import type { Dice } from './dice.ts';
import { brokenListing, type ListingFault } from './listings.ts';

/** What may go wrong outside. */
export interface Outdoors {
  readonly atlassian: Atlassian;
  readonly github: GitHubSandbox;
  readonly cloudId: string;
  /** Takes the app's token away; a new one comes when the weather clears. */
  revokeToken(): void;
}

type Blow = (outdoors: Outdoors, dice: Dice) => string;

const anyPage = 'GET /wiki/*';

function retryAfter(dice: Dice, now: number): Record<string, string> {
  const form = dice.pick(['7', 'date', 'none', '3600', '-5', 'abc', '1000000000000']);
  if (form === 'none') return {};
  return { 'retry-after': form === 'date' ? new Date(now + dice.int(1, 200) * 1_000).toUTCString() : form };
}

const rateLimit: Blow = ({ atlassian }, dice) => {
  const headers = retryAfter(dice, atlassian.clock.now());
  const body = dice.chance(0.5) ? { code: 429, message: 'Rate limit exceeded' } : undefined;
  const times = dice.int(1, 4);
  atlassian.faults.set({ route: anyPage, fail: { status: 429, headers, body }, times, skip: dice.int(0, 6) });
  return `F1/F2 429 x${times} ${JSON.stringify(headers)}`;
};

const serverErrors: Blow = ({ atlassian }, dice) => {
  const status = dice.pick([500, 502, 503, 504]);
  const times = dice.int(1, 20);
  atlassian.faults.set({ route: anyPage, fail: { status }, times, skip: dice.int(0, 8) });
  return `F3 ${status} x${times}`;
};

const tooMany: Blow = ({ atlassian }, dice) => {
  const most = dice.pick([2, 5, 25]);
  atlassian.faults.set({
    route: anyPage,
    fail: { status: 504 },
    when: ({ url }) => url.searchParams.has('body-format') && Number(url.searchParams.get('limit') ?? 0) > most,
  });
  return `F4 504 above limit ${most}`;
};

const poison: Blow = ({ atlassian, cloudId }, dice) => {
  const items = [...atlassian.state.content.get(cloudId)!.items.values()].filter(({ kind }) => kind === 'page');
  const { id } = dice.pick(items);
  let asked = '';
  atlassian.faults.set({
    route: anyPage,
    when: ({ url }) => {
      asked = url.searchParams.get('body-format') ?? '';
      return true;
    },
    fail: {
      rewrite: ({ status, body }) =>
        asked !== '' && JSON.stringify(body).includes(`"id":"${id}"`)
          ? { status: 500, body: { message: 'poison' } }
          : { status, body },
    },
  });
  return `F4/F32 500 wherever the body of ${id} is`;
};

const broken: Blow = ({ atlassian }, dice) => {
  const fail = dice.pick(['reset', 'cut', 'drop', 'truncate', 'html', 'gzip', 'stall', 'stall-body'] as const);
  const times = fail.startsWith('stall') ? 1 : dice.int(1, 5);
  atlassian.faults.set({ route: anyPage, fail, times, skip: dice.int(0, 8) });
  return `F5-F7 ${fail} x${times}`;
};

const badListing: Blow = ({ atlassian }, dice) => {
  const byId = 'GET /wiki/api/v2/pages';
  const route = dice.pick(['GET /wiki/api/v2/spaces/:id/pages', 'GET /wiki/api/v2/spaces', byId]);
  const detectable = ['pieces', 'twice', 'loop'] as const;
  // Nothing can be told from a listing and a reading that leave out the same, both in good order.
  const fault = dice.pick<ListingFault>(route === byId ? detectable : [...detectable, 'ends early']);
  const memory = new Map<string, string>();
  let last = new URL('http://nowhere');
  const when: Fault['when'] = ({ url }) => {
    last = url;
    return true;
  };
  atlassian.faults.set({ route, when, fail: brokenListing(fault, dice, memory, () => last) });
  return `F8 ${route} ${fault}`;
};

const spaceGone: Blow = ({ atlassian, cloudId }, dice) => {
  const space = dice.pick([...atlassian.state.content.get(cloudId)!.spaces.values()]);
  const away = dice.chance(0.5);
  if (away)
    atlassian.faults.set({
      route: 'GET /wiki/api/v2/spaces',
      fail: {
        rewrite: ({ status, body }) => {
          const list = body as { results?: readonly { id: string }[] };
          const results = (list.results ?? []).filter(({ id }) => String(id) !== space.id);
          return { status, body: { ...list, results } };
        },
      },
    });
  const status = dice.pick([404, 404, 403, 500]);
  atlassian.faults.set({ route: `GET /wiki/api/v2/spaces/${space.id}/pages`, fail: { status } });
  return `R3 the space ${space.key} answers ${status}${away ? ' and is not shown' : ''}`;
};

const hiddenPages: Blow = ({ atlassian }, dice) => {
  const times = dice.int(1, 8);
  atlassian.faults.set({ route: 'GET /wiki/api/v2/pages/:id', fail: { status: 404 }, times });
  return `R3 404 for single pages x${times}`;
};

const tokenGone: Blow = (outdoors) => {
  outdoors.revokeToken();
  return 'F9/F14 the token is refused';
};

const spent: Blow = ({ atlassian }, dice) => {
  const points = dice.int(20, 120);
  atlassian.state.settings.pointsPerHour = points;
  return `F1 ${points} points an hour`;
};

const emptyAttachments: Blow = ({ atlassian }, dice) => {
  const fail = dice.pick([{ status: 404 }, { status: 500 }, 'cut', 'reset'] as const);
  const times = dice.int(1, 6);
  // Also the restrictions of single pages: pages that are shown, and of which it cannot be learned who may read them.
  const route = dice.pick(['GET /wiki/rest/api/content/:id/child/*', 'GET /wiki/rest/api/content/:id/*']);
  atlassian.faults.set({ route, fail, times });
  return `F33 ${route.includes('child') ? 'attachments' : 'attachments and restrictions'} fail x${times}`;
};

/** The index of the search lags, and knows nothing of some things for a while. */
const laggingIndex: Blow = ({ atlassian }, dice) => {
  const index = dice.part('index');
  const share = dice.pick([0.3, 0.7]);
  atlassian.faults.set({
    route: 'GET /wiki/rest/api/content/search',
    fail: {
      rewrite: ({ status, body }) => {
        const list = body as { results?: readonly unknown[] };
        return { status, body: { ...list, results: (list.results ?? []).filter(() => !index.chance(share)) } };
      },
    },
  });
  return `F8 the search leaves out ${share * 100} %`;
};

const hostErrors: Blow = ({ github }, dice) => {
  const fail = dice.pick<NonNullable<Fault['fail']>>([
    { status: 500 },
    { status: 502 },
    { status: 403, headers: { 'retry-after': '60' }, body: { message: 'You have exceeded a secondary rate limit.' } },
    { status: 403, body: { message: 'You have exceeded a secondary rate limit.' } },
    { status: 429, headers: { 'retry-after': '5' } },
    'reset',
    'truncate',
  ]);
  const times = dice.int(1, 6);
  github.faults.set({ route: '* /api/*', fail, times, skip: dice.int(0, 2) });
  return `F24 the host's API ${typeof fail === 'string' ? fail : JSON.stringify(fail)} x${times}`;
};

const gitErrors: Blow = ({ github }, dice) => {
  const action = dice.pick(['git-receive-pack', 'git-upload-pack', 'info/refs']);
  const fail = dice.pick<NonNullable<Fault['fail']>>([{ status: 500 }, { status: 503 }, 'reset', 'drop', 'cut']);
  const times = dice.int(1, 3);
  github.faults.set({ route: `* /acme/:name/${action}`, fail, times });
  return `F24 ${action} ${typeof fail === 'string' ? fail : fail !== undefined && 'status' in fail ? fail.status : ''} x${times}`;
};

const blows: readonly (readonly [weight: number, blow: Blow])[] = [
  [4, rateLimit],
  [3, serverErrors],
  [2, tooMany],
  [2, poison],
  [4, broken],
  [4, badListing],
  [3, spaceGone],
  [1, hiddenPages],
  [1, tokenGone],
  [1, spent],
  [2, emptyAttachments],
  [1, laggingIndex],
  [2, hostErrors],
  [3, gitErrors],
];

const lots = blows.flatMap(([weight, blow]) => Array.from({ length: weight }, () => blow));

/** Something goes wrong outside, until the weather clears; says what it is. */
export function blow(outdoors: Outdoors, dice: Dice): string {
  return dice.pick(lots)(outdoors, dice);
}

export function clearWeather({ atlassian, github }: Outdoors): void {
  atlassian.faults.clear();
  github.faults.clear();
  atlassian.state.settings.pointsPerHour = null;
}
