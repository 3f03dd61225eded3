import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type StartOverPreview, startOver, startOverQuery } from '../../api/changes.ts';
import { t } from '../../text/en.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { useSetupAction } from '../setup/use-setup-action.ts';

const text = t.connection.settings;

interface Place {
  readonly org: string;
  readonly connectionId: string;
}

function StartOverDialog({
  org,
  connectionId,
  preview,
  onClose,
}: Place & { readonly preview: StartOverPreview; readonly onClose: () => void }) {
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const act = useSetupAction(
    org,
    () => startOver(org, connectionId, typed.trim()),
    () =>
      void navigate({
        to: '/o/$org/setup/$connectionId/$step',
        params: { org, connectionId, step: 'provision' },
      }),
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={text.overTitle}
      footer={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button
            kind="danger"
            busy={act.isPending}
            disabled={typed.trim() !== preview.confirm}
            onClick={() => act.mutate()}
          >
            {text.over}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 text-sm">
        <ul className="list-disc space-y-1 pl-5 text-ink-2">
          {preview.does.map((line) => (
            <li key={line}>{line}</li>
          ))}
          <li>
            <a href={preview.appUrl} target="_blank" rel="noreferrer" className="text-accent underline">
              {text.appByHand}
            </a>
          </li>
        </ul>
        <TextField
          label={text.typeName(preview.confirm)}
          value={typed}
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
        />
        {act.error ? <ProblemView error={act.error} /> : null}
      </div>
    </Dialog>
  );
}

/** Giving up the app and registering another one; nothing is shown where none was registered. */
export function StartOverPanel({ org, connectionId }: Place) {
  const { data } = useQuery(startOverQuery(org, connectionId));
  const [open, setOpen] = useState(false);
  if (!data) return null;
  return (
    <Panel title={text.over}>
      <p className="mb-3 text-sm text-ink-2">{text.overText}</p>
      <Button onClick={() => setOpen(true)}>{text.overButton}</Button>
      {open ? <StartOverDialog {...{ org, connectionId }} preview={data} onClose={() => setOpen(false)} /> : null}
    </Panel>
  );
}
