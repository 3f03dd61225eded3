import { expect, it } from 'vitest';
import type { Connection } from '../../core/connection.ts';
import type { ServerDeps } from '../deps.ts';
import { watchInstall } from './install-watch.ts';

const startedAt = '2026-06-01T10:00:00.000Z';
const connection: Connection = {
  id: 'c1',
  orgId: 'o1',
  connector: 'wiki',
  name: 'Wiki',
  config: { pendingInstall: { startedAt } },
  createdAt: startedAt,
  updatedAt: startedAt,
};

async function hintsAt(publicOrigin: string, minutes = 1) {
  const deps = {
    settings: { publicOrigin, demo: null },
    ports: { audit: { list: async () => [] } },
    clock: { now: () => Date.parse(startedAt) + minutes * 60_000 },
  } as unknown as ServerDeps;
  return (await watchInstall(deps, connection))!.hints.map(({ code }) => code);
}

it.each([
  'http://ctx.example.com',
  'https://localhost:3000',
  'https://127.0.0.1',
  'https://10.1.2.3',
  'https://172.20.0.5',
  'https://192.168.1.9',
  'https://169.254.169.254',
  'https://100.64.3.2',
  'https://[::1]:8443',
  'https://[fd00::5]',
  'https://ctx',
  'https://ctx.local',
  'https://ctx.corp.internal.',
  'https://ctx.home.arpa',
])('says that the app cannot call %s, and waits for nothing else', async (origin) => {
  expect(await hintsAt(origin, 60)).toEqual(['origin-not-public']);
});

it.each([
  'https://ctx.example.com',
  'https://ctx.example.com:8443',
  'https://93.184.216.34',
  'https://[2606:4700::6810]',
])('waits for what calls %s, and says when that takes long', async (origin) => {
  expect(await hintsAt(origin)).toEqual([]);
  expect(await hintsAt(origin, 6)).toEqual(['no-event']);
});
