import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import { useState } from 'react';
import { type RepositoryChoice, repositoriesQuery, saveTarget } from '../../api/setup.ts';
import { t } from '../../text/en.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { SearchBox, TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Loading } from '../../ui/spinner.tsx';
import { NextLink } from './next-link.tsx';
import type { StepProps } from './step-props.ts';
import { useHost } from './use-host.ts';
import { useSetupAction } from './use-setup-action.ts';

const text = t.setup.target;

function Choice({
  repository,
  chosen,
  onChoose,
}: Readonly<{ repository: RepositoryChoice; chosen: boolean; onChoose: () => void }>) {
  return (
    <label
      className={classes(
        'flex cursor-pointer items-center gap-3 border-b border-line px-3.5 py-2 last:border-b-0 hover:bg-hover has-disabled:opacity-60',
        chosen && 'bg-accent-soft',
      )}
    >
      <input
        type="radio"
        name="repository"
        className="size-4 accent-accent-solid"
        checked={chosen}
        disabled={repository.archived}
        onChange={onChoose}
      />
      <span className="min-w-0 flex-1 truncate text-sm">{repository.fullName}</span>
      {repository.archived ? <Badge>{text.archived}</Badge> : null}
      {repository.private ? (
        <Badge icon={<Lock aria-hidden className="size-2.5" />}>{text.private}</Badge>
      ) : (
        <Badge tone="warn">{text.public}</Badge>
      )}
    </label>
  );
}

function Chooser({ org, status, hostId }: StepProps & { readonly hostId: string }) {
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(repositoriesQuery(org, hostId));
  const [filter, setFilter] = useState('');
  const [id, setId] = useState(status.target?.repositoryId ?? '');
  const [branch, setBranch] = useState(status.target?.branch ?? '');
  const [typedName, setTypedName] = useState('');
  const chosen = data?.find((repository) => repository.id === id);
  const open = chosen !== undefined && !chosen.private;
  const save = useSetupAction(
    org,
    () =>
      saveTarget(
        org,
        status.connectionId,
        { connectionId: hostId, repositoryId: id, branch },
        open ? typedName.trim() : null,
      ),
    () =>
      void navigate({
        to: '/o/$org/setup/$connectionId/$step',
        params: { org, connectionId: status.connectionId, step: 'scope' },
      }),
  );
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading label={text.reading} />;
  if (data.length === 0) {
    return (
      <Notice
        tone="warn"
        title={text.none}
        actions={
          <Button size="sm" onClick={() => void refetch()}>
            {t.common.retry}
          </Button>
        }
      >
        {text.noneText}
      </Notice>
    );
  }
  const shown = data.filter(({ fullName }) => fullName.toLowerCase().includes(filter.toLowerCase()));
  return (
    <div className="flex flex-col gap-4">
      {data.length > 6 ? (
        <SearchBox
          label={text.filter}
          placeholder={text.filter}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      ) : null}
      <fieldset className="max-h-80 overflow-y-auto rounded-lg border border-line">
        <legend className="sr-only">{t.connection.target}</legend>
        {shown.map((repository) => (
          <Choice
            key={repository.id}
            repository={repository}
            chosen={repository.id === id}
            onChoose={() => {
              setId(repository.id);
              setBranch(repository.defaultBranch);
              setTypedName('');
            }}
          />
        ))}
      </fieldset>
      {chosen ? (
        <TextField
          label={text.branch}
          mono
          required
          value={branch}
          onChange={(event) => setBranch(event.target.value)}
          className="max-w-xs"
        />
      ) : null}
      {open ? (
        <Notice tone="warn" title={text.publicWarning}>
          <p className="mb-2">{text.publicWarningText}</p>
          <TextField
            label={text.publicConfirm(chosen.fullName)}
            mono
            value={typedName}
            onChange={(event) => setTypedName(event.target.value)}
          />
        </Notice>
      ) : null}
      {save.error ? <ProblemView error={save.error} /> : null}
      <div className="flex flex-wrap gap-2">
        <Button
          kind="primary"
          busy={save.isPending}
          disabled={!chosen || branch.trim() === '' || (open && typedName.trim() !== chosen.fullName)}
          onClick={() => save.mutate()}
        >
          {text.save}
        </Button>
      </div>
    </div>
  );
}

/** Which repository and branch receive the mirror. */
export function TargetStep(props: StepProps) {
  const { org, status } = props;
  const { host, error, refetch } = useHost(org);
  if (error) return <ProblemView error={error} onRetry={refetch} />;
  if (host === undefined) return <Loading label={text.reading} />;
  if (host === null) return <Notice title={t.setup.blockedTitle} />;
  return (
    <div className="flex flex-col gap-5">
      <Chooser {...props} hostId={host.connectionId} />
      <div>
        <NextLink org={org} status={status} from="target" />
      </div>
    </div>
  );
}
