import type { Page } from 'playwright-core';
import { repositoryHostPath } from '../src/api/contract.ts';
import type { Screen } from './screens.ts';

type Json = Readonly<Record<string, unknown>>;

/** Lets the page find the repository host in another state than the fixtures have it; null: none is connected. */
async function withHost(page: Page, change: Json | null): Promise<void> {
  await page.route(/\/api\/v1\/connectors$/, async (route) => {
    const answer = await route.fetch();
    const all = (await answer.json()) as readonly Json[];
    await route.fulfill({
      response: answer,
      json: change === null ? all.filter(({ role }) => role !== 'repositories') : all,
    });
  });
  await page.route(new RegExp(`${repositoryHostPath}(\\?|$)`), async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...((await answer.json()) as Json), ...change } });
  });
  await page.reload({ waitUntil: 'load' });
}

/** Opens the connection that is live as if something had happened to its app. */
async function withStatus(page: Page, change: Json): Promise<void> {
  await page.route(/\/status\?/, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...((await answer.json()) as Json), ...change } });
  });
  await page.reload({ waitUntil: 'load' });
}

const repositoryStep = '/o/acme/setup/c-repository/repository';

/** Steps of connecting and of leaving that only the documents show. */
export const connectScreens: readonly Screen[] = [
  ['setup-claim-only', '/o/acme/setup/c-claim/link'],
  [
    'setup-repository-create',
    repositoryStep,
    async (page) => {
      await withHost(page, null);
      await page.getByLabel('Organization that owns the app').fill('acme');
    },
  ],
  [
    'setup-repository-install',
    repositoryStep,
    async (page) => {
      await withHost(page, { installed: false, account: null, shared: false, appId: '4711', appSlug: 'acme-mirror' });
      await page.getByText('Enter an app that was made by hand').click();
      await page.getByLabel('App id').waitFor();
    },
  ],
  [
    'setup-repository-missing',
    repositoryStep,
    async (page) => {
      await withHost(page, { missingPermissions: ['checks: write'] });
      await page.getByText('checks: write').waitFor();
    },
  ],
  [
    'connection-upgrade',
    '/o/acme/connections/c-live',
    async (page) => {
      const to = 'https://ctx.acme.example';
      await withStatus(page, { upgrade: { changed: ['origin', 'scopes'], from: 'https://old.acme.example', to } });
      await page.getByText('The app must be deployed anew').waitFor();
    },
  ],
];
