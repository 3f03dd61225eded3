import { ExternalLink } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { installStarted, saveInstallUrl } from '../../api/setup.ts';
import { t } from '../../text/en.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import type { StepProps } from './step-props.ts';
import { useSetupAction } from './use-setup-action.ts';

function OwnLink({ org, status, installUrl }: StepProps & { readonly installUrl: string | null }) {
  const [url, setUrl] = useState(installUrl ?? '');
  const save = useSetupAction(org, (value: string | null) => saveInstallUrl(org, status.connectionId, value));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(url.trim() === '' ? null : url.trim());
  };
  return (
    <details className="rounded-lg border border-line px-4 py-2.5">
      <summary className="text-sm text-ink-2">{t.setup.provision.ownUrl}</summary>
      <form onSubmit={submit} className="mt-3 mb-1 flex flex-col gap-3">
        <TextField
          label={t.setup.provision.modeInstall}
          type="url"
          mono
          placeholder="https://"
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
        {save.error ? <ProblemView error={save.error} /> : null}
        <div>
          <Button type="submit" size="sm" busy={save.isPending}>
            {t.setup.provision.ownUrlSave}
          </Button>
        </div>
      </form>
    </details>
  );
}

/** The install page of the product; the step notices the installation by itself. */
export function InstallLink(props: StepProps & { readonly installUrl: string | null }) {
  const { org, status, step, installUrl } = props;
  const leave = useSetupAction(
    org,
    () => installStarted(org, status.connectionId),
    (answer) => {
      const url = answer.installUrl ?? installUrl;
      if (url) window.open(url, '_blank', 'noreferrer');
    },
  );
  const waiting = step.state !== 'done' && (status.install !== null || leave.isSuccess);
  return (
    <div className="flex flex-col gap-4">
      {installUrl ? (
        <>
          <p className="text-sm text-ink-2">{t.setup.provision.installText}</p>
          <div className="flex flex-wrap items-center gap-4">
            <Button
              kind={step.state === 'done' ? 'plain' : 'primary'}
              busy={leave.isPending}
              icon={<ExternalLink aria-hidden className="size-3.5" />}
              onClick={() => leave.mutate()}
            >
              {t.setup.provision.openInstall}
            </Button>
            {waiting ? <Spinner label={t.setup.provision.waiting} /> : null}
          </div>
          {leave.error ? <ProblemView error={leave.error} /> : null}
          {waiting
            ? status.install?.hints.map(({ code, message, hint }) => (
                <Notice key={code} tone="warn" title={message}>
                  {hint}
                </Notice>
              ))
            : null}
        </>
      ) : null}
      <OwnLink {...props} />
    </div>
  );
}
