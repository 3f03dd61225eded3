import type { WorldUser } from '../../../worlds/world.ts';

/** A person of v2; the e-mail address is hidden, as it is by default. */
export function showPerson(user: WorldUser) {
  return {
    displayName: user.name,
    timeZone: 'Europe/Berlin',
    isExternalCollaborator: false,
    accountStatus: user.active === false ? 'inactive' : 'active',
    accountId: user.accountId,
    email: '',
    accountType: 'atlassian',
    publicName: user.name,
    profilePicture: { path: `/wiki/aa-avatar/${user.accountId}`, isDefault: true },
  };
}

/** A person of v1. */
export function showPersonV1(user: WorldUser) {
  return {
    type: 'known',
    accountId: user.accountId,
    accountType: 'atlassian',
    email: '',
    publicName: user.name,
    displayName: user.name,
    profilePicture: { path: `/wiki/aa-avatar/${user.accountId}`, width: 48, height: 48, isDefault: true },
    isExternalCollaborator: false,
    isGuest: false,
    _expandable: { operations: '', personalSpace: '' },
    _links: {},
  };
}
