import { type FormEvent, useId, useState } from 'react';
import { type RepositoryHost, saveRepositoryApp } from '../../api/setup.ts';
import { t } from '../../text/en.ts';
import { Button } from '../../ui/button.tsx';
import { CopyLine } from '../../ui/copy.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { useSetupAction } from './use-setup-action.ts';

const text = t.setup.repository;

function KeyArea({ value, onChange }: Readonly<{ value: string; onChange: (value: string) => void }>) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {text.privateKey}
      </label>
      <textarea
        id={id}
        rows={4}
        required
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="rounded-md border border-line-strong/60 bg-raised px-2.5 py-1.5 font-mono text-xs"
      />
    </div>
  );
}

/** An app that an admin made by hand, where one click is not possible. */
export function OwnApp({ org, host }: Readonly<{ org: string; host: RepositoryHost }>) {
  const [appId, setAppId] = useState(host.appId ?? '');
  const [slug, setSlug] = useState(host.appSlug ?? '');
  const [privateKey, setPrivateKey] = useState('');
  const [webhookSecret, setWebhookSecret] = useState('');
  const save = useSetupAction(org, () =>
    saveRepositoryApp(org, {
      connectionId: host.connectionId,
      appId: appId.trim(),
      privateKey,
      ...(slug.trim() ? { slug: slug.trim() } : {}),
      ...(webhookSecret.trim() ? { webhookSecret: webhookSecret.trim() } : {}),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <details className="rounded-lg border border-line px-4 py-2.5">
      <summary className="text-sm text-ink-2">{text.own}</summary>
      <form onSubmit={submit} className="mt-4 mb-1 flex flex-col gap-4">
        <div className="flex flex-col gap-1.5">
          <p className="text-sm font-medium">{text.webhookUrl}</p>
          <CopyLine text={host.webhookUrl} label={text.webhookUrl} />
          <p className="mt-2 text-sm font-medium">{text.setupUrl}</p>
          <CopyLine text={host.setupUrl} label={text.setupUrl} />
        </div>
        <TextField
          label={text.appId}
          required
          mono
          inputMode="numeric"
          pattern="\d+"
          value={appId}
          onChange={(event) => setAppId(event.target.value)}
        />
        <TextField
          label={text.appSlug}
          optional={t.common.optional}
          mono
          value={slug}
          onChange={(event) => setSlug(event.target.value)}
        />
        <KeyArea value={privateKey} onChange={setPrivateKey} />
        <TextField
          label={text.webhookSecret}
          type="password"
          optional={t.common.optional}
          minLength={8}
          autoComplete="new-password"
          value={webhookSecret}
          onChange={(event) => setWebhookSecret(event.target.value)}
        />
        {save.error ? <ProblemView error={save.error} /> : null}
        <div>
          <Button type="submit" busy={save.isPending}>
            {text.ownSave}
          </Button>
        </div>
      </form>
    </details>
  );
}
