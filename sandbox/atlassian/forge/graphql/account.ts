import { randomUUID } from 'node:crypto';
import { activationIdOf, mutationError } from '../platform.ts';
import { type Call, happens, type Operation, refused, text } from './call.ts';

const me: Operation = ({ user }) => ({
  me: { user: { name: user.name, accountStatus: 'active', accountId: user.accountId } },
});

function spacesOf(call: Call) {
  return [...call.platform.developerSpaces.values()].filter(({ ownerId }) => ownerId === call.user.accountId);
}

const linkable: Operation = (call) => ({
  ecosystem: { devConsole: { getDeveloperSpaceWithLinkingAccess: spacesOf(call).map(({ id }) => id) } },
});

const spaceDetails: Operation = (call) => {
  const ids = (call.variables.devSpaceIds ?? []) as readonly string[];
  const own = spacesOf(call);
  const results = ids.map((developerSpaceId) => {
    const found = own.find(({ id }) => id === developerSpaceId);
    return found
      ? { developerSpaceId, error: null, details: { name: found.name } }
      : { developerSpaceId, error: { message: 'Developer space not found' }, details: null };
  });
  return { ecosystem: { devConsole: { getDeveloperSpaceDetails: { results } } } };
};

const createSpace: Operation = (call) => {
  const name = text(call.input, 'name').trim();
  const answer = (payload: object) => ({ ecosystem: { devConsole: { createDeveloperSpace: payload } } });
  if (happens(call, 'spaceForbidden'))
    return answer(refused(mutationError('You cannot create a developer space', 'FORBIDDEN', 403)));
  if (name === '') return answer(refused(mutationError('Name must not be empty', 'VALIDATION_ERROR', 400)));
  const space = { id: randomUUID(), name, ownerId: call.user.accountId };
  call.platform.developerSpaces.set(space.id, space);
  return answer({ success: true, errors: null, devSpace: { id: space.id, name } });
};

const tenantContexts: Operation = (call) => {
  const { sites } = call.platform.state;
  if (happens(call, 'nosite')) return { tenantContexts: [] };
  const hosts = call.variables.hostNames as readonly string[] | undefined;
  const cloudIds = (call.variables.cloudIds ?? []) as readonly string[];
  const found = hosts
    ? hosts.map((host) => sites.find((site) => new URL(site.url).hostname === host))
    : cloudIds.map((id) => sites.find((site) => site.cloudId === id));
  const known = found.flatMap((site) => (site ? [site] : []));
  return {
    tenantContexts: known.map((site) => ({
      cloudId: happens(call, 'nullsite') ? null : site.cloudId,
      cloudUrl: site.url,
      hostName: new URL(site.url).hostname,
      activationIdByProduct: {
        active: site.confluenceActive && !happens(call, 'noconf') ? activationIdOf(site) : null,
      },
      entitlementInfo: { entitlement: null },
    })),
  };
};

/** Who one is, developer spaces, and sites by host name. */
export const accountOperations: Readonly<Record<string, Operation>> = {
  me,
  getDeveloperSpaceWithLinkingAccess: linkable,
  getDeveloperSpaceDetails: spaceDetails,
  createDeveloperSpace: createSpace,
  tenantContexts,
};
