import { LoaderCircle } from 'lucide-react';

/** Work that goes on, always with words; they are hidden only where a button already says them. */
export function Spinner({ label, hideLabel }: Readonly<{ label: string; hideLabel?: boolean }>) {
  return (
    <span className="inline-flex items-center gap-2 text-ink-2">
      <LoaderCircle aria-hidden className="size-3.5 animate-spin" />
      <span className={hideLabel ? 'sr-only' : 'text-sm'}>{label}</span>
    </span>
  );
}

/** A page or panel that waits for its first data. */
export function Loading({ label }: Readonly<{ label: string }>) {
  return (
    <div role="status" className="flex items-center justify-center py-16">
      <Spinner label={label} />
    </div>
  );
}
