import { serveBody } from '../body/served.ts';
import type { Call } from '../env.ts';
import type { Item, Space } from '../item.ts';
import { baseOf } from '../paging.ts';
import { labelId } from './label.ts';
import { tinyPath, webPath } from './links.ts';
import { showPersonV1 } from './person.ts';

/** A person of v1 by account id; people who are not here are unknown to the site. */
export function personOf(call: Call, accountId: string) {
  const user = call.state.users.find((candidate) => candidate.accountId === accountId);
  if (user) return showPersonV1(user);
  return { type: 'unknown', accountId, accountType: '', displayName: 'Former user', _expandable: {}, _links: {} };
}

/** Who alone may read an item itself; parents are not looked at. Empty lists mean that nothing is restricted here. */
export function showReaders(call: Call, item: Item) {
  const users = (item.readers?.users ?? []).map((id) => personOf(call, id));
  const groups = (item.readers?.groups ?? []).map((name) => ({ type: 'group', name, id: name, _links: {} }));
  const page = { start: 0, limit: 100 };
  return {
    user: { results: users, ...page, size: users.length },
    group: { results: groups, ...page, size: groups.length },
  };
}

export function showRestriction(call: Call, item: Item, operation: 'read' | 'update') {
  return {
    operation,
    restrictions: operation === 'read' ? showReaders(call, item) : showReaders(call, { ...item, readers: null }),
    _expandable: { content: `/rest/api/content/${item.id}` },
    _links: { self: `${baseOf(call.site)}/rest/api/content/${item.id}/restriction/byOperation/${operation}` },
  };
}

function showMetadata(item: Item) {
  const results = item.labels.map((name) => ({ prefix: 'global', name, id: labelId(name), label: name }));
  return {
    labels: { results, start: 0, limit: 200, size: results.length, _links: {} },
    _expandable: { currentuser: '', properties: '', frontend: '' },
  };
}

function showVersionV1(call: Call, item: Item) {
  const { version } = item;
  return {
    by: personOf(call, version.authorId),
    when: version.createdAt,
    friendlyWhen: version.createdAt.slice(0, 10),
    message: version.message,
    number: version.number,
    minorEdit: version.minorEdit,
    contentTypeModified: false,
    _expandable: { collaborators: '', content: `/rest/api/content/${item.id}` },
    _links: { self: `${baseOf(call.site)}/rest/api/content/${item.id}/version/${version.number}` },
  };
}

/** A space of v1; its id is a number there. */
export function showSpaceV1(call: Call, space: Space) {
  const empty = ['settings', 'metadata', 'operations', 'lookAndFeel', 'permissions', 'icon', 'description', 'theme'];
  return {
    id: Number(space.id),
    key: space.key,
    name: space.name,
    type: space.type,
    status: space.status,
    _expandable: {
      ...Object.fromEntries([...empty, 'history', 'identifiers'].map((name) => [name, ''])),
      homepage: space.homepageId === null ? '' : `/rest/api/content/${space.homepageId}`,
    },
    _links: { webui: `/spaces/${space.key}`, self: `${baseOf(call.site)}/rest/api/space/${space.key}` },
  };
}

/** Parts of v1 content that callers may expand, by the name (or the beginning of the name) of the expansion. */
const expansions: Readonly<Record<string, (call: Call, item: Item) => object>> = {
  space: (call, item) => ({ space: showSpaceV1(call, call.store.spaceOf(item)) }),
  version: (call, item) => ({ version: showVersionV1(call, item) }),
  ancestors: (call, item) => ({
    ancestors: call.store.ancestorsOf(item).map((ancestor) => showContent(call, ancestor, [])),
  }),
  'metadata.labels': (_call, item) => ({ metadata: showMetadata(item) }),
  'restrictions.read': (call, item) => ({
    restrictions: {
      read: showRestriction(call, item, 'read'),
      _expandable: { update: '' },
      _links: { byOperation: `${baseOf(call.site)}/rest/api/content/${item.id}/restriction/byOperation` },
    },
  }),
  history: (call, item) => ({
    history: {
      latest: true,
      createdBy: personOf(call, item.authorId),
      createdDate: item.createdAt,
      _expandable: { lastUpdated: '', previousVersion: '', contributors: '', nextVersion: '' },
      _links: { self: `${baseOf(call.site)}/rest/api/content/${item.id}/history` },
    },
  }),
};

/** Content of v1 with what was asked to be expanded. */
export function showContent(call: Call, item: Item, expand: readonly string[]): object {
  const asked = (name: string) => expand.some((path) => path === name || path.startsWith(`${name}.`));
  const parts = Object.entries(expansions).filter(([name]) => asked(name));
  const formats = expand.flatMap((path) => /^body\.(\w+)/.exec(path)?.[1] ?? []);
  const body = formats.map((format) => [
    format,
    { value: serveBody(call, item, format), representation: format, embeddedContent: [], _expandable: { content: '' } },
  ]);
  return {
    id: item.id,
    type: item.kind,
    status: item.status,
    title: item.title,
    ...Object.assign({}, ...parts.map(([, show]) => show(call, item))),
    ...(body.length > 0 ? { body: Object.fromEntries(body) } : {}),
    macroRenderedOutput: {},
    extensions: { position: item.position },
    _expandable: {
      container: `/rest/api/space/${call.store.spaceOf(item).key}`,
      children: `/rest/api/content/${item.id}/child`,
      descendants: `/rest/api/content/${item.id}/descendant`,
    },
    _links: {
      webui: webPath(call.store, item),
      self: `${baseOf(call.site)}/rest/api/content/${item.id}`,
      tinyui: tinyPath(item.id),
    },
  };
}
