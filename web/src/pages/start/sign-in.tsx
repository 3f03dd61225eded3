import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { isStatus } from '../../api/problem.ts';
import { sessionQuery, signIn, signInToDemo } from '../../api/session.ts';
import { useTitle } from '../../shell/title.ts';
import { t } from '../../text/en.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { StartFrame } from './start-frame.tsx';

const route = getRouteApi('/sign-in');

function useEnter() {
  const client = useQueryClient();
  const router = useRouter();
  const { returnTo } = route.useSearch();
  return async () => {
    // What was read before may have been another person's.
    client.removeQueries({ queryKey: ['org'] });
    await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
    // Only a path of this page gets through the route's check.
    router.history.push(returnTo ?? '/');
  };
}

function PasswordForm({ beside }: Readonly<{ beside: boolean }>) {
  const enter = useEnter();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const attempt = useMutation({ mutationFn: () => signIn({ email, password }), onSuccess: enter });
  const refused = isStatus(attempt.error, 401);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    attempt.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <TextField
        label={t.start.email}
        type="email"
        name="email"
        autoComplete="username"
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <TextField
        label={t.start.password}
        type="password"
        name="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={refused ? t.start.signInWrong : null}
      />
      {attempt.error && !refused ? <ProblemView error={attempt.error} /> : null}
      <Button type="submit" kind={beside ? 'plain' : 'primary'} busy={attempt.isPending}>
        {t.start.signIn}
      </Button>
    </form>
  );
}

function Demo() {
  const enter = useEnter();
  const attempt = useMutation({ mutationFn: signInToDemo, onSuccess: enter });
  return (
    <div className="mb-5 flex flex-col gap-3">
      <p className="text-sm text-ink-2">{t.start.demoLead}</p>
      <Button kind="primary" busy={attempt.isPending} onClick={() => attempt.mutate()}>
        {t.start.demoSignIn}
      </Button>
      {attempt.error ? <ProblemView error={attempt.error} /> : null}
      <p className="mt-2 text-center text-xs text-ink-2">{t.start.ownAccount}</p>
    </div>
  );
}

export function SignInPage() {
  const { data } = useSuspenseQuery(sessionQuery);
  const { returnTo } = route.useSearch();
  useTitle(t.start.signIn);
  const lead = returnTo ? t.start.signInAgain : data.demo ? null : t.start.signInLead;
  if (data.needsOwner && !data.demo) {
    return (
      <StartFrame title={t.start.signIn}>
        <Notice title={t.start.needsOwner}>{t.start.needsOwnerHint}</Notice>
      </StartFrame>
    );
  }
  return (
    <StartFrame title={t.start.signIn} {...(lead ? { lead } : {})}>
      {data.demo ? <Demo /> : null}
      <PasswordForm beside={Boolean(data.demo)} />
      {data.person ? (
        <p className="mt-4 text-center text-sm">
          <Link to="/" className="text-accent underline">
            {t.common.toStart}
          </Link>
        </p>
      ) : null}
    </StartFrame>
  );
}
