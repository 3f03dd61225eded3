import { ExternalLink } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { address } from '../../api/http.ts';
import { createConnector, type RegistrationForm, type RepositoryHost, registrationForm } from '../../api/setup.ts';
import { t } from '../../text/en.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Loading } from '../../ui/spinner.tsx';
import { NextLink } from './next-link.tsx';
import { OwnApp } from './own-app.tsx';
import type { StepProps } from './step-props.ts';
import { type HostState, useHost } from './use-host.ts';
import { useSetupAction } from './use-setup-action.ts';

const text = t.setup.repository;

/** Posts a form to the host as a browser does: the person then confirms there. */
function leaveWith({ action, fields }: RegistrationForm): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = action;
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement('input');
    input.type = 'hidden';
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}

interface CreateProps extends StepProps {
  readonly host: RepositoryHost | null;
  readonly offered: HostState['offered'];
}

function Create({ org, status, host, offered }: CreateProps) {
  const [owner, setOwner] = useState('');
  const create = useSetupAction(
    org,
    async () => {
      const connectionId = host?.connectionId ?? (await createConnector(org, offered?.id ?? '')).id;
      return registrationForm(org, {
        connectionId,
        returnTo: `/o/${org}/setup/${status.connectionId}/repository`,
        ...(owner.trim() ? { organization: owner.trim() } : {}),
      });
    },
    leaveWith,
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <TextField
        label={text.owner}
        optional={t.common.optional}
        hint={text.ownerHint}
        value={owner}
        spellCheck={false}
        onChange={(event) => setOwner(event.target.value)}
      />
      {create.error ? <ProblemView error={create.error} /> : null}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" kind="primary" busy={create.isPending} disabled={!host && !offered}>
          {text.create(host?.product ?? offered?.name ?? '')}
        </Button>
        <p className="text-xs text-ink-2">{text.createText}</p>
      </div>
    </form>
  );
}

function Install({ org, status, host }: StepProps & { readonly host: RepositoryHost }) {
  if (!host.installUrl) return null;
  const href = address(host.installUrl.split('?')[0]!, {
    connectionId: host.connectionId,
    returnTo: `/o/${org}/setup/${status.connectionId}/repository`,
  });
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-ink-2">{text.installText}</p>
      <div>
        <a href={href} className={buttonClass(host.installed ? 'plain' : 'primary')}>
          {host.installed ? text.openInstall : text.install}
          <ExternalLink aria-hidden className="size-3.5" />
        </a>
      </div>
    </div>
  );
}

function Missing({ host, state }: Readonly<{ host: RepositoryHost; state: HostState }>) {
  if (host.missingPermissions.length === 0 && !host.suspended) return null;
  return (
    <Notice
      tone="warn"
      title={host.suspended ? text.suspended : text.missing}
      actions={
        <Button size="sm" busy={state.isFetching} onClick={() => state.refetch()}>
          {text.recheck}
        </Button>
      }
    >
      {host.suspended ? text.suspendedText : text.missingText(host.missingPermissions.join(', '))}
    </Notice>
  );
}

/** The repository host: create our app in one click, install it, see what it may do. */
export function RepositoryStep(props: StepProps) {
  const { org, status } = props;
  const state = useHost(org);
  const { host } = state;
  if (state.error) return <ProblemView error={state.error} onRetry={() => state.refetch()} />;
  if (host === undefined) return <Loading label={text.reading} />;
  return (
    <div className="flex flex-col gap-5">
      {host?.installed ? <Notice tone="ok" title={text.connected(host.account ?? host.product)} /> : null}
      {host ? <Missing host={host} state={state} /> : null}
      {host?.appId ? <Install {...props} host={host} /> : <Create {...props} host={host} offered={state.offered} />}
      {host && !host.shared && !host.installed ? <OwnApp org={org} host={host} /> : null}
      <div>
        <NextLink org={org} status={status} from="repository" />
      </div>
    </div>
  );
}
