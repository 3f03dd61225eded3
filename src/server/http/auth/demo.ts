import { randomBytes } from 'node:crypto';
import { createAccount, findUser } from './accounts.ts';
import type { Identity } from './identity.ts';
import { createOrganization, findOrganization, type Organization } from './organizations.ts';

const person = { name: 'Dana Demo', email: 'dana@demo.invalid' } as const;
const place = { name: 'Demo', slug: 'demo' } as const;

interface Demo {
  readonly userId: string;
  readonly organization: Organization;
}

const known = new WeakMap<Identity, Promise<Demo>>();

/** The person and organization of a demonstration, made when first asked for. Its password is known to nobody. */
export function ensureDemo(identity: Identity): Promise<Demo> {
  const found = known.get(identity);
  if (found) return found;
  const made = make(identity).catch((error: unknown) => {
    known.delete(identity);
    throw error;
  });
  known.set(identity, made);
  return made;
}

async function make(identity: Identity): Promise<Demo> {
  const account = await findUser(identity, person.email);
  const { id: userId } =
    account ?? (await createAccount(identity, { ...person, password: randomBytes(32).toString('base64url') }));
  const organization =
    (await findOrganization(identity, place.slug)) ??
    (await createOrganization(identity, { ...place, ownerId: userId }));
  return { userId, organization };
}
