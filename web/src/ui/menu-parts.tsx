import type { ComponentProps, ReactNode } from 'react';

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

export function MenuButton(props: Readonly<ComponentProps<'button'>>) {
  return <button type="button" {...props} />;
}
