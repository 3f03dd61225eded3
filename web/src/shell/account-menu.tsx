import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { sessionQuery, signOut } from '../api/session.ts';
import { t } from '../text/en.ts';
import { Menu } from '../ui/menu.tsx';
import type { MenuEntry } from '../ui/menu-parts.tsx';
import { toast } from '../ui/toast.tsx';
import { chooseTheme, type Theme, useTheme } from './theme.ts';

const themes: readonly (readonly [Theme, string, typeof Sun])[] = [
  ['system', t.common.themeSystem, Monitor],
  ['light', t.common.themeLight, Sun],
  ['dark', t.common.themeDark, Moon],
];

/** Who is signed in, the theme, and the way out. */
export function AccountMenu() {
  const { data } = useSuspenseQuery(sessionQuery);
  const client = useQueryClient();
  const theme = useTheme();
  const leave = async () => {
    try {
      await signOut();
    } catch {
      toast('bad', t.common.notSignedOut, t.common.notSignedOutHint);
      return;
    }
    client.clear();
    location.assign('/sign-in');
  };
  const entries: readonly MenuEntry[] = [
    { kind: 'label', text: t.common.theme },
    ...themes.map(
      ([value, text, Icon]): MenuEntry => ({
        kind: 'item',
        text,
        checked: theme === value,
        icon: <Icon aria-hidden className="size-3.5" />,
        onSelect: () => chooseTheme(value),
      }),
    ),
    { kind: 'line' },
    {
      kind: 'item',
      text: t.common.signOut,
      icon: <LogOut aria-hidden className="size-3.5" />,
      onSelect: () => void leave(),
    },
  ];
  return (
    <Menu
      align="start"
      entries={entries}
      className="flex items-center gap-2.5 rounded-md px-2 py-1.5 text-left hover:bg-hover"
    >
      <span
        aria-hidden
        className="flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent"
      >
        {data.person?.name.slice(0, 1).toUpperCase()}
      </span>
      <span className="sr-only">{t.common.account}</span>
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm">{data.person?.name}</span>
        <span className="block truncate text-xs text-ink-2">{data.person?.email}</span>
      </span>
    </Menu>
  );
}
