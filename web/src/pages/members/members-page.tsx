import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { changeRole, invite, type Member, membersQuery, removeMember } from '../../api/organization.ts';
import { sessionQuery } from '../../api/session.ts';
import type { Role } from '../../api/types.ts';
import { formatDateTime } from '../../format/format.ts';
import { useTitle } from '../../shell/title.ts';
import { useIsAdmin, useOrg, useRole } from '../../shell/use-org.ts';
import { t } from '../../text/en.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyLine } from '../../ui/copy.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { InlineSelect, SelectField, TextField } from '../../ui/field.tsx';
import { Page, PageHeader } from '../../ui/panel.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { RemovalDialog } from '../../ui/removal-dialog.tsx';
import { Loading } from '../../ui/spinner.tsx';
import { Cell, HeadCell, Row, Table } from '../../ui/table.tsx';
import { toast } from '../../ui/toast.tsx';
import { useSetupAction } from '../setup/use-setup-action.ts';
import { OpenInvitations } from './invitations.tsx';

const text = t.organization.members;
const roles = ['member', 'admin', 'owner'] as const;

function InviteDialog({ org, onClose }: Readonly<{ org: string; onClose: () => void }>) {
  const isOwner = useRole() === 'owner';
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<'member' | 'admin'>('member');
  const make = useSetupAction(org, () => invite(org, email.trim(), role));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <Dialog open onClose={onClose} title={text.inviteTitle}>
      {make.data ? (
        <div className="flex flex-col gap-3">
          <p className="text-sm font-medium">{text.linkFor(make.data.email)}</p>
          <CopyLine text={make.data.url} label={text.linkFor(make.data.email)} wrap />
          <p className="text-xs text-ink-2">{text.inviteText}</p>
        </div>
      ) : (
        <form onSubmit={submit} className="flex flex-col gap-4">
          <p className="text-sm text-ink-2">{text.inviteText}</p>
          <TextField
            label={text.email}
            type="email"
            required
            autoComplete="off"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
          <SelectField
            label={text.role}
            value={role}
            onChange={(event) => setRole(event.target.value as 'member' | 'admin')}
          >
            <option value="member">{text.roles.member}</option>
            {isOwner ? <option value="admin">{text.roles.admin}</option> : null}
          </SelectField>
          {make.error ? <ProblemView error={make.error} /> : null}
          <div className="flex justify-end">
            <Button type="submit" kind="primary" busy={make.isPending}>
              {text.makeLink}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

function RemoveDialog({ org, member, onClose }: Readonly<{ org: string; member: Member; onClose: () => void }>) {
  const remove = useSetupAction(
    org,
    () => removeMember(org, member.id),
    ({ keysEnded }) => {
      toast('ok', keysEnded > 0 ? text.removedKeys(keysEnded) : text.removed);
      onClose();
    },
  );
  return (
    <RemovalDialog
      title={text.removeTitle(member.name)}
      explanation={text.removeText(member.keys)}
      action={text.remove}
      removal={remove}
      onClose={onClose}
    />
  );
}

function MemberRow({ org, member, own }: Readonly<{ org: string; member: Member; own: boolean }>) {
  const isOwner = useRole() === 'owner';
  const [removing, setRemoving] = useState(false);
  const change = useSetupAction(
    org,
    (role: Role) => changeRole(org, member.id, role),
    ({ keysLimited }) => toast('ok', keysLimited > 0 ? text.changedKeys(keysLimited) : text.changed),
  );
  return (
    <Row>
      <Cell className="min-w-48">
        <p className="flex items-center gap-2 font-medium">
          {member.name}
          {own ? <Badge>{text.you}</Badge> : null}
        </p>
        <p className="text-xs text-ink-2">
          {member.email}
          {member.keys > 0 ? ` · ${text.keys(member.keys)}` : null}
        </p>
        {change.error ? <p className="mt-1 text-xs text-bad">{change.error.message}</p> : null}
      </Cell>
      <Cell>
        {isOwner ? (
          <InlineSelect
            label={text.roleOf(member.name)}
            value={member.role}
            disabled={change.isPending}
            onChange={(event) => change.mutate(event.target.value as Role)}
          >
            {roles.map((role) => (
              <option key={role} value={role}>
                {text.roles[role]}
              </option>
            ))}
          </InlineSelect>
        ) : (
          text.roles[member.role]
        )}
      </Cell>
      <Cell className="whitespace-nowrap text-ink-2">{formatDateTime(member.since)}</Cell>
      <Cell className="text-right">
        {isOwner && !own ? (
          <Button size="sm" kind="ghost" aria-label={text.removeTitle(member.name)} onClick={() => setRemoving(true)}>
            {text.remove}
          </Button>
        ) : null}
        {removing ? <RemoveDialog org={org} member={member} onClose={() => setRemoving(false)} /> : null}
      </Cell>
    </Row>
  );
}

/** People, their roles, and links for new ones. */
export function MembersPage() {
  useTitle(text.title);
  const org = useOrg();
  const isAdmin = useIsAdmin();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data, error, refetch } = useQuery(membersQuery(org));
  const [inviting, setInviting] = useState(false);
  return (
    <Page>
      <PageHeader
        title={text.title}
        lead={text.lead}
        actions={
          isAdmin ? (
            <Button kind="primary" onClick={() => setInviting(true)}>
              {text.invite}
            </Button>
          ) : null
        }
      />
      {error && !data ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading label={text.reading} /> : null}
      {data ? (
        <Table label={text.title}>
          <thead>
            <tr>
              <HeadCell>{text.name}</HeadCell>
              <HeadCell>{text.role}</HeadCell>
              <HeadCell>{text.since}</HeadCell>
              <HeadCell>
                <span className="sr-only">{text.remove}</span>
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {data.map((member) => (
              <MemberRow key={member.id} org={org} member={member} own={member.userId === session.person?.id} />
            ))}
          </tbody>
        </Table>
      ) : null}
      {data && isAdmin ? <OpenInvitations org={org} /> : null}
      {inviting ? <InviteDialog org={org} onClose={() => setInviting(false)} /> : null}
    </Page>
  );
}
