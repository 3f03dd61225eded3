import { DropdownMenu } from 'radix-ui';
import { classes } from './classes.ts';
import { MenuButton, type MenuEntry, type MenuProps } from './menu-parts.tsx';

function Entry({ entry }: Readonly<{ entry: MenuEntry }>) {
  if (entry.kind === 'line') return <DropdownMenu.Separator className="my-1 border-t border-line" />;
  if (entry.kind === 'label') {
    return <DropdownMenu.Label className="px-2 pt-1.5 pb-1 text-xs text-ink-2">{entry.text}</DropdownMenu.Label>;
  }
  const { text, onSelect, icon, danger, checked } = entry;
  return (
    <DropdownMenu.Item
      onSelect={onSelect}
      {...(checked === undefined ? {} : { role: 'menuitemradio', 'aria-checked': checked })}
      className={classes(
        'flex h-8 cursor-pointer items-center gap-2.5 rounded-md px-2 text-sm outline-none data-[highlighted]:bg-hover',
        danger ? 'text-bad' : 'text-ink',
        checked && 'bg-active font-medium',
      )}
    >
      {icon ? <span className="text-ink-3">{icon}</span> : null}
      {text}
    </DropdownMenu.Item>
  );
}

/**
 * The menu itself, open at once. Not modal: a modal one would bring a style element, which the policy refuses. It stays
 * where its button is: within its landmark, and above the drawer that the button may stand in.
 */
export default function OpenMenu({ entries, align = 'end', className, children }: Readonly<MenuProps>) {
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger asChild>
        <MenuButton className={className}>{children}</MenuButton>
      </DropdownMenu.Trigger>
      <DropdownMenu.Content
        align={align}
        sideOffset={4}
        className="z-40 max-h-80 min-w-48 overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-pop"
      >
        {entries.map((entry, index) => (
          // Entries of a menu do not move while it is open.
          <Entry key={index} entry={entry} />
        ))}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
