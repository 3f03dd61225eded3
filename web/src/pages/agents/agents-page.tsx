import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { agentPath } from '../../api/contract.ts';
import { address } from '../../api/http.ts';
import { capabilitiesQuery } from '../../api/setup.ts';
import { useTitle } from '../../shell/title.ts';
import { useIsAdmin, useOrg } from '../../shell/use-org.ts';
import { t } from '../../text/en.ts';
import { CopyBlock, CopyLine } from '../../ui/copy.tsx';
import { InlineSelect } from '../../ui/field.tsx';
import { Page, PageHeader, Panel } from '../../ui/panel.tsx';
import { CallsPanel } from './calls-panel.tsx';
import { clientSetups } from './clients.ts';
import { KeysPanel } from './keys-panel.tsx';

const text = t.organization.agents;

/** Giving agents access: address, set-up of each client, keys. */
export function AgentsPage() {
  useTitle(text.title);
  const org = useOrg();
  const isAdmin = useIsAdmin();
  const { data } = useQuery(capabilitiesQuery(org));
  const [key, setKey] = useState<string | null>(null);
  const [client, setClient] = useState('claude-code');
  const url = address(`${data?.publicOrigin ?? location.origin}${agentPath}`, { orgSlug: org });
  const setups = clientSetups({ url, key, name: `ctx-${org}` });
  const chosen = setups.find(({ id }) => id === client) ?? setups[0]!;
  return (
    <Page width="narrow">
      <PageHeader title={text.title} lead={text.lead} />
      <div className="flex flex-col gap-6">
        <div className="flex flex-col gap-1.5">
          <p className="text-sm font-medium">{text.address}</p>
          <CopyLine text={url} label={text.address} />
        </div>
        <Panel
          title={text.clients}
          actions={
            <InlineSelect label={text.clients} value={client} onChange={(event) => setClient(event.target.value)}>
              {setups.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </InlineSelect>
          }
        >
          <CopyBlock text={chosen.text} label={chosen.where} />
          <p className="mt-2 text-xs text-ink-2">{key ? text.withKey : text.withoutKey}</p>
        </Panel>
        {isAdmin ? <KeysPanel org={org} onMade={setKey} /> : null}
        {isAdmin ? <CallsPanel org={org} /> : null}
      </div>
    </Page>
  );
}
