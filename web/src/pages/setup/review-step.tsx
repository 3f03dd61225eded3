import { getRouteApi, Link } from '@tanstack/react-router';
import { ExternalLink } from 'lucide-react';
import { proposeScope } from '../../api/scope.ts';
import type { Proposal } from '../../api/types.ts';
import { useIsAdmin } from '../../shell/use-org.ts';
import { t } from '../../text/en.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { NextLink } from './next-link.tsx';
import type { StepProps } from './step-props.ts';
import { useSetupAction } from './use-setup-action.ts';

const route = getRouteApi('/o/$org/setup/$connectionId/$step');
const text = t.setup.review;

type Look = readonly [tone: 'neutral' | 'ok' | 'warn', title: (n: string) => string, body: string];

const looks: Readonly<Record<string, Look>> = {
  open: ['neutral', text.open, text.openText],
  edited: ['warn', text.edited, text.editedText],
  declined: ['warn', text.declined, text.declinedText],
  merged: ['ok', text.merged, text.mergedText],
};

function ProposalState({ proposal }: Readonly<{ proposal: Proposal }>) {
  const [tone, title, body] = looks[proposal.state] ?? looks.open!;
  return (
    <Notice
      tone={tone}
      title={title(String(proposal.number))}
      actions={
        <a href={proposal.url} target="_blank" rel="noreferrer" className={buttonClass('primary', 'sm')}>
          {text.view}
          <ExternalLink aria-hidden className="size-3.5" />
        </a>
      }
    >
      {body}
    </Notice>
  );
}

/** The pull request that carries the choice, and where it stands. */
export function ReviewStep({ org, status }: StepProps) {
  const isAdmin = useIsAdmin();
  const { proposing } = route.useSearch();
  const { proposal, connectionId } = status;
  const propose = useSetupAction(org, () => proposeScope(org, connectionId));
  const opening = !proposal && (proposing || propose.isSuccess);
  const again = proposal?.state === 'declined' || proposal?.state === 'edited';
  return (
    <div className="flex flex-col gap-4">
      {proposal ? <ProposalState proposal={proposal} /> : null}
      {opening ? <Spinner label={text.opening} /> : null}
      {proposal || opening ? null : <Notice title={text.none} />}
      {propose.error ? <ProblemView error={propose.error} /> : null}
      <div className="flex flex-wrap gap-2">
        {isAdmin && (!proposal || again) ? (
          <Button
            kind={proposal || opening ? 'plain' : 'primary'}
            busy={propose.isPending}
            onClick={() => propose.mutate()}
          >
            {proposal ? text.proposeAgain : text.propose}
          </Button>
        ) : null}
        {isAdmin && proposal?.state !== 'merged' ? (
          <Link
            to="/o/$org/setup/$connectionId/$step"
            params={{ org, connectionId, step: 'scope' }}
            className={buttonClass()}
          >
            {text.toScope}
          </Link>
        ) : null}
        <NextLink org={org} status={status} from="review" />
      </div>
      {proposal?.state === 'open' ? <p className="text-xs text-ink-2">{text.live}</p> : null}
    </div>
  );
}
