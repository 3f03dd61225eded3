import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { endOrganization, renameOrganization } from '../../api/organization.ts';
import { sessionQuery } from '../../api/session.ts';
import { connectorsQuery } from '../../api/setup.ts';
import { useTitle } from '../../shell/title.ts';
import { useOrg, useRole } from '../../shell/use-org.ts';
import { t } from '../../text/en.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Facts, Page, PageHeader, Panel } from '../../ui/panel.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { toast } from '../../ui/toast.tsx';
import { useSetupAction } from '../setup/use-setup-action.ts';

const text = t.organization.settings;

function NameForm({ org, name }: Readonly<{ org: string; name: string }>) {
  const client = useQueryClient();
  const [typed, setTyped] = useState(name);
  const save = useSetupAction(
    org,
    () => renameOrganization(org, typed.trim()),
    () => {
      void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
      toast('ok', text.saved);
    },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit} className="flex max-w-md flex-col gap-3">
      <TextField
        label={text.name}
        hint={text.nameHint}
        required
        maxLength={100}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {save.error ? <ProblemView error={save.error} /> : null}
      <div>
        <Button type="submit" busy={save.isPending} disabled={typed.trim() === '' || typed.trim() === name}>
          {t.common.save}
        </Button>
      </div>
    </form>
  );
}

function EndDialog({ org, name, onClose }: Readonly<{ org: string; name: string; onClose: () => void }>) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const { data: connectors = [] } = useQuery(connectorsQuery(org));
  const end = useSetupAction(
    org,
    () => endOrganization(org, typed.trim()),
    () => {
      toast('ok', text.ended);
      client.removeQueries({ queryKey: ['org', org] });
      void client.invalidateQueries({ queryKey: sessionQuery.queryKey }).then(() => navigate({ to: '/' }));
    },
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={text.endTitle(name)}
      footer={
        <>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button kind="danger" busy={end.isPending} disabled={typed.trim() !== org} onClick={() => end.mutate()}>
            {text.end}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 text-sm">
        <p className="text-ink-2">{text.endText}</p>
        {connectors.length > 0 ? (
          <div>
            <p>{text.endConnections}</p>
            <ul className="mt-1 list-disc pl-5">
              {connectors.map((one) => (
                <li key={one.id}>
                  {one.role === 'source' ? (
                    <Link
                      to="/o/$org/connections/$connectionId/settings"
                      params={{ org, connectionId: one.id }}
                      className="text-accent underline"
                    >
                      {one.name}
                    </Link>
                  ) : (
                    one.name
                  )}
                </li>
              ))}
            </ul>
          </div>
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

/** Name and end of the organization. */
export function OrganizationPage() {
  useTitle(text.title);
  const org = useOrg();
  const isOwner = useRole() === 'owner';
  const { data: session } = useSuspenseQuery(sessionQuery);
  const name = session.organizations.find(({ slug }) => slug === org)?.name ?? org;
  const [ending, setEnding] = useState(false);
  return (
    <Page width="narrow">
      <PageHeader title={text.title} lead={text.lead} />
      <div className="flex flex-col gap-6">
        <Panel title={text.name}>
          {isOwner ? <NameForm key={name} org={org} name={name} /> : null}
          <div className={isOwner ? 'mt-4' : ''}>
            <Facts
              items={[
                ...(isOwner ? [] : [[text.name, name] as const]),
                [
                  text.address,
                  <code key="address" className="font-mono text-xs">
                    {org}
                  </code>,
                ],
              ]}
            />
          </div>
        </Panel>
        {isOwner ? (
          <Panel title={text.end}>
            <p className="mb-3 text-sm text-ink-2">{text.endText}</p>
            <Button kind="danger" onClick={() => setEnding(true)}>
              {text.endButton}
            </Button>
          </Panel>
        ) : null}
      </div>
      {ending ? <EndDialog org={org} name={name} onClose={() => setEnding(false)} /> : null}
    </Page>
  );
}
