import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type DisconnectPreview, disconnect, disconnectPreviewQuery } from '../../api/runs.ts';
import { scopeQuery } from '../../api/scope.ts';
import { statusQuery } from '../../api/setup.ts';
import { shortCommit } from '../../format/format.ts';
import { t } from '../../text/en.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { toast } from '../../ui/toast.tsx';
import { scopeLines } from '../scope/scope-text.ts';
import { useSetupAction } from '../setup/use-setup-action.ts';
import { type FilesChoice, FilesField } from './files-choice.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { StartOverPanel } from './start-over.tsx';

const route = getRouteApi('/o/$org/connections/$connectionId');
const text = t.connection.settings;

function ScopePanel({ org, connectionId }: Readonly<{ org: string; connectionId: string }>) {
  const { data } = useQuery(scopeQuery(org, connectionId));
  return (
    <Panel
      title={text.scope}
      actions={
        <Link
          to="/o/$org/setup/$connectionId/$step"
          params={{ org, connectionId, step: 'scope' }}
          className={buttonClass('plain', 'sm')}
        >
          {text.editScope}
        </Link>
      }
    >
      <p className="mb-3 text-sm text-ink-2">{text.scopeText}</p>
      {data?.scope ? (
        <>
          <p className="mb-1.5 text-xs text-ink-2">
            {text.inForce}
            {data.scopeCommit ? <code className="ml-2 font-mono">{shortCommit(data.scopeCommit)}</code> : null}
          </p>
          <section
            aria-label={text.scope}
            tabIndex={0}
            className="max-h-72 overflow-auto rounded-md border border-line bg-sunken p-3"
          >
            <pre className="font-mono text-xs leading-5">{scopeLines(data.scope).join('\n')}</pre>
          </section>
        </>
      ) : (
        <p className="text-sm">{text.noScope}</p>
      )}
    </Panel>
  );
}

function Consequences({ preview }: Readonly<{ preview: DisconnectPreview }>) {
  return (
    <ul className="list-disc space-y-1 pl-5 text-ink-2">
      <li>{preview.runUnderWay ? text.willStopRun : text.willStop}</li>
      {preview.provisionUnderWay && preview.app ? <li>{preview.app}</li> : null}
      {preview.appInstalled && !preview.provisionUnderWay ? <li>{text.willUninstall}</li> : null}
      <li>{preview.accountLinked ? text.willWipeAccount : text.willWipe}</li>
      {preview.appUrl ? (
        <li>
          <a href={preview.appUrl} target="_blank" rel="noreferrer" className="text-accent underline">
            {text.appByHand}
          </a>
        </li>
      ) : null}
    </ul>
  );
}

interface DisconnectProps {
  readonly org: string;
  readonly connectionId: string;
  readonly name: string;
  readonly preview: DisconnectPreview;
  readonly onClose: () => void;
}

function DisconnectDialog({ org, connectionId, name, preview, onClose }: Readonly<DisconnectProps>) {
  const navigate = useNavigate();
  const [files, setFiles] = useState<FilesChoice>('keep');
  const [typed, setTyped] = useState('');
  const act = useSetupAction(
    org,
    () => disconnect(org, connectionId, files),
    () => {
      toast('ok', text.done);
      void navigate({ to: '/o/$org', params: { org } });
    },
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={text.disconnectTitle}
      footer={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button kind="danger" busy={act.isPending} disabled={typed.trim() !== name} onClick={() => act.mutate()}>
            {text.confirm}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 text-sm">
        <Consequences preview={preview} />
        {preview.files > 0 ? <FilesField count={preview.files} value={files} onChange={setFiles} /> : null}
        <TextField
          label={text.typeName(name)}
          value={typed}
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
        />
        {act.error ? <ProblemView error={act.error} /> : null}
      </div>
    </Dialog>
  );
}

/** What is mirrored, and the way to end it. */
export function SettingsPage() {
  const { org, connectionId } = route.useParams();
  const { data: status } = useQuery(statusQuery(org, connectionId));
  const { data: preview } = useQuery(disconnectPreviewQuery(org, connectionId));
  const [open, setOpen] = useState(false);
  const [moving, setMoving] = useState(false);
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <ScopePanel org={org} connectionId={connectionId} />
      <Panel
        title={text.steps}
        actions={
          <Link to="/o/$org/setup/$connectionId" params={{ org, connectionId }} className={buttonClass('plain', 'sm')}>
            {t.start.open}
          </Link>
        }
      >
        <p className="text-sm text-ink-2">{t.setup.leave}</p>
      </Panel>
      {status?.target && status.current === 'live' ? (
        <Panel title={text.move}>
          <p className="mb-3 text-sm text-ink-2">{text.moveText(status.target.fullName, status.target.branch)}</p>
          <Button disabled={status.movingTo !== null} onClick={() => setMoving(true)}>
            {text.moveButton}
          </Button>
          {moving ? (
            <MoveDialog
              {...{ org, connectionId }}
              hostId={status.target.connectionId}
              onClose={() => setMoving(false)}
            />
          ) : null}
        </Panel>
      ) : null}
      <StartOverPanel org={org} connectionId={connectionId} />
      <Panel title={text.disconnect}>
        <p className="mb-3 text-sm text-ink-2">{text.disconnectText}</p>
        <Button kind="danger" disabled={!preview} onClick={() => setOpen(true)}>
          {text.disconnectButton}
        </Button>
      </Panel>
      {open && status && preview ? (
        <DisconnectDialog {...{ org, connectionId, preview }} name={status.product} onClose={() => setOpen(false)} />
      ) : null}
    </div>
  );
}
