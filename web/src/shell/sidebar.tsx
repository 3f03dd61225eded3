import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import {
  Bot,
  Braces,
  Building2,
  FolderGit2,
  HeartPulse,
  House,
  Plus,
  ScrollText,
  Search,
  Stethoscope,
  Users,
  Waypoints,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { connectorsQuery } from '../api/setup.ts';
import type { Connector } from '../api/types.ts';
import { t } from '../text/en.ts';
import { Dot, type Tone } from '../ui/badge.tsx';
import { AccountMenu } from './account-menu.tsx';
import { OrgMenu } from './org-menu.tsx';
import { useIsAdmin, useOrg } from './use-org.ts';

const item =
  'flex h-8 items-center gap-2.5 rounded-md px-2 text-sm text-ink-2 hover:bg-hover hover:text-ink [&>svg]:size-4 [&>svg]:shrink-0';
const active = { className: 'bg-active! text-ink! font-medium' };

function Section({ title, action, children }: Readonly<{ title: string; action?: ReactNode; children: ReactNode }>) {
  return (
    <div className="mt-5">
      <div className="flex h-7 items-center justify-between pr-1 pl-2">
        <h2 className="text-xs font-medium text-ink-2">{title}</h2>
        {action}
      </div>
      <ul className="flex flex-col gap-0.5">{children}</ul>
    </div>
  );
}

const tones: Readonly<Record<Connector['status'], Tone>> = {
  live: 'ok',
  setup: 'accent',
  paused: 'neutral',
  attention: 'warn',
};

function ConnectionItem({ org, connector }: Readonly<{ org: string; connector: Connector }>) {
  const unfinished = connector.status === 'setup';
  return (
    <li>
      <Link
        to={unfinished ? '/o/$org/setup/$connectionId' : '/o/$org/connections/$connectionId'}
        params={{ org, connectionId: connector.id }}
        className={item}
        activeProps={active}
      >
        <span className="flex w-4 justify-center">
          <Dot tone={tones[connector.status]} />
        </span>
        <span className="min-w-0 truncate">{connector.name}</span>
        <span className="sr-only">{t.start.statuses[connector.status]}</span>
      </Link>
    </li>
  );
}

/** As the keys are called on the machine at hand. */
const SHORTCUT = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘ K' : 'Ctrl K';

export function Sidebar({ onPalette }: Readonly<{ onPalette: () => void }>) {
  const org = useOrg();
  const isAdmin = useIsAdmin();
  const { data: connectors = [] } = useQuery(connectorsQuery(org));
  const sources = connectors.filter(({ role }) => role === 'source');
  return (
    <div className="flex h-full flex-col p-2.5">
      <OrgMenu />
      <button
        type="button"
        onClick={onPalette}
        className="mt-2.5 flex h-8 shrink-0 items-center gap-2 rounded-md border border-line bg-canvas px-2 text-sm text-ink-2 hover:bg-hover"
      >
        <Search aria-hidden className="size-3.5" />
        {t.common.commands}
        <kbd className="ml-auto font-mono text-2xs text-ink-3">{SHORTCUT}</kbd>
      </button>
      <nav aria-label={t.common.navigation} className="-mx-1 mt-2 min-h-0 flex-1 overflow-y-auto px-1 py-1">
        <ul className="flex flex-col gap-0.5">
          <li>
            <Link to="/o/$org" params={{ org }} activeOptions={{ exact: true }} className={item} activeProps={active}>
              <House aria-hidden />
              {t.common.nav.overview}
            </Link>
          </li>
          <li>
            <Link to="/o/$org/search" params={{ org }} className={item} activeProps={active}>
              <Search aria-hidden />
              {t.common.nav.search}
            </Link>
          </li>
          <li>
            <Link to="/o/$org/graph" params={{ org }} className={item} activeProps={active}>
              <Waypoints aria-hidden />
              {t.common.nav.graph}
            </Link>
          </li>
          <li>
            <Link to="/o/$org/wiki-health" params={{ org }} className={item} activeProps={active}>
              <HeartPulse aria-hidden />
              {t.common.nav.wikiHealth}
            </Link>
          </li>
        </ul>
        {sources.length > 0 ? (
          <Section
            title={t.common.nav.connections}
            action={
              isAdmin ? (
                <Link
                  to="/o/$org"
                  params={{ org }}
                  aria-label={t.common.nav.addConnection}
                  title={t.common.nav.addConnection}
                  className="rounded-sm p-0.5 text-ink-2 hover:bg-hover hover:text-ink"
                >
                  <Plus aria-hidden className="size-3.5" />
                </Link>
              ) : null
            }
          >
            {sources.map((connector) => (
              <ConnectionItem key={connector.id} org={org} connector={connector} />
            ))}
          </Section>
        ) : null}
        <Section title={t.common.nav.workspace}>
          <li>
            <Link to="/o/$org/agents" params={{ org }} className={item} activeProps={active}>
              <Bot aria-hidden />
              {t.common.nav.agents}
            </Link>
          </li>
          <li>
            <Link to="/o/$org/repositories" params={{ org }} className={item} activeProps={active}>
              <FolderGit2 aria-hidden />
              {t.common.nav.repositories}
            </Link>
          </li>
          <li>
            <Link to="/o/$org/members" params={{ org }} className={item} activeProps={active}>
              <Users aria-hidden />
              {t.common.nav.members}
            </Link>
          </li>
          {isAdmin ? (
            <li>
              <Link to="/o/$org/audit" params={{ org }} className={item} activeProps={active}>
                <ScrollText aria-hidden />
                {t.common.nav.audit}
              </Link>
            </li>
          ) : null}
          {isAdmin ? (
            <li>
              <Link to="/o/$org/doctor" params={{ org }} className={item} activeProps={active}>
                <Stethoscope aria-hidden />
                {t.common.nav.doctor}
              </Link>
            </li>
          ) : null}
          <li>
            <Link to="/o/$org/organization" params={{ org }} className={item} activeProps={active}>
              <Building2 aria-hidden />
              {t.common.nav.organization}
            </Link>
          </li>
          <li>
            <Link to="/o/$org/reference" params={{ org }} className={item} activeProps={active}>
              <Braces aria-hidden />
              {t.common.nav.api}
            </Link>
          </li>
        </Section>
      </nav>
      <div className="-mx-2.5 flex shrink-0 flex-col border-t border-line px-2.5 pt-2">
        <AccountMenu />
      </div>
    </div>
  );
}
