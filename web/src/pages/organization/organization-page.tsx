import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { renameOrganization } from '../../api/organization.ts';
import { sessionQuery } from '../../api/session.ts';
import { useTitle } from '../../shell/title.ts';
import { useOrg, useRole } from '../../shell/use-org.ts';
import { t } from '../../text/en.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Facts, Page, PageHeader, Panel } from '../../ui/panel.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { toast } from '../../ui/toast.tsx';
import { useSetupAction } from '../setup/use-setup-action.ts';
import { EndPanel } from './end-organization.tsx';

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

/** Name and end of the organization. */
export function OrganizationPage() {
  useTitle(text.title);
  const org = useOrg();
  const isOwner = useRole() === 'owner';
  const { data: session } = useSuspenseQuery(sessionQuery);
  const name = session.organizations.find(({ slug }) => slug === org)?.name ?? org;
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
        {isOwner ? <EndPanel org={org} name={name} /> : null}
      </div>
    </Page>
  );
}
