import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { isStatus } from '../../api/problem.ts';
import { acceptInvitation, type Invitation, invitationQuery, sessionQuery } from '../../api/session.ts';
import { useTitle } from '../../shell/title.ts';
import { t } from '../../text/en.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Loading } from '../../ui/spinner.tsx';
import { StartFrame } from './start-frame.tsx';

const route = getRouteApi('/invitation/$token');

function useAccept(token: string) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (fields: { name?: string; password?: string }) => acceptInvitation(token, fields),
    onSuccess: async ({ slug }) => {
      client.removeQueries({ queryKey: ['org'] });
      await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
      await navigate({ to: '/o/$org', params: { org: slug } });
    },
  });
}

function NewAccount({ token, invitation }: Readonly<{ token: string; invitation: Invitation }>) {
  const accept = useAccept(token);
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    accept.mutate({ name: name.trim(), password });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <TextField label={t.start.email} type="email" readOnly value={invitation.email} autoComplete="username" />
      <TextField
        label={t.start.name}
        required
        maxLength={100}
        autoComplete="name"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        label={t.start.password}
        type="password"
        required
        minLength={12}
        maxLength={200}
        autoComplete="new-password"
        hint={t.start.passwordHint}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {accept.error ? <ProblemView error={accept.error} /> : null}
      <Button type="submit" kind="primary" busy={accept.isPending}>
        {t.start.createAccount}
      </Button>
    </form>
  );
}

function Join({ token, invitation }: Readonly<{ token: string; invitation: Invitation }>) {
  const accept = useAccept(token);
  const { data } = useSuspenseQuery(sessionQuery);
  if (data.person?.email.toLowerCase() !== invitation.email.toLowerCase()) {
    return (
      <div className="flex flex-col gap-4">
        <Notice title={t.start.signInAs(invitation.email)} />
        <Link to="/sign-in" search={{ returnTo: `/invitation/${token}` }} className={buttonClass('primary')}>
          {t.start.signIn}
        </Link>
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      {accept.error ? <ProblemView error={accept.error} /> : null}
      <Button kind="primary" busy={accept.isPending} onClick={() => accept.mutate({})}>
        {t.start.accept}
      </Button>
    </div>
  );
}

/** The way in for somebody who was sent a link. */
export function InvitationPage() {
  const { token } = route.useParams();
  const { data, error, refetch } = useQuery(invitationQuery(token));
  useTitle(t.start.accept);
  if (isStatus(error, 404)) {
    return (
      <StartFrame title={t.start.linkGone}>
        <p className="text-sm text-ink-2">{t.start.linkGoneHint}</p>
        <p className="mt-4">
          <Link to="/sign-in" className={buttonClass()}>
            {t.start.signIn}
          </Link>
        </p>
      </StartFrame>
    );
  }
  return (
    <StartFrame title={t.start.accept} {...(data ? { lead: t.start.acceptLead(data.organization.name) } : {})}>
      {error ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading label={t.common.loading} /> : null}
      {data?.hasAccount ? <Join token={token} invitation={data} /> : null}
      {data && !data.hasAccount ? <NewAccount token={token} invitation={data} /> : null}
    </StartFrame>
  );
}
