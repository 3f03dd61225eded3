import { useSuspenseQuery } from '@tanstack/react-query';
import { Outlet, useRouter, useRouterState } from '@tanstack/react-router';
import { Menu as MenuIcon, Search } from 'lucide-react';
import { Suspense, useEffect, useState } from 'react';
import { sessionQuery } from '../api/session.ts';
import { useLiveEvents } from '../live/events.ts';
import { t } from '../text/en.ts';
import { IconButton } from '../ui/button.tsx';
import { Drawer } from '../ui/drawer.tsx';
import { Loading } from '../ui/spinner.tsx';
import { CommandPalette } from './command-palette.tsx';
import { Logo } from './logo.tsx';
import { NotFound } from './route-states.tsx';
import { Sidebar } from './sidebar.tsx';
import { useOrg } from './use-org.ts';

function DemoStrip() {
  const { data } = useSuspenseQuery(sessionQuery);
  if (!data.demo) return null;
  const { sourcePage, repositoryPage } = data.demo;
  const places = [
    [t.common.demoSource, sourcePage],
    [t.common.demoRepository, repositoryPage],
  ] as const;
  return (
    <aside
      aria-label={t.common.demoName}
      className="flex flex-wrap justify-center gap-x-3 border-b border-line bg-accent-soft px-4 py-1 text-xs"
    >
      <span>{t.common.demo}</span>
      {places.map(([name, href]) =>
        href ? (
          <a key={name} href={href} target="_blank" rel="noreferrer" className="font-medium text-accent underline">
            {name}
          </a>
        ) : null,
      )}
    </aside>
  );
}

function Frame({ org }: Readonly<{ org: string }>) {
  useLiveEvents(org);
  const [drawer, setDrawer] = useState(false);
  const [palette, setPalette] = useState(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const [drawerPath, setDrawerPath] = useState(path);
  if (drawerPath !== path) {
    setDrawerPath(path);
    setDrawer(false);
  }
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setPalette((open) => !open);
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <div className="flex min-h-dvh">
      <header className="sticky top-0 hidden h-dvh w-58 shrink-0 border-r border-line bg-sunken md:block">
        <Sidebar onPalette={() => setPalette(true)} />
      </header>
      <Drawer open={drawer} onClose={() => setDrawer(false)} label={t.common.navigation}>
        <Sidebar
          onPalette={() => {
            setDrawer(false);
            setPalette(true);
          }}
        />
      </Drawer>
      <div className="flex min-w-0 flex-1 flex-col">
        <DemoStrip />
        <header className="flex items-center gap-2 border-b border-line px-2 py-1.5 md:hidden">
          <IconButton
            label={t.common.openMenu}
            icon={<MenuIcon aria-hidden className="size-4" />}
            onClick={() => setDrawer(true)}
          />
          <Logo />
          <span className="flex-1" />
          <IconButton
            label={t.common.commands}
            icon={<Search aria-hidden className="size-4" />}
            onClick={() => setPalette(true)}
          />
        </header>
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 outline-none">
          <Suspense fallback={<Loading label={t.common.loading} />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <CommandPalette open={palette} onClose={() => setPalette(false)} />
    </div>
  );
}

/** Leads to sign in, and back to where somebody was. */
function SessionEnded() {
  const router = useRouter();
  useEffect(() => {
    const { href } = router.latestLocation;
    void router.navigate({ to: '/sign-in', search: { returnTo: href }, replace: true });
  }, [router]);
  return <Loading label={t.common.loading} />;
}

/** Frame of every page of an organization. */
export function OrgLayout() {
  const org = useOrg();
  const { data } = useSuspenseQuery(sessionQuery);
  if (!data.person) return <SessionEnded />;
  if (!data.organizations.some(({ slug }) => slug === org)) return <NotFound />;
  return <Frame key={org} org={org} />;
}
