import type { Page } from 'playwright-core';

/** Name, path, and what is done before the picture is taken. */
export type Screen = readonly [name: string, path: string, act?: (page: Page) => Promise<unknown>];

const setup = (connection: string, step: string) => `/o/acme/setup/${connection}/${step}`;

/** Every page, in the states that matter. */
export const screens: readonly Screen[] = [
  ['sign-in', '/sign-in'],
  [
    'sign-in-wrong',
    '/sign-in',
    async (page) => {
      await page.getByLabel('E-mail').fill('maya@acme.example');
      await page.getByLabel('Password').fill('wrong');
      await page.getByRole('button', { name: 'Sign in' }).click();
    },
  ],
  ['new-organization', '/new'],
  ['invitation', '/invitation/token'],
  ['invitation-gone', '/invitation/gone'],
  ['not-found', '/o/acme/nowhere'],
  ['overview-empty', '/o/empty'],
  ['overview-guest', '/o/guest'],
  ['overview', '/o/acme'],
  ['setup-app', setup('c-new', 'app')],
  ['setup-blocked', setup('c-new', 'scope')],
  ['setup-link', setup('c-link', 'link')],
  ['setup-claim', `${setup('c-claim', 'link')}?linkError=access_denied`],
  ['setup-provision', setup('c-provision', 'provision')],
  ['setup-provision-running', setup('c-provision-running', 'provision')],
  ['setup-provision-failed-full', setup('c-provision-failed', 'provision')],
  ['setup-install', setup('c-install', 'provision')],
  ['setup-repository', setup('c-repository', 'repository')],
  ['setup-target', setup('c-target', 'target'), (page) => page.getByText('acme/website').click()],
  [
    'setup-scope',
    setup('c-scope', 'scope'),
    async (page) => {
      await page.getByRole('tree').focus();
      for (const key of ['Home', 'ArrowRight', 'ArrowDown', 'ArrowRight', 'ArrowDown', 'ArrowRight']) {
        await page.keyboard.press(key);
        await page.waitForTimeout(120);
      }
      await page.getByRole('button', { name: 'Count what it brings' }).click();
      await page.waitForTimeout(900);
    },
  ],
  [
    'setup-scope-huge',
    setup('c-scope', 'scope'),
    async (page) => {
      await page.getByRole('tree').focus();
      for (const key of ['Home', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
      await page.waitForTimeout(300);
      for (let turn = 0; turn < 8; turn += 1) {
        await page.keyboard.press('End');
        await page.waitForTimeout(120);
      }
    },
  ],
  ['setup-review', setup('c-review', 'review')],
  ['setup-declined', setup('c-declined', 'review')],
  ['setup-sync', setup('c-sync', 'sync')],
  ['setup-live', setup('c-live', 'live')],
  ['connection', '/o/acme/connections/c-live'],
  ['connection-runs', '/o/acme/connections/c-live/runs'],
  ['connection-run', '/o/acme/connections/c-live/runs/r-8808'],
  ['connection-run-changes', '/o/acme/connections/c-live/runs/r-8811'],
  ['connection-pages', '/o/acme/connections/c-live/pages'],
  ['connection-pages-none', '/o/acme/connections/c-live/pages?text=zzz'],
  ['connection-page', '/o/acme/connections/c-live/pages/111', (page) => page.getByText('From version 6').waitFor()],
  ['connection-page-skipped', '/o/acme/connections/c-live/pages/140'],
  ['connection-page-none', '/o/acme/connections/c-live/pages/none'],
  ['connection-settings', '/o/acme/connections/c-live/settings'],
  [
    'connection-disconnect',
    '/o/acme/connections/c-live/settings',
    (page) => page.getByRole('button', { name: 'Disconnect…' }).click(),
  ],
  [
    'connection-move',
    '/o/acme/connections/c-live/settings',
    async (page) => {
      await page.getByRole('button', { name: 'Move…' }).click();
      await page.getByRole('radio', { name: 'acme/website' }).click();
      await page.getByRole('button', { name: 'Show what it does' }).click();
      await page.getByText('Remove 412 files in one commit').waitFor();
    },
  ],
  [
    'connection-start-over',
    '/o/acme/connections/c-live/settings',
    (page) => page.getByRole('button', { name: 'Start over…' }).click(),
  ],
  ['connection-guard', '/o/acme/connections/c-guard'],
  [
    'connection-guard-review',
    '/o/acme/connections/c-guard',
    (page) => page.getByRole('button', { name: 'Review' }).click(),
  ],
  ['connection-missing', '/o/acme/connections/c-none'],
  ['search-empty', '/o/acme/search'],
  ['search', '/o/acme/search?q=events%20journal'],
  ['search-none', '/o/acme/search?q=nothing'],
  ['search-unknown', '/o/acme/search?q=events&space=SALES&label=guide'],
  ['document', '/o/acme/documents/d0'],
  ['document-lines', '/o/acme/documents/d0?lines=11-17'],
  ['graph', '/o/acme/graph', (page) => page.waitForTimeout(1500)],
  [
    'graph-chosen',
    '/o/acme/graph',
    async (page) => {
      await page.getByRole('searchbox', { name: 'Find a thing' }).fill('Payments: runbook');
      await page.keyboard.press('Enter');
      await page.waitForTimeout(1500);
    },
  ],
  [
    'graph-way',
    '/o/acme/graph',
    async (page) => {
      await page.getByRole('searchbox', { name: 'Find a thing' }).fill('Payments: runbook');
      await page.keyboard.press('Enter');
      await page.getByRole('searchbox', { name: 'Path to another thing' }).fill('Backups: guide');
      await page.keyboard.press('Enter');
      await page
        .getByText(/^\d steps$/)
        .first()
        .waitFor();
      await page.waitForTimeout(1200);
    },
  ],
  [
    'graph-list',
    '/o/acme/graph',
    async (page) => {
      await page.getByText('List', { exact: true }).click();
      await page.getByRole('button', { name: 'Engineering', exact: true }).click();
    },
  ],
  ['graph-empty', '/o/empty/graph'],
  ['gallery', '/_ui'],
  ['gallery-dialog', '/_ui', (page) => page.getByRole('button', { name: 'Removal', exact: true }).click()],
  [
    'gallery-menu',
    '/_ui',
    async (page) => {
      await page.getByRole('button', { name: 'Menu', exact: true }).click();
      await page.getByRole('menu').waitFor();
    },
  ],
  ['wiki-health', '/o/acme/wiki-health'],
  [
    'wiki-health-evidence',
    '/o/acme/wiki-health?kind=contradiction',
    (page) => page.getByText('2 places that show it').first().click(),
  ],
  ['wiki-health-none', '/o/empty/wiki-health'],
  ['agents', '/o/acme/agents'],
  [
    'agents-key',
    '/o/acme/agents',
    async (page) => {
      await page.getByRole('button', { name: 'New key' }).click();
      await page.getByRole('dialog').getByLabel('Name').fill('Laptop');
      await page.getByRole('dialog').getByRole('button', { name: 'New key' }).click();
    },
  ],
  ['repositories', '/o/acme/repositories'],
  ['repositories-add', '/o/acme/repositories', (page) => page.getByRole('button', { name: 'Index another' }).click()],
  ['repositories-none', '/o/empty/repositories'],
  ['organization', '/o/acme/organization'],
  [
    'organization-end',
    '/o/acme/organization',
    (page) => page.getByRole('button', { name: 'End the organization…' }).click(),
  ],
  [
    'organization-ending',
    '/o/empty/organization',
    async (page) => {
      await page.getByRole('button', { name: 'End the organization…' }).click();
      await page.getByRole('dialog').getByLabel('Type empty to confirm').fill('empty');
      await page.getByRole('dialog').getByRole('button', { name: 'End the organization' }).click();
      await page.getByText('The organization is being removed').waitFor();
    },
  ],
  ['doctor', '/o/acme/doctor'],
  ['members', '/o/acme/members'],
  ['members-invite', '/o/acme/members', (page) => page.getByRole('button', { name: 'Invite' }).click()],
  ['audit', '/o/acme/audit'],
  ['api', '/o/acme/reference', (page) => page.getByText('/{orgSlug}/api/v1/keys').click()],
  [
    'account-menu',
    '/o/acme',
    async (page) => {
      // On a narrow screen it stands in the drawer.
      const drawer = page.getByRole('button', { name: 'Open menu' });
      if (await drawer.isVisible()) await drawer.click();
      await page.getByRole('button', { name: /Account/ }).click();
      await page.getByRole('menu').waitFor();
    },
  ],
  [
    'palette',
    '/o/acme',
    async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').fill('pa');
    },
  ],
];
