import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { sessionQuery } from './api/session.ts';
import { arriving } from './live/reachability.ts';
import { OrgLayout } from './shell/org-layout.tsx';
import { RootLayout } from './shell/root-layout.tsx';
import { NotFound, RouteError, RoutePending } from './shell/route-states.tsx';

/** A page that is fetched when it is opened first. */
function page<Module extends Record<string, unknown>, Name extends keyof Module & string>(
  load: () => Promise<Module>,
  name: Name,
) {
  return lazyRouteComponent(() => arriving(load), name);
}

interface RouterContext {
  readonly client: QueryClient;
}

const root = createRootRouteWithContext<RouterContext>()({ component: RootLayout, notFoundComponent: NotFound });

async function sessionOf(client: QueryClient) {
  return client.ensureQueryData(sessionQuery);
}

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async ({ context }) => {
    const session = await sessionOf(context.client);
    if (!session.person) throw redirect({ to: '/sign-in' });
    const first = session.organizations[0];
    throw first ? redirect({ to: '/o/$org', params: { org: first.slug } }) : redirect({ to: '/new' });
  },
});

export interface ReturnSearch {
  readonly returnTo?: string;
}

function readReturn(search: Record<string, unknown>): ReturnSearch {
  const { returnTo } = search;
  // Only paths of this page: an address elsewhere is not followed.
  return typeof returnTo === 'string' && /^\/(?![/\\])/.test(returnTo) ? { returnTo } : {};
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: readReturn,
  component: page(() => import('./pages/start/sign-in.tsx'), 'SignInPage'),
});

const newOrganization = createRoute({
  getParentRoute: () => root,
  path: '/new',
  component: page(() => import('./pages/start/new-organization.tsx'), 'NewOrganizationPage'),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation/$token',
  component: page(() => import('./pages/start/invitation.tsx'), 'InvitationPage'),
});

/** Addresses that the server makes name an organization alone. */
const bareOrganization = createRoute({
  getParentRoute: () => root,
  path: '/$org',
  beforeLoad: async ({ context, params }) => {
    const session = await sessionOf(context.client);
    if (session.organizations.some(({ slug }) => slug === params.org)) throw redirect({ to: '/o/$org', params });
  },
  component: NotFound,
});

const org = createRoute({
  getParentRoute: () => root,
  path: '/o/$org',
  beforeLoad: async ({ context, location }) => {
    const session = await sessionOf(context.client);
    if (!session.person) throw redirect({ to: '/sign-in', search: { returnTo: location.href } });
  },
  component: OrgLayout,
  errorComponent: RouteError,
});

const overview = createRoute({
  getParentRoute: () => org,
  path: '/',
  component: page(() => import('./pages/overview/overview.tsx'), 'OverviewPage'),
});

const setupStart = createRoute({
  getParentRoute: () => org,
  path: 'setup/$connectionId',
  component: page(() => import('./pages/setup/setup-start.tsx'), 'SetupStartPage'),
});

export interface SetupSearch {
  readonly linked?: boolean;
  readonly claim?: string;
  readonly linkError?: string;
  /** Names of scopes that a grant lacked. */
  readonly missing?: string;
  /** A pull request was just asked for. */
  readonly proposing?: boolean;
}

const setupStep = createRoute({
  getParentRoute: () => org,
  path: 'setup/$connectionId/$step',
  validateSearch: (search: Record<string, unknown>): SetupSearch => ({
    ...(search.linked === true || search.linked === 'true' ? { linked: true } : {}),
    ...(search.proposing === true ? { proposing: true } : {}),
    ...(typeof search.claim === 'string' ? { claim: search.claim } : {}),
    ...(typeof search.linkError === 'string' ? { linkError: search.linkError } : {}),
    ...(typeof search.missing === 'string' ? { missing: search.missing } : {}),
  }),
  component: page(() => import('./pages/setup/setup-page.tsx'), 'SetupPage'),
});

const connection = createRoute({
  getParentRoute: () => org,
  path: 'connections/$connectionId',
  component: page(() => import('./pages/connection/connection-layout.tsx'), 'ConnectionLayout'),
});

const connectionHealth = createRoute({
  getParentRoute: () => connection,
  path: '/',
  component: page(() => import('./pages/connection/health.tsx'), 'HealthPage'),
});

const connectionRuns = createRoute({
  getParentRoute: () => connection,
  path: 'runs',
  component: page(() => import('./pages/connection/runs.tsx'), 'RunsPage'),
});

const connectionRun = createRoute({
  getParentRoute: () => connection,
  path: 'runs/$runId',
  component: page(() => import('./pages/connection/run-detail.tsx'), 'RunPage'),
});

export interface PagesSearch {
  readonly state?: string;
  readonly text?: string;
}

