import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type MoveInput, moveMirror, previewMove } from '../../api/changes.ts';
import { type RepositoryChoice, repositoriesQuery } from '../../api/setup.ts';
import { t } from '../../text/en.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Loading } from '../../ui/spinner.tsx';
import { toast } from '../../ui/toast.tsx';
import { RepositoryChoices } from '../repositories/repository-choices.tsx';
import { useSetupAction } from '../setup/use-setup-action.ts';
import { type FilesChoice, FilesField } from './files-choice.tsx';

const text = t.connection.settings;

interface MoveDialogProps {
  readonly org: string;
  readonly connectionId: string;
  /** Connection of the repository host. */
  readonly hostId: string;
  readonly onClose: () => void;
}

/** Moves a mirror to another repository or branch: chosen, then shown, then done. */
export function MoveDialog({ org, connectionId, hostId, onClose }: MoveDialogProps) {
  const [chosen, setChosen] = useState<RepositoryChoice | null>(null);
  const [branch, setBranch] = useState('');
  const [typed, setTyped] = useState('');
  const [files, setFiles] = useState<FilesChoice>('keep');
  const { data, error, refetch } = useQuery(repositoriesQuery(org, hostId));
  const input = (): MoveInput => ({
    connectionId,
    target: { connectionId: hostId, repositoryId: chosen!.id, ...(branch.trim() ? { branch: branch.trim() } : {}) },
    ...(typed.trim() ? { confirmPublic: typed.trim() } : {}),
  });
  const preview = useSetupAction(org, () => previewMove(org, input()));
  const move = useSetupAction(
    org,
    () => moveMirror(org, { ...input(), files }),
    () => {
      toast('ok', text.moveStarted);
      onClose();
    },
  );
  const shown = preview.data;
  const confirmed = !shown?.public || typed.trim() === shown.to.fullName;
  return (
    <Dialog
      open
      onClose={onClose}
      title={text.moveTitle}
      footer={
        <>
          <Button onClick={shown ? () => preview.reset() : onClose}>{shown ? t.common.back : t.common.cancel}</Button>
          {shown ? (
            <Button kind="danger" busy={move.isPending} disabled={!confirmed} onClick={() => move.mutate()}>
              {text.moveConfirm}
            </Button>
          ) : (
            <Button kind="primary" busy={preview.isPending} disabled={!chosen} onClick={() => preview.mutate()}>
              {text.moveShow}
            </Button>
          )}
        </>
      }
    >
      {shown ? (
        <div className="flex flex-col gap-4 text-sm">
          <p className="font-medium">
            {text.moveFromTo(
              `${shown.from.fullName} (${shown.from.branch})`,
              `${shown.to.fullName} (${shown.to.branch})`,
            )}
          </p>
          <ul className="list-disc space-y-1 pl-5 text-ink-2">
            {shown.does.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          {shown.files > 0 ? <FilesField count={shown.files} value={files} onChange={setFiles} /> : null}
          {shown.public ? (
            <TextField
              label={text.typeName(shown.to.fullName)}
              hint={text.movePublic}
              value={typed}
              autoComplete="off"
              onChange={(event) => setTyped(event.target.value)}
            />
          ) : null}
          {move.error ? <ProblemView error={move.error} /> : null}
        </div>
      ) : (
        <div className="flex flex-col gap-4">
          {error ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
          {!data && !error ? <Loading label={t.setup.target.reading} /> : null}
          {data ? (
            <RepositoryChoices
              choices={data.filter(({ archived }) => !archived)}
              chosen={chosen?.id ?? null}
              onChoose={setChosen}
            />
          ) : null}
          {chosen ? (
            <TextField
              label={t.setup.target.branch}
              optional={t.common.optional}
              hint={t.organization.repositories.defaultBranch(chosen.defaultBranch)}
              value={branch}
              mono
              onChange={(event) => setBranch(event.target.value)}
            />
          ) : null}
          {preview.error ? <ProblemView error={preview.error} /> : null}
        </div>
      )}
    </Dialog>
  );
}
