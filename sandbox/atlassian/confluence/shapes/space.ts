import type { Space } from '../item.ts';

/** A space of v2. `homepageId` may be the text "0" (CONFCLOUD-78159). */
export function showSpace(space: Space, descriptionFormat: string | undefined) {
  return {
    id: space.id,
    key: space.key,
    name: space.name,
    type: space.type,
    status: space.status,
    authorId: space.ownerId,
    spaceOwnerId: space.ownerId,
    currentActiveAlias: space.key,
    createdAt: space.createdAt,
    homepageId: space.homepageId ?? '0',
    ...(descriptionFormat
      ? { description: { [descriptionFormat]: { representation: descriptionFormat, value: space.description } } }
      : {}),
    _links: { webui: `/spaces/${space.key}` },
  };
}
