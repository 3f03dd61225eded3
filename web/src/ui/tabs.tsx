import { Link } from '@tanstack/react-router';
import type { ComponentProps } from 'react';

export interface TabItem {
  readonly label: string;
  readonly to: NonNullable<ComponentProps<typeof Link>['to']>;
  readonly params: Readonly<Record<string, string>>;
  readonly exact?: boolean;
}

/** Sections of a page; each is an address of its own. */
export function TabLinks({ label, items }: Readonly<{ label: string; items: readonly TabItem[] }>) {
  return (
    <nav aria-label={label} className="-mx-1 mb-6 flex gap-1 overflow-x-auto border-b border-line px-1">
      {items.map(({ label: text, to, params, exact }) => (
        <Link
          key={text}
          to={to}
          params={params as never}
          activeOptions={{ exact: exact ?? false }}
          className="-mb-px border-b-2 border-transparent px-2.5 py-2 text-sm whitespace-nowrap text-ink-2 hover:text-ink"
          activeProps={{ className: 'border-ink! font-medium text-ink!' }}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}
