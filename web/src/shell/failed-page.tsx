import { t } from '../text/en.ts';
import { Page } from '../ui/panel.tsx';
import { ProblemView } from '../ui/problem-view.tsx';

/** A page whose first data did not come. */
export function FailedPage({ error, onRetry }: Readonly<{ error: unknown; onRetry: () => void }>) {
  return (
    <Page width="narrow">
      <h1 className="sr-only">{t.problem.page}</h1>
      <ProblemView error={error} onRetry={onRetry} />
    </Page>
  );
}
