import { appendParagraph } from '../../sandbox/atlassian/confluence/body/append.ts';
import { ContentEditor } from '../../sandbox/atlassian/confluence/editor.ts';
import { type Item, readBody } from '../../sandbox/atlassian/confluence/item.ts';
import { readAppManifest } from '../../sandbox/atlassian/forge/app-manifest.ts';
import { forgeOf } from '../../sandbox/atlassian/forge/index.ts';
import { addVersion, createApp } from '../../sandbox/atlassian/forge/platform.ts';
import type { StandIns } from '../../sandbox/stand-ins.ts';
import { printManifest } from '../../src/connectors/confluence/forge/manifest.ts';

/** What people of the vendor's side do beside our pages. */
export interface Vendor {
  /** Somebody deploys the app of a connection with tools of their own; gives the link on which it is installed. */
  deployApp(connectionId: string, origin: string): string;
  /** A mirrored page with text that can be edited. */
  page(): Item;
  edit(page: Item, sentence: string): void;
  restrict(page: Item): void;
  unrestrict(page: Item): void;
  /** Throws away every page of a space but those named; gives how many. */
  empty(spaceId: string, but: readonly string[]): number;
}

export function vendorOf(standIns: StandIns): Vendor {
  const { state } = standIns.atlassian;
  const store = state.content.get(state.sites[0]!.cloudId)!;
  const admin = state.users.find(({ email }) => email === 'priya@acme.example')!.accountId;
  const editor = new ContentEditor(store);
  const open = (item: Item) =>
    item.kind === 'page' &&
    item.status === 'current' &&
    store.visibleToApp(item) &&
    store.spaceOf(item).type === 'global';
  return {
    deployApp(connectionId, origin) {
      const platform = forgeOf(state);
      const developerSpaceId = '11111111-1111-4111-8111-111111111111';
      const app = createApp(platform, { name: 'ctx mirror', ownerId: admin, developerSpaceId });
      const environment = app.environments.find(({ key }) => key === 'production')!;
      const manifest = printManifest({ connectionId, origin, instantDelete: true }, app.id, true);
      addVersion(platform, app, environment.key, readAppManifest(manifest));
      return `${standIns.atlassian.origin}/forge/install/${app.id.split('/').at(-1)}`;
    },
    page: () => [...store.items.values()].find((item) => open(item) && item.parentId !== null)!,
    edit: (page, sentence) =>
      void editor.edit(page.id, { body: appendParagraph(readBody(page), sentence), actorId: admin }),
    restrict: (page) => void editor.restrict(page.id, { users: [admin] }, admin),
    unrestrict: (page) => void editor.unrestrict(page.id, admin),
    empty(spaceId, but) {
      const gone = [...store.items.values()].filter(
        (item) => open(item) && item.spaceId === spaceId && !but.includes(item.id) && item.parentId !== null,
      );
      for (const item of gone) editor.trash(item.id, admin);
      return gone.length;
    },
  };
}
