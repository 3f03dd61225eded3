import type { Person } from '../../core/page.ts';
import { batches } from './batch.ts';
import type { Client } from './client.ts';
import { listOf, person } from './schema.ts';

const people = listOf(person);
const BATCH = 250;

/** Names by account id. E-mail addresses are not read. */
export async function readPeople(client: Client, ids: readonly string[]): Promise<readonly Person[]> {
  const found: Person[] = [];
  for (const accountIds of batches([...new Set(ids)], BATCH)) {
    const answer = await client.read(
      people,
      '/wiki/api/v2/users-bulk',
      {},
      { what: 'names of people', body: { accountIds } },
    );
    client.count(answer.results.length);
    for (const { accountId, publicName, displayName } of answer.results) {
      const name = displayName || publicName;
      if (name) found.push({ id: accountId, name });
    }
  }
  return found;
}
