import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ChevronsUpDown, Plus } from 'lucide-react';
import { sessionQuery } from '../api/session.ts';
import { t } from '../text/en.ts';
import { Menu, MenuItem, MenuLabel, MenuLine } from '../ui/menu.tsx';
import { useOrg } from './use-org.ts';

/** Which organization is open, and the way to the others. */
export function OrgMenu() {
  const org = useOrg();
  const navigate = useNavigate();
  const { data } = useSuspenseQuery(sessionQuery);
  const open = data.organizations.find(({ slug }) => slug === org);
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className="flex h-9 items-center gap-2.5 rounded-md px-2 text-left hover:bg-hover">
          <span
            aria-hidden
            className="flex size-5 items-center justify-center rounded-sm bg-ink font-mono text-2xs font-semibold text-canvas"
          >
            {open?.name.slice(0, 1).toUpperCase()}
          </span>
          <span className="min-w-0 flex-1 truncate text-sm font-semibold">{open?.name}</span>
          <ChevronsUpDown aria-hidden className="size-3.5 text-ink-3" />
        </button>
      }
    >
      <MenuLabel>{t.common.organizations}</MenuLabel>
      {data.organizations.map(({ slug, name }) => (
        <MenuItem
          key={slug}
          checked={slug === org}
          onSelect={() => void navigate({ to: '/o/$org', params: { org: slug } })}
        >
          {name}
        </MenuItem>
      ))}
      <MenuLine />
      <MenuItem icon={<Plus aria-hidden className="size-3.5" />} onSelect={() => void navigate({ to: '/new' })}>
        {t.common.newOrganization}
      </MenuItem>
    </Menu>
  );
}
