import type { Entered } from '../call.ts';
import type { Identity } from './identity.ts';

/**
 * Whether a caller answers for the whole deployment: an owner of its first organization, which the one-time link of
 * the first start made. Owners of later ones see nothing of machine, network and configuration; no key is an owner.
 */
export async function ownsDeployment(identity: Identity, { org, role }: Entered): Promise<boolean> {
  if (role !== 'owner') return false;
  const { adapter } = await identity.$context;
  const [first] = await adapter.findMany<{ id: string }>({
    model: 'organization',
    sortBy: { field: 'createdAt', direction: 'asc' },
    limit: 1,
  });
  return first?.id === org.id;
}
