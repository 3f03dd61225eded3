import { lazy, Suspense, useState } from 'react';
import { arriving } from '../live/reachability.ts';
import { MenuButton, type MenuProps } from './menu-parts.tsx';

const load = () => arriving(() => import('./menu-open.tsx'));
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
