import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { endOrganization, type Removal, removalQuery } from '../../api/organization.ts';
import { isStatus } from '../../api/problem.ts';
import { sessionQuery } from '../../api/session.ts';
import { t } from '../../text/en.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Loading } from '../../ui/spinner.tsx';
import { toast } from '../../ui/toast.tsx';
import { type FilesChoice, FilesField } from '../connection/files-choice.tsx';
import { useSetupAction } from '../setup/use-setup-action.ts';

const text = t.organization.settings;

/** Leaves the pages of an organization that is no more. */
function useLeave(org: string): () => void {
  const client = useQueryClient();
  const navigate = useNavigate();
  return () => {
    toast('ok', text.ended);
    client.removeQueries({ queryKey: ['org', org] });
    void client.invalidateQueries({ queryKey: sessionQuery.queryKey }).then(() => navigate({ to: '/' }));
  };
}

function AppLinks({ removal }: Readonly<{ removal: Removal }>) {
  const apps = removal.connections.flatMap(({ id, name, appUrl }) => (appUrl ? [{ id, name, appUrl }] : []));
  if (apps.length === 0) return null;
  return (
    <div>
      <p>{text.endApps}</p>
      <ul className="mt-1 list-disc pl-5">
        {apps.map(({ id, name, appUrl }) => (
          <li key={id}>
            <a href={appUrl} target="_blank" rel="noreferrer" className="text-accent underline">
              {name}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface EndDialogProps {
  readonly org: string;
  readonly name: string;
  readonly onClose: () => void;
}

/** What the end brings, in its order, before it is done. */
function EndDialog({ org, name, onClose }: EndDialogProps) {
  const leave = useLeave(org);
  const [typed, setTyped] = useState('');
  const [files, setFiles] = useState<FilesChoice>('keep');
  const { data, error } = useQuery(removalQuery(org));
  const end = useSetupAction(
    org,
    () => endOrganization(org, { confirm: typed.trim(), files }),
    ({ done }) => (done ? leave() : onClose()),
  );
  const count = data?.connections.reduce((sum, one) => sum + one.files, 0) ?? 0;
  return (
    <Dialog
      open
      onClose={onClose}
      title={text.endTitle(name)}
      footer={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button
            kind="danger"
            busy={end.isPending}
            disabled={!data || typed.trim() !== org}
            onClick={() => end.mutate()}
          >
            {text.end}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 text-sm">
        {error && !data ? <ProblemView error={error} /> : null}
        {!data && !error ? <Loading label={text.endReading} /> : null}
        {data ? (
          <>
            <ol className="flex list-decimal flex-col gap-1.5 pl-5 text-ink-2">
              {data.does.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ol>
            {count > 0 ? <FilesField count={count} value={files} onChange={setFiles} /> : null}
            <AppLinks removal={data} />
          </>
        ) : null}
        <TextField
          label={text.typeAddress(org)}
          value={typed}
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
        />
        {end.error ? <ProblemView error={end.error} /> : null}
      </div>
    </Dialog>
  );
}

/** The end of the organization: asked for here, and followed while it is under way. */
export function EndPanel({ org, name }: Readonly<{ org: string; name: string }>) {
  const [asking, setAsking] = useState(false);
  const leave = useLeave(org);
  const go = useRef(leave);
  go.current = leave;
  const { data, error } = useQuery(removalQuery(org));
  const wasUnderWay = Boolean(data?.underWay);
  const isGone = wasUnderWay && isStatus(error, 404);
  useEffect(() => {
    if (isGone) go.current();
  }, [isGone]);
  if (wasUnderWay) {
    return (
      <Notice tone="warn" title={text.ending}>
        <p>{text.endingText}</p>
        {data && data.connections.length > 0 ? (
          <>
            <p className="mt-2">{text.endingLeft}</p>
            <ul className="list-disc pl-5">
              {data.connections.map(({ id, name: left }) => (
                <li key={id}>{left}</li>
              ))}
            </ul>
          </>
        ) : null}
      </Notice>
    );
  }
  return (
    <Panel title={text.end}>
      <p className="mb-3 text-sm text-ink-2">{text.endText}</p>
      <Button kind="danger" onClick={() => setAsking(true)}>
        {text.endButton}
      </Button>
      {asking ? <EndDialog org={org} name={name} onClose={() => setAsking(false)} /> : null}
    </Panel>
  );
}
