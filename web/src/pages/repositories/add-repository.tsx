import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { trackRepository } from '../../api/repositories.ts';
import { repositoriesQuery } from '../../api/setup.ts';
import type { Connector } from '../../api/types.ts';
import { t } from '../../text/en.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Loading } from '../../ui/spinner.tsx';
import { toast } from '../../ui/toast.tsx';
import { useSetupAction } from '../setup/use-setup-action.ts';
import { RepositoryChoices } from './repository-choices.tsx';

const text = t.organization.repositories;

interface AddRepositoryProps {
  readonly org: string;
  readonly hosts: readonly Connector[];
  /** Remote ids that are indexed already. */
  readonly known: ReadonlySet<string>;
  readonly onClose: () => void;
}

/** Picks a repository of the installation to be indexed. */
export function AddRepository({ org, hosts, known, onClose }: AddRepositoryProps) {
  const [host, setHost] = useState(hosts[0]!.id);
  const [chosen, setChosen] = useState<string | null>(null);
  const [branch, setBranch] = useState('');
  const { data, error, refetch } = useQuery(repositoriesQuery(org, host));
  const left = data?.filter(({ id, archived }) => !archived && !known.has(id)) ?? [];
  const repository = left.find(({ id }) => id === chosen);
  const add = useSetupAction(
    org,
    () => {
      const name = branch.trim();
      return trackRepository(org, { connectionId: host, repositoryId: chosen!, ...(name ? { branch: name } : {}) });
    },
    () => {
      toast('ok', text.added);
      onClose();
    },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Dialog open onClose={onClose} title={text.addTitle}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <p className="text-sm text-ink-2">{text.addText}</p>
        {hosts.length > 1 ? (
          <SelectField label={text.host} value={host} onChange={(event) => setHost(event.target.value)}>
            {hosts.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
        ) : null}
        {error ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
        {!data && !error ? <Loading label={text.readingChoices} /> : null}
        {data && left.length === 0 ? <p className="text-sm">{text.noChoices}</p> : null}
        {left.length > 0 ? (
          <RepositoryChoices choices={left} chosen={chosen} onChoose={({ id }) => setChosen(id)} />
        ) : null}
        {repository ? (
          <TextField
            label={text.branch}
            optional={t.common.optional}
            hint={text.defaultBranch(repository.defaultBranch)}
            value={branch}
            mono
            onChange={(event) => setBranch(event.target.value)}
          />
        ) : null}
        {add.error ? <ProblemView error={add.error} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button type="submit" kind="primary" busy={add.isPending} disabled={!repository}>
            {text.confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