const connectionPages = createRoute({
  getParentRoute: () => connection,
  path: 'pages',
  validateSearch: (search: Record<string, unknown>): PagesSearch => ({
    ...(typeof search.state === 'string' ? { state: search.state } : {}),
    ...(search.text !== undefined ? { text: String(search.text) } : {}),
  }),
  component: page(() => import('./pages/connection/pages.tsx'), 'PagesPage'),
});

const connectionPage = createRoute({
  getParentRoute: () => connection,
  path: 'pages/$pageId',
  component: page(() => import('./pages/connection/page-detail.tsx'), 'PageDetailPage'),
});

const connectionSettings = createRoute({
  getParentRoute: () => connection,
  path: 'settings',
  component: page(() => import('./pages/connection/settings.tsx'), 'SettingsPage'),
});

export interface FindSearch {
  readonly q?: string;
  readonly space?: string;
  readonly label?: string;
}

const search = createRoute({
  getParentRoute: () => org,
  path: 'search',
  validateSearch: (given: Record<string, unknown>): FindSearch => ({
    ...(given.q !== undefined ? { q: String(given.q) } : {}),
    ...(typeof given.space === 'string' ? { space: given.space } : {}),
    ...(typeof given.label === 'string' ? { label: given.label } : {}),
  }),
  component: page(() => import('./pages/search/search-page.tsx'), 'SearchPage'),
});

const document = createRoute({
  getParentRoute: () => org,
  path: 'documents/$documentId',
  validateSearch: (given: Record<string, unknown>): { readonly lines?: string } =>
    typeof given.lines === 'string' ? { lines: given.lines } : {},
  component: page(() => import('./pages/document/document-page.tsx'), 'DocumentPage'),
});

const graph = createRoute({
  getParentRoute: () => org,
  path: 'graph',
  component: page(() => import('./pages/graph/graph-page.tsx'), 'GraphPage'),
});

export interface HealthSearch {
  readonly kind?: string;
  readonly space?: string;
}

const wikiHealth = createRoute({
  getParentRoute: () => org,
  path: 'wiki-health',
  validateSearch: (given: Record<string, unknown>): HealthSearch => ({
    ...(typeof given.kind === 'string' ? { kind: given.kind } : {}),
    ...(typeof given.space === 'string' ? { space: given.space } : {}),
  }),
  component: page(() => import('./pages/wiki-health/wiki-health-page.tsx'), 'WikiHealthPage'),
});

const agents = createRoute({
  getParentRoute: () => org,
  path: 'agents',
  component: page(() => import('./pages/agents/agents-page.tsx'), 'AgentsPage'),
});

const repositories = createRoute({
  getParentRoute: () => org,
  path: 'repositories',
  component: page(() => import('./pages/repositories/repositories-page.tsx'), 'RepositoriesPage'),
});

const organization = createRoute({
  getParentRoute: () => org,
  path: 'organization',
  component: page(() => import('./pages/organization/organization-page.tsx'), 'OrganizationPage'),
});

const doctor = createRoute({
  getParentRoute: () => org,
  path: 'doctor',
  component: page(() => import('./pages/doctor/doctor-page.tsx'), 'DoctorPage'),
});

const members = createRoute({
  getParentRoute: () => org,
  path: 'members',
  component: page(() => import('./pages/members/members-page.tsx'), 'MembersPage'),
});

const audit = createRoute({
  getParentRoute: () => org,
  path: 'audit',
  component: page(() => import('./pages/audit/audit-page.tsx'), 'AuditPage'),
});

const api = createRoute({
  getParentRoute: () => org,
  path: 'reference',
  component: page(() => import('./pages/api/api-page.tsx'), 'ApiPage'),
});

const gallery = createRoute({
  getParentRoute: () => root,
  path: '/_ui',
  component:
    import.meta.env.DEV || import.meta.env.VITE_GALLERY
      ? page(() => import('./pages/gallery/gallery-page.tsx'), 'GalleryPage')
      : NotFound,
});

const tree = root.addChildren([
  home,
  signIn,
  newOrganization,
  invitation,
  gallery,
  bareOrganization,
  org.addChildren([
    overview,
    setupStart,
    setupStep,
    connection.addChildren([
      connectionHealth,
      connectionRuns,
      connectionRun,
      connectionPages,
      connectionPage,
      connectionSettings,
    ]),
    search,
    document,
    graph,
    wikiHealth,
    agents,
    repositories,
    organization,
    doctor,
    members,
    audit,
    api,
  ]),
]);

export function createAppRouter(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { client },
    defaultPreload: 'intent',
    defaultPendingComponent: RoutePending,
    defaultPendingMs: 400,
    defaultErrorComponent: RouteError,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
