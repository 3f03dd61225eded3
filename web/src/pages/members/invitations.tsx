import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Invitation, invitationsQuery, withdrawInvitation } from '../../api/organization.ts';
import { formatDateTime } from '../../format/format.ts';
import { t } from '../../text/en.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { RemovalDialog } from '../../ui/removal-dialog.tsx';
import { Cell, HeadCell, Row, Table } from '../../ui/table.tsx';
import { toast } from '../../ui/toast.tsx';
import { useSetupAction } from '../setup/use-setup-action.ts';

const { roles, role, email, invitations: text } = t.organization.members;

interface WithdrawProps {
  readonly org: string;
  readonly invitation: Invitation;
  readonly onClose: () => void;
}

function WithdrawDialog({ org, invitation, onClose }: WithdrawProps) {
  const withdrawal = useSetupAction(
    org,
    () => withdrawInvitation(org, invitation.id),
    () => {
      toast('ok', text.withdrawn);
      onClose();
    },
  );
  return (
    <RemovalDialog
      title={text.withdrawTitle(invitation.email)}
      explanation={text.withdrawText}
      action={text.withdraw}
      removal={withdrawal}
      onClose={onClose}
    />
  );
}

function InvitationRow({ invitation, onWithdraw }: Readonly<{ invitation: Invitation; onWithdraw: () => void }>) {
  return (
    <Row>
      <Cell className="min-w-48 font-medium break-all">{invitation.email}</Cell>
      <Cell>{roles[invitation.role]}</Cell>
      <Cell label={text.invitedBy} className="text-ink-2">
        {invitation.invitedBy || text.gone}
      </Cell>
      <Cell label={text.ends} className="whitespace-nowrap text-ink-2">
        {formatDateTime(invitation.expiresAt)}
        {invitation.state === 'expired' ? (
          <>
            {' '}
            <Badge>{text.expired}</Badge>
          </>
        ) : null}
      </Cell>
      <Cell className="text-right">
        <Button size="sm" kind="ghost" aria-label={`${text.withdraw}: ${invitation.email}`} onClick={onWithdraw}>
          {text.withdraw}
        </Button>
      </Cell>
    </Row>
  );
}

/** Links that were made and not used yet, for those who may make them. Nothing where there is none. */
export function OpenInvitations({ org }: Readonly<{ org: string }>) {
  const { data, error, refetch } = useQuery(invitationsQuery(org));
  const [withdrawing, setWithdrawing] = useState<Invitation | null>(null);
  if (!data) return error ? <ProblemView error={error} onRetry={() => void refetch()} /> : null;
  return (
    <>
      {data.length > 0 ? (
        <>
          <h2 className="mt-8 mb-2 text-sm font-semibold">{text.title}</h2>
          <Table label={text.title}>
            <thead>
              <tr>
                <HeadCell>{email}</HeadCell>
                <HeadCell>{role}</HeadCell>
                <HeadCell>{text.invitedBy}</HeadCell>
                <HeadCell>{text.ends}</HeadCell>
                <HeadCell>
                  <span className="sr-only">{text.withdraw}</span>
                </HeadCell>
              </tr>
            </thead>
            <tbody>
              {data.map((one) => (
                <InvitationRow key={one.id} invitation={one} onWithdraw={() => setWithdrawing(one)} />
              ))}
            </tbody>
          </Table>
        </>
      ) : null}
      {withdrawing ? <WithdrawDialog org={org} invitation={withdrawing} onClose={() => setWithdrawing(null)} /> : null}
    </>
  );
}
