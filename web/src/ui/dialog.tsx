import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { t } from '../text/en.ts';
import { IconButton } from './button.tsx';
import { classes } from './classes.ts';

interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  readonly wide?: boolean;
}

/**
 * A modal on the browser's own dialog element: focus is held inside, goes back where it was, and Escape
 * closes; all of it without a style element, which the page's policy would refuse.
 */
export function Dialog({ open, onClose, title, children, footer, wide }: Readonly<DialogProps>) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    if (open && !dialog.open) {
      dialog.showModal();
      // Where the first thing to do is to type, the cursor stands there already.
      const first = dialog.querySelector<HTMLElement>('[data-body] :is(input, select, textarea, button, a)');
      if (first instanceof HTMLInputElement && first.type !== 'radio' && first.type !== 'checkbox') first.focus();
    }
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onClose={onClose}
      onMouseDown={(event) => event.target === ref.current && onClose()}
      className={classes(
        'm-auto w-[calc(100vw-2rem)] rounded-lg border border-line bg-raised p-0 shadow-pop',
        wide ? 'max-w-2xl' : 'max-w-md',
      )}
    >
      {open ? (
        <div className="flex max-h-[85vh] flex-col">
          <header className="flex items-center justify-between gap-4 border-b border-line py-2.5 pr-2.5 pl-5">
            <h2 id={titleId} className="text-base font-semibold">
              {title}
            </h2>
            <IconButton label={t.common.close} icon={<X aria-hidden className="size-4" />} onClick={onClose} />
          </header>
          <div data-body="" className="overflow-y-auto px-5 py-4">
            {children}
          </div>
          {footer ? (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</footer>
          ) : null}
        </div>
      ) : null}
    </dialog>
  );
}
