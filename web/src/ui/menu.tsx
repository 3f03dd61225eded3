import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';

/** A menu on a button. Not modal: a modal one would bring a style element, which the policy refuses. */
export function Menu({
  trigger,
  children,
  align = 'end',
}: Readonly<{ trigger: ReactNode; children: ReactNode; align?: 'start' | 'end' }>) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={4}
          className="z-40 max-h-80 min-w-48 overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-pop"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

export function MenuItem({
  onSelect,
  icon,
  danger,
  checked,
  children,
}: Readonly<{ onSelect: () => void; icon?: ReactNode; danger?: boolean; checked?: boolean; children: ReactNode }>) {
  return (
    <DropdownMenu.Item
      onSelect={onSelect}
      {...(checked === undefined ? {} : { role: 'menuitemradio', 'aria-checked': checked })}
      className={classes(
        'flex h-8 cursor-pointer items-center gap-2.5 rounded-md px-2 text-sm outline-none data-[highlighted]:bg-hover',
        danger ? 'text-bad' : 'text-ink',
        checked && 'font-medium',
      )}
    >
      {icon ? <span className="text-ink-3">{icon}</span> : null}
      {children}
    </DropdownMenu.Item>
  );
}

export function MenuLabel({ children }: Readonly<{ children: ReactNode }>) {
  return <DropdownMenu.Label className="px-2 pt-1.5 pb-1 text-xs text-ink-2">{children}</DropdownMenu.Label>;
}

export function MenuLine() {
  return <DropdownMenu.Separator className="my-1 border-t border-line" />;
}
