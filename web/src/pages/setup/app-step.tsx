import { useQuery } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { type LinkApp, linkAppQuery, saveLinkApp } from '../../api/setup.ts';
import { t } from '../../text/en.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { CopyLine } from '../../ui/copy.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Loading } from '../../ui/spinner.tsx';
import { NextLink } from './next-link.tsx';
import type { StepProps } from './step-props.ts';
import { useSetupAction } from './use-setup-action.ts';

function AppForm({ org, status, app }: StepProps & { readonly app: LinkApp }) {
  const [clientId, setClientId] = useState(app.clientId ?? '');
  const [clientSecret, setClientSecret] = useState('');
  const save = useSetupAction(
    org,
    () => saveLinkApp(org, status.connectionId, { clientId: clientId.trim(), clientSecret: clientSecret.trim() }),
    () => setClientSecret(''),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <TextField
        label={t.setup.app.clientId}
        required
        mono
        spellCheck={false}
        autoComplete="off"
        value={clientId}
        onChange={(event) => setClientId(event.target.value)}
      />
      <TextField
        label={t.setup.app.secret}
        type="password"
        mono
        required={!app.saved}
        autoComplete="new-password"
        value={clientSecret}
        onChange={(event) => setClientSecret(event.target.value)}
        hint={app.saved ? t.setup.app.secretKept : t.setup.app.secretHint}
      />
      {save.error ? <ProblemView error={save.error} /> : null}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" kind={app.saved ? 'plain' : 'primary'} busy={save.isPending}>
          {t.setup.app.save}
        </Button>
      </div>
    </form>
  );
}

/** Registering the account-linking app: what to copy there, what to paste here. */
export function AppStep(props: StepProps) {
  const { org, status } = props;
  const { data, error, refetch } = useQuery(linkAppQuery(org, status.connectionId));
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading label={t.setup.reading} />;
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-1.5">
        <p className="text-sm font-medium">{t.setup.app.callback}</p>
        <CopyLine text={data.callbackUrl} label={t.setup.app.callback} />
        <p className="text-xs text-ink-2">{t.setup.app.callbackHint}</p>
        <p className="mt-2">
          <a href={data.createUrl} target="_blank" rel="noreferrer" className={buttonClass('plain', 'sm')}>
            {t.setup.app.open}
            <ExternalLink aria-hidden className="size-3.5" />
          </a>
        </p>
      </div>
      <AppForm key={data.clientId ?? ''} {...props} app={data} />
      <div>
        <NextLink org={org} status={status} from="app" />
      </div>
    </div>
  );
}
