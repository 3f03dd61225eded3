import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import {
  createDeveloperSpace,
  type DeveloperSpace,
  developerSpacesQuery,
  type ProvisionInput,
  provisionFormQuery,
  saveProvisionForm,
  startProvision,
} from '../../api/setup.ts';
import type { ProvisionForm as Saved } from '../../api/types.ts';
import { formatDateTime } from '../../format/format.ts';
import { t } from '../../text/en.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField, SelectField, TextField } from '../../ui/field.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Loading } from '../../ui/spinner.tsx';
import type { StepProps } from './step-props.ts';
import { useSetupAction } from './use-setup-action.ts';

const text = t.setup.provision;

/** A host name alone: no scheme, no path. */
function isHost(value: string): boolean {
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?$/i.test(value.trim());
}

function hostOf(url: string | undefined): string {
  return url && URL.canParse(url) ? new URL(url).host : '';
}

function SpaceChoice({
  org,
  connectionId,
  value,
  onChange,
}: Readonly<{ org: string; connectionId: string; value: string; onChange: (id: string) => void }>) {
  const { data, error, isFetching, refetch } = useQuery(developerSpacesQuery(org, connectionId));
  const create = useSetupAction(
    org,
    () => createDeveloperSpace(org, connectionId, 'ctxpipe'),
    (made: DeveloperSpace) => onChange(made.id),
  );
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data || isFetching) return <Loading label={text.spacesChecking} />;
  return (
    <div className="flex flex-wrap items-end gap-2">
      <SelectField
        className="min-w-48 flex-1"
        label={text.space}
        hint={data.length === 0 ? text.spaceNone : text.spaceHint}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        <option value="" />
        {data.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <Button busy={create.isPending} onClick={() => create.mutate()} className="mb-6">
        {text.spaceNew}
      </Button>
      {create.error ? <ProblemView error={create.error} /> : null}
    </div>
  );
}

function Form({ org, status, saved, again }: StepProps & { readonly saved: Saved; readonly again: boolean }) {
  const { connectionId } = status;
  const [email, setEmail] = useState(saved.email ?? '');
  const [token, setToken] = useState('');
  const [host, setHost] = useState(saved.siteHost ?? hostOf(status.site?.url));
  const [space, setSpace] = useState(saved.developerSpaceId ?? '');
  const [consent, setConsent] = useState(saved.consentAt !== null);
  const [checked, setChecked] = useState(saved.tokenSaved && saved.email !== null);
  const given = (): ProvisionInput => ({
    email: email.trim(),
    siteHost: host.trim(),
    ...(token.trim() ? { scopedApiToken: token.trim() } : {}),
  });
  const check = useSetupAction(
    org,
    () => saveProvisionForm(org, connectionId, given()),
    () => {
      setToken('');
      setChecked(true);
    },
  );
  const start = useSetupAction(org, () =>
    startProvision(org, connectionId, { ...given(), developerSpaceId: space, consent }),
  );
  const badHost = host !== '' && !isHost(host) ? text.hostBad : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (badHost) return;
    if (checked && space) start.mutate();
    else check.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <TextField
        label={text.email}
        type="email"
        required
        autoComplete="off"
        value={email}
        onChange={(event) => {
          setEmail(event.target.value);
          // Terms are accepted for one account.
          const isSame = event.target.value.trim() === saved.email;
          if (saved.email !== null) setConsent(isSame && saved.consentAt !== null);
        }}
      />
      <TextField
        label={text.token}
        type="password"
        mono
        required={!saved.tokenSaved}
        autoComplete="new-password"
        value={token}
        onChange={(event) => {
          setToken(event.target.value);
          setChecked(false);
        }}
        hint={saved.tokenSaved ? text.tokenKept : text.tokenHint}
      />
      <TextField
        label={text.host}
        mono
        required
        value={host}
        error={badHost}
        hint={text.hostHint}
        onChange={(event) => setHost(event.target.value)}
      />
      {checked ? <SpaceChoice org={org} connectionId={connectionId} value={space} onChange={setSpace} /> : null}
      {checked ? (
        <CheckField
          label={text.consent}
          checked={consent}
          onChange={(event) => setConsent(event.target.checked)}
          hint={
            saved.consentAt && email.trim() === saved.email
              ? `${text.consentGiven}: ${formatDateTime(saved.consentAt)}`
              : undefined
          }
        />
      ) : null}
      {check.error ? <ProblemView error={check.error} /> : null}
      {start.error ? <ProblemView error={start.error} /> : null}
      <div>
        {checked ? (
          <Button type="submit" kind="primary" busy={start.isPending} disabled={!space || !consent}>
            {again ? text.retry : text.start}
          </Button>
        ) : (
          <Button type="submit" kind="primary" busy={check.isPending}>
            {text.spacesLoad}
          </Button>
        )}
      </div>
    </form>
  );
}

/** What registering needs; values are checked with the vendor before the job starts. */
export function ProvisionForm(props: StepProps & { readonly again: boolean }) {
  const { org, status } = props;
  const { data, error, refetch } = useQuery(provisionFormQuery(org, status.connectionId));
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading label={t.setup.reading} />;
  return <Form {...props} saved={data} />;
}
