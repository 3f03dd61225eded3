import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useEffect, useSyncExternalStore } from 'react';
import { t } from '../text/en.ts';
import { IconButton } from './button.tsx';

interface ToastItem {
  readonly id: number;
  readonly tone: 'ok' | 'bad';
  readonly text: string;
  readonly hint?: string | undefined;
}

let items: readonly ToastItem[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function change(next: readonly ToastItem[]): void {
  items = next;
  for (const listener of listeners) listener();
}

/** Says in a corner that something is done, or failed; errors stay until they are closed. */
export function toast(tone: ToastItem['tone'], text: string, hint?: string): void {
  change([...items.slice(-3), { id: nextId++, tone, text, hint }]);
}

function dismiss(id: number): void {
  change(items.filter((item) => item.id !== id));
}

function Item({ item }: Readonly<{ item: ToastItem }>) {
  useEffect(() => {
    if (item.tone === 'bad') return;
    const timer = setTimeout(() => dismiss(item.id), 4000);
    return () => clearTimeout(timer);
  }, [item]);
  const Icon = item.tone === 'ok' ? CircleCheck : CircleAlert;
  return (
    <li className="pointer-events-auto flex items-start gap-2.5 rounded-lg border border-line bg-raised py-2 pr-2 pl-3 shadow-pop">
      <Icon aria-hidden className={item.tone === 'ok' ? 'mt-1 size-4 text-ok' : 'mt-1 size-4 text-bad'} />
      <div className="min-w-0 flex-1 py-0.5 text-sm">
        <p>{item.text}</p>
        {item.hint ? <p className="text-ink-2">{item.hint}</p> : null}
      </div>
      <IconButton
        size="sm"
        label={t.common.close}
        icon={<X aria-hidden className="size-3.5" />}
        onClick={() => dismiss(item.id)}
      />
    </li>
  );
}

export function Toasts() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => items,
  );
  return (
    <ul
      aria-live="polite"
      aria-label={t.common.messages}
      className="pointer-events-none fixed right-4 bottom-4 left-4 z-50 flex flex-col gap-2 sm:left-auto sm:w-88"
    >
      {shown.map((item) => (
        <Item key={item.id} item={item} />
      ))}
    </ul>
  );
}
