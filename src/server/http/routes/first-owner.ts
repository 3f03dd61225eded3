import { z } from '@hono/zod-openapi';
import { Problem } from '../../../core/problem.ts';
import { checkPassword, createAccount, isEmpty } from '../auth/accounts.ts';
import { peekLink, takeLink } from '../auth/links.ts';
import { checkSlug, createOrganization } from '../auth/organizations.ts';
import { startSession } from '../auth/session.ts';
import { escapeHtml, page } from '../html.ts';
import type { RouteKit } from '../routes.ts';

const form = z.object({
  name: z.string().trim().min(1).max(100),
  email: z.email().max(200),
  password: z.string().max(200),
  organization: z.string().trim().min(1).max(100),
});

function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
  return checkSlug(slug === '' ? 'organization' : slug);
}

function show(alert: string | null, given: Readonly<Record<string, unknown>>): string {
  const value = (field: string) => `value="${escapeHtml(String(given[field] ?? ''))}"`;
  const warning = alert === null ? '' : `<p role="alert">${escapeHtml(alert)}</p>`;
  const fields = [
    `<label>Your name<input name="name" autocomplete="name" required maxlength="100" ${value('name')}></label>`,
    `<label>E-mail address<input name="email" type="email" autocomplete="username" required ${value('email')}></label>`,
    '<label>Password<input name="password" type="password" autocomplete="new-password" required minlength="12" maxlength="200"><small>At least 12 characters.</small></label>',
    `<label>Name of the organization<input name="organization" autocomplete="organization" required maxlength="100" ${value('organization')}></label>`,
  ].join('');
  const lead = '<p>You become the owner of this deployment and invite the others.</p>';
  return page(
    'First owner',
    `<h1>Make the first account</h1>${lead}${warning}<form method="post">${fields}<button>Make the account</button></form>`,
  );
}

function gone(): Problem {
  return new Problem({
    code: 'owner-link-gone',
    message: 'This link was used, or it is older than a day.',
    status: 404,
    hint: 'Sign in; where nobody has an account yet, start the server again for a new link.',
  });
}

/** The page behind the one-time link of the first start: it makes the first owner and their organization. */
export function addFirstOwnerRoutes({ app, deps, identity, limits }: RouteKit): void {
  const path = '/first-owner/:token';
  const check = async (token: string) => {
    if ((await peekLink(identity, token))?.kind !== 'first-owner' || !(await isEmpty(identity))) throw gone();
  };
  app.use(path, limits.signIn);
  app.get(path, async (c) => {
    await check(c.req.param('token'));
    return c.html(show(null, {}));
  });
  app.post(path, async (c) => {
    const token = c.req.param('token');
    await check(token);
    const given = await c.req.parseBody();
    const parsed = form.safeParse(given);
    if (!parsed.success) return c.html(show('Fill in every field, with a valid e-mail address.', given), 400);
    const { organization, ...account } = parsed.data;
    let slug: string;
    try {
      checkPassword(account.password);
      slug = slugOf(organization);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return c.html(show(`${error.message} ${error.hint ?? ''}`, given), 400);
    }
    if ((await takeLink(identity, token)) === null) throw gone();
    const { id } = await createAccount(identity, account);
    const made = await createOrganization(identity, { name: organization, slug, ownerId: id });
    await deps.ports.audit.append(made.id, {
      actorId: id,
      action: 'organization.created',
      connectionId: null,
      detail: { slug },
      ip: c.get('clientAddress'),
      requestId: c.get('requestId'),
    });
    await startSession(c, identity, deps.auth.secret, id);
    return c.redirect('/', 303);
  });
}
