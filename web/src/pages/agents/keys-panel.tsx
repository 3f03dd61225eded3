import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type ApiKey, createKey, keysQuery, removeKey } from '../../api/organization.ts';
import { t } from '../../text/en.ts';
import { Ago } from '../../ui/ago.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyLine } from '../../ui/copy.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { RemovalDialog } from '../../ui/removal-dialog.tsx';
import { Loading } from '../../ui/spinner.tsx';
import { toast } from '../../ui/toast.tsx';
import { useSetupAction } from '../setup/use-setup-action.ts';

const text = t.organization.agents;

function NewKey({
  org,
  onMade,
  onClose,
}: Readonly<{ org: string; onMade: (key: string) => void; onClose: () => void }>) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<'member' | 'admin'>('member');
  const create = useSetupAction(
    org,
    () => createKey(org, { name: name.trim(), role }),
    ({ key }) => onMade(key),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Dialog open onClose={onClose} title={text.newKey}>
      {create.data ? (
        <div className="flex flex-col gap-4">
          <Notice tone="ok" title={text.created}>
            {text.createdText}
          </Notice>
          <CopyLine text={create.data.key} label={text.createdLine} wrap />
          <div className="flex justify-end">
            <Button kind="primary" onClick={onClose}>
              {t.common.close}
            </Button>
          </div>
        </div>
      ) : (
        <form onSubmit={submit} className="flex flex-col gap-4">
          <TextField
            label={text.keyName}
            hint={text.keyNameHint}
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <SelectField
            label={text.role}
            hint={text.roleHint}
            value={role}
            onChange={(event) => setRole(event.target.value as 'member' | 'admin')}
          >
            <option value="member">{t.organization.members.roles.member}</option>
            <option value="admin">{t.organization.members.roles.admin}</option>
          </SelectField>
          {create.error ? <ProblemView error={create.error} /> : null}
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>{t.common.cancel}</Button>
            <Button type="submit" kind="primary" busy={create.isPending}>
              {text.newKey}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

function RevokeKey({ org, apiKey, onClose }: Readonly<{ org: string; apiKey: ApiKey; onClose: () => void }>) {
  const remove = useSetupAction(
    org,
    () => removeKey(org, apiKey.id),
    () => {
      toast('ok', text.removed);
      onClose();
    },
  );
  return (
    <RemovalDialog
      title={text.removeTitle(apiKey.name)}
      explanation={text.removeText}
      action={text.remove}
      removal={remove}
      onClose={onClose}
    />
  );
}

/** Keys of the organization; a new one is shown once. */
export function KeysPanel({ org, onMade }: Readonly<{ org: string; onMade: (key: string) => void }>) {
  const { data, error, refetch } = useQuery(keysQuery(org));
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  return (
    <Panel
      title={text.keys}
      flush
      actions={
        <Button size="sm" onClick={() => setMaking(true)}>
          {text.newKey}
        </Button>
      }
    >
      {error ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading label={text.reading} /> : null}
      {data?.length === 0 ? <p className="px-4 py-4 text-sm text-ink-2">{text.noKeys}</p> : null}
      <ul>
        {data?.map((key) => (
          <li key={key.id} className="flex items-center gap-3 border-b border-line px-4 py-2 last:border-b-0">
            <div className="min-w-0 flex-1">
              <p className="truncate text-sm font-medium">{key.name}</p>
              <p className="flex flex-wrap gap-x-3 text-xs text-ink-2">
                <code className="font-mono">{key.start ?? ''}…</code>
                <span>
                  {t.organization.members.roles[key.grantedRole]}
                  {key.role === key.grantedRole ? null : ` (${text.limited})`}
                </span>
                <span>{text.madeBy(key.createdBy)}</span>
                <span>
                  {text.used}: {key.lastUsedAt ? <Ago at={key.lastUsedAt} /> : text.never}
                </span>
              </p>
            </div>
            <Button size="sm" kind="ghost" aria-label={`${text.remove}: ${key.name}`} onClick={() => setRevoking(key)}>
              {text.remove}
            </Button>
          </li>
        ))}
      </ul>
      {making ? <NewKey org={org} onMade={onMade} onClose={() => setMaking(false)} /> : null}
      {revoking ? <RevokeKey org={org} apiKey={revoking} onClose={() => setRevoking(null)} /> : null}
    </Panel>
  );
}
