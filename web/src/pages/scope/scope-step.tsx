import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { proposeScope, saveScope, scopeQuery } from '../../api/scope.ts';
import type { ScopeState } from '../../api/types.ts';
import { formatCount } from '../../format/format.ts';
import { t } from '../../text/en.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Loading } from '../../ui/spinner.tsx';
import type { StepProps } from '../setup/step-props.ts';
import { useSetupAction } from '../setup/use-setup-action.ts';
import { type Choice, choiceOf, countChoice, scopeOf } from './choice.ts';
import { Difference } from './difference.tsx';
import { DryRun } from './dry-run.tsx';
import { ScopeOptions } from './scope-options.tsx';
import { SpaceSearch } from './space-search.tsx';
import { TreeView } from './tree-view.tsx';
import { useTree } from './use-tree.ts';

function Totals({ choice }: Readonly<{ choice: Choice }>) {
  const { spaces, pages, excluded } = countChoice(choice);
  const parts = [
    spaces > 0 ? t.scope.spaces(spaces, formatCount(spaces)) : null,
    pages > 0 ? t.scope.singles(pages, formatCount(pages)) : null,
    excluded > 0 ? t.scope.excluded(formatCount(excluded)) : null,
  ].filter(Boolean);
  return (
    <p role="status" className="text-sm">
      {parts.length > 0 ? (
        <span className="font-medium">{parts.join(' · ')}</span>
      ) : (
        <span className="text-ink-2">{t.scope.nothingText}</span>
      )}
    </p>
  );
}

function Editor({ org, status, saved }: StepProps & { readonly saved: ScopeState }) {
  const { connectionId } = status;
  const navigate = useNavigate();
  const tree = useTree(org, connectionId);
  const [choice, setChoice] = useState(() => choiceOf(saved.draft ?? saved.scope));
  const scope = useMemo(() => scopeOf(choice), [choice]);
  const savedText = useMemo(() => JSON.stringify(scopeOf(choiceOf(saved.draft ?? saved.scope))), [saved]);
  const unsaved = JSON.stringify(scope) !== savedText;
  const save = useSetupAction(org, () => saveScope(org, connectionId, scope));
  const propose = useSetupAction(
    org,
    async () => {
      await saveScope(org, connectionId, scope);
      return proposeScope(org, connectionId);
    },
    () =>
      void navigate({
        to: '/o/$org/setup/$connectionId/$step',
        params: { org, connectionId, step: 'review' },
        search: { proposing: true },
      }),
  );
  const error = save.error ?? propose.error;
  return (
    <div className="grid grid-cols-1 gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="min-w-0">
        <SpaceSearch
          {...{ org, connectionId, choice }}
          spaces={tree.data.spaces}
          parents={tree.parents}
          onChange={setChoice}
        />
        <TreeView tree={tree} choice={choice} onChange={setChoice} />
        <div className="sticky bottom-0 z-10 -mx-1 mt-4 flex flex-wrap items-center justify-between gap-3 border-t border-line bg-canvas px-1 py-3">
          <div>
            <Totals choice={choice} />
            <p className="text-xs text-ink-2">
              {unsaved ? t.scope.unsaved : t.scope.saved}
              {saved.target === null ? ` · ${t.scope.targetFirst}` : ''}
            </p>
          </div>
          <div className="flex flex-wrap gap-2">
            <Button busy={save.isPending} disabled={!unsaved} onClick={() => save.mutate()}>
              {t.scope.save}
            </Button>
            <Button
              kind="primary"
              busy={propose.isPending}
              disabled={scope.spaces.length === 0 || saved.target === null}
              onClick={() => propose.mutate()}
            >
              {t.scope.propose}
            </Button>
          </div>
          {error ? <ProblemView error={error} /> : null}
        </div>
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <Panel title={t.scope.options}>
          <ScopeOptions choice={choice} onChange={setChoice} />
        </Panel>
        <Panel title={t.scope.dryRun}>
          <DryRun org={org} connectionId={connectionId} scope={scope} repository={saved.target?.fullName ?? null} />
        </Panel>
        <Panel title={t.scope.difference}>
          <Difference before={saved.scope} after={scope} />
        </Panel>
      </div>
    </div>
  );
}

/** Choosing what is mirrored, with what it would bring beside it. */
export default function ScopeStep(props: StepProps) {
  const { org, status } = props;
  const { data, error, refetch } = useQuery(scopeQuery(org, status.connectionId));
  if (error && !data) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading label={t.scope.reading} />;
  return <Editor {...props} saved={data} />;
}
