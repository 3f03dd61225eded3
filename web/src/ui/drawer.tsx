import { type ReactNode, useEffect, useRef } from 'react';

/** A panel from the left edge for narrow screens. */
export function Drawer({
  open,
  onClose,
  label,
  children,
}: Readonly<{ open: boolean; onClose: () => void; label: string; children: ReactNode }>) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !ref.current?.open) ref.current?.showModal();
    if (!open && ref.current?.open) ref.current.close();
  }, [open]);
  return (
    <dialog
      ref={ref}
      aria-label={label}
      onClose={onClose}
      onMouseDown={(event) => event.target === ref.current && onClose()}
      className="m-0 h-dvh max-h-none w-66 max-w-[85vw] border-r border-line bg-sunken p-0"
    >
      {open ? children : null}
    </dialog>
  );
}
