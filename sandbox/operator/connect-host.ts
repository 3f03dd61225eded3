import type { Operator } from './operator.ts';

const host = '/connectors/repository-host';

/** Creates an app at the repository host by its manifest flow and installs it on everything of an account. */
export async function connectRepositoryHost(
  operator: Operator,
  install: { readonly account: string },
): Promise<string> {
  const { id } = await operator.api<{ id: string }>('POST', '/connectors', { connector: 'github' });
  const form = await operator.api<{ action: string; fields: Record<string, string> }>('POST', `${host}/registration`, {
    connectionId: id,
    organization: install.account,
  });
  const name = String((JSON.parse(form.fields.manifest ?? '{}') as { name?: string }).name ?? 'ctx');
  await operator.browser.submit(form.action, { ...form.fields, name, confirm: '1' });
  const page = await operator.browser.visit(`/${operator.org}/api/v1${host}/install?connectionId=${id}`);
  const state = page.url.searchParams.get('state');
  if (page.status !== 200 || state === null)
    throw new Error(`installing the app ended at ${page.url.pathname} with ${page.status}`);
  await operator.browser.submit(page.url.href, { selection: 'all', account: install.account, state });
  const { installed } = await operator.api<{ installed: boolean }>('GET', `${host}?connectionId=${id}`);
  if (!installed) throw new Error('the app was installed, and the product does not know it');
  return id;
}

/** A repository that the app may use, by its full name. */
export async function findRepository(
  operator: Operator,
  connectionId: string,
  fullName: string,
): Promise<{ readonly id: string; readonly fullName: string }> {
  const items = await operator.api<readonly { id: string; fullName: string }[]>(
    'GET',
    `${host}/repositories?connectionId=${connectionId}`,
  );
  const found = items.find((one) => one.fullName === fullName);
  if (!found) throw new Error(`${fullName} is not among the repositories of the app`);
  return found;
}
