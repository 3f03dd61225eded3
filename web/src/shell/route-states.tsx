import { useQueryClient } from '@tanstack/react-query';
import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import { useCallback, useEffect } from 'react';
import { onHealed } from '../live/reachability.ts';
import { t } from '../text/en.ts';
import { buttonClass } from '../ui/button.tsx';
import { Empty } from '../ui/panel.tsx';
import { ProblemView } from '../ui/problem-view.tsx';
import { Loading } from '../ui/spinner.tsx';

export function RoutePending() {
  return <Loading label={t.common.loading} />;
}

export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const client = useQueryClient();
  const again = useCallback(() => {
    // The failure is remembered with the question; it would be shown again.
    client.removeQueries({ type: 'inactive', predicate: ({ state }) => state.status === 'error' });
    reset();
    void router.invalidate();
  }, [client, reset, router]);
  useEffect(() => onHealed(again), [again]);
  return (
    <main id="main" className="mx-auto max-w-2xl px-4 py-12">
      <h1 className="sr-only">{t.problem.page}</h1>
      <ProblemView error={error} onRetry={again} />
    </main>
  );
}

export function NotFound() {
  return (
    <main id="main" className="mx-auto max-w-2xl px-4 py-16">
      <h1 className="sr-only">{t.common.notHere}</h1>
      <Empty
        title={t.common.notHere}
        action={
          <Link to="/" className={buttonClass('primary')}>
            {t.common.toStart}
          </Link>
        }
      >
        {t.common.notHereHint}
      </Empty>
    </main>
  );
}
