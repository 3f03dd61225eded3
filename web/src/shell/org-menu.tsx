import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ChevronsUpDown, Plus } from 'lucide-react';
import { sessionQuery } from '../api/session.ts';
import { t } from '../text/en.ts';
import { Menu } from '../ui/menu.tsx';
import type { MenuEntry } from '../ui/menu-parts.tsx';
import { useOrg } from './use-org.ts';

/** Which organization is open, and the way to the others. */
export function OrgMenu() {
  const org = useOrg();
  const navigate = useNavigate();
  const { data } = useSuspenseQuery(sessionQuery);
  const open = data.organizations.find(({ slug }) => slug === org);
  const entries: readonly MenuEntry[] = [
    { kind: 'label', text: t.common.organizations },
    ...data.organizations.map(
      ({ slug, name }): MenuEntry => ({
        kind: 'item',
        text: name,
        checked: slug === org,
        onSelect: () => void navigate({ to: '/o/$org', params: { org: slug } }),
      }),
    ),
    { kind: 'line' },
    {
      kind: 'item',
      text: t.common.newOrganization,
      icon: <Plus aria-hidden className="size-3.5" />,
      onSelect: () => void navigate({ to: '/new' }),
    },
  ];
  return (
    <Menu
      align="start"
      entries={entries}
      className="flex h-9 items-center gap-2.5 rounded-md px-2 text-left hover:bg-hover"
    >
      <span
        aria-hidden
        className="flex size-5 items-center justify-center rounded-sm bg-ink font-mono text-2xs font-semibold text-canvas"
      >
        {open?.name.slice(0, 1).toUpperCase()}
      </span>
      <span className="min-w-0 flex-1 truncate text-sm font-semibold">{open?.name}</span>
      <ChevronsUpDown aria-hidden className="size-3.5 text-ink-3" />
    </Menu>
  );
}
