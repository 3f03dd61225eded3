import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { isCode } from '../../api/problem.ts';
import { createOrganization, sessionQuery } from '../../api/session.ts';
import { useTitle } from '../../shell/title.ts';
import { t } from '../../text/en.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { StartFrame } from './start-frame.tsx';

/** The address that a name suggests. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 48);
}

const slugShape = /^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?$/;

export function NewOrganizationPage() {
  useTitle(t.start.newOrg);
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [ownSlug, setOwnSlug] = useState<string | null>(null);
  const slug = ownSlug ?? slugOf(name);
  const attempt = useMutation({
    mutationFn: () => createOrganization({ name: name.trim(), slug }),
    onSuccess: async (made) => {
      await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
      await navigate({ to: '/o/$org', params: { org: made.slug } });
    },
  });
  const taken = isCode(attempt.error, 'slug-taken') || isCode(attempt.error, 'invalid-slug');
  const bad = slug !== '' && !slugShape.test(slug) ? t.start.orgSlugBad : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() && !bad) attempt.mutate();
  };
  return (
    <StartFrame title={t.start.newOrg} lead={t.start.newOrgLead}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label={t.start.orgName}
          required
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label={t.start.orgSlug}
          required
          mono
          spellCheck={false}
          value={slug}
          onChange={(event) => setOwnSlug(event.target.value)}
          hint={t.start.orgSlugHint}
          error={bad ?? (taken ? attempt.error?.message : null)}
        />
        {attempt.error && !taken ? <ProblemView error={attempt.error} /> : null}
        <Button type="submit" kind="primary" busy={attempt.isPending}>
          {t.start.create}
        </Button>
      </form>
    </StartFrame>
  );
}
