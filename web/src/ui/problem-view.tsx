import { RequestProblem, ServerGone } from '../api/problem.ts';
import { t } from '../text/en.ts';
import { Button } from './button.tsx';
import { CopyButton } from './copy.tsx';
import { Notice } from './notice.tsx';

/** What happened, who can act, the next step, and an id to copy: for every failure alike. */
export function ProblemView({ error, onRetry }: Readonly<{ error: unknown; onRetry?: () => void }>) {
  const retry = onRetry ? (
    <Button size="sm" onClick={onRetry}>
      {t.common.retry}
    </Button>
  ) : undefined;
  if (error instanceof ServerGone) {
    return (
      <Notice tone="bad" alert title={t.problem.gone} actions={retry}>
        {t.problem.goneHint}
      </Notice>
    );
  }
  if (!(error instanceof RequestProblem)) {
    return (
      <Notice tone="bad" alert title={t.problem.page} actions={retry}>
        {error instanceof Error ? error.message : t.problem.unknown}
      </Notice>
    );
  }
  const { title, hint, actor, code, instance, errors } = error.document;
  return (
    <Notice tone="bad" alert title={title} actions={retry}>
      {hint ? <p className="text-ink">{hint}</p> : null}
      {errors && errors.length > 1 ? (
        <ul className="mt-1 list-disc pl-5">
          {errors.map(({ path, message }) => (
            <li key={`${path}${message}`}>
              {path}: {message}
            </li>
          ))}
        </ul>
      ) : null}
      <p className="mt-1.5 flex flex-wrap items-center gap-x-1.5 text-xs">
        <span>{t.problem.actor[actor]}</span>
        <span aria-hidden>·</span>
        <code className="font-mono">{code}</code>
        {instance ? (
          <>
            <span aria-hidden>·</span>
            <code className="font-mono">{instance.slice(0, 12)}</code>
            <CopyButton text={`${code} ${instance}`} label={t.problem.copyId} />
          </>
        ) : null}
      </p>
    </Notice>
  );
}
