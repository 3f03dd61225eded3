import { Outlet } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useReachability } from '../live/reachability.ts';
import { t } from '../text/en.ts';
import { Spinner } from '../ui/spinner.tsx';
import { Toasts, toast } from '../ui/toast.tsx';

/** Says that the server is gone, and that it is back. */
function ServerStrip() {
  const state = useReachability();
  const before = useRef(state);
  useEffect(() => {
    if (before.current === 'missing' && state !== 'missing') toast('ok', t.common.found);
    before.current = state;
  }, [state]);
  if (state === 'reachable') return null;
  return (
    <div role="alert" className="sticky top-0 z-30 border-b border-warn/40 bg-warn-soft px-4 py-1.5 text-center">
      <Spinner label={state === 'slow' ? t.common.slow : t.common.lost} />
    </div>
  );
}

export function RootLayout() {
  return (
    <>
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-ink px-3 py-2 text-sm text-canvas focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t.common.skip}
      </a>
      <ServerStrip />
      <Outlet />
      <Toasts />
    </>
  );
}
