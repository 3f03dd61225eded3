import { type ComponentProps, lazy, type ReactNode, Suspense, useState } from 'react';

export type MenuEntry =
  | { readonly kind: 'label'; readonly text: string }
  | { readonly kind: 'line' }
  | {
      readonly kind: 'item';
      readonly text: string;
      readonly onSelect: () => void;
      readonly icon?: ReactNode;
      readonly danger?: boolean;
      /** Given: the item is one of a choice. */
      readonly checked?: boolean;
    };

export interface MenuProps {
  readonly entries: readonly MenuEntry[];
  readonly align?: 'start' | 'end';
  readonly className: string;
  /** What the button shows. */
  readonly children: ReactNode;
}

const load = () => import('./menu-open.tsx');
const OpenMenu = lazy(load);

/** A menu on a button. Its machinery is loaded when somebody comes near it. */
export function Menu(props: Readonly<MenuProps>) {
  const [wanted, setWanted] = useState(false);
  const closed = (
    <MenuButton
      className={props.className}
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => setWanted(true)}
    >
      {props.children}
    </MenuButton>
  );
  if (!wanted) return closed;
  return (
    <Suspense fallback={closed}>
      <OpenMenu {...props} />
    </Suspense>
  );
}

export function MenuButton(props: Readonly<ComponentProps<'button'>>) {
  return <button type="button" {...props} />;
}
