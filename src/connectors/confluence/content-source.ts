import type { ContentSource } from '../../core/roles/content-source.ts';
import { findAttachments, listAttachments, readAttachment } from './attachments.ts';
import { Client, type ClientOptions } from './client.ts';
import { listComments } from './comments.ts';
import { readContainers } from './containers.ts';
import { listLabelsOfPages, listLabelsOfSpace } from './labels.ts';
import { PageListing } from './listing.ts';
import { needsOtherBody, toMarkdown } from './markdown.ts';
import { listMarks } from './marks.ts';
import { readPeople } from './people.ts';
import { PageReader } from './reading.ts';
import { listRestricted } from './restrictions.ts';
import { Spaces } from './spaces.ts';
import { Tree } from './tree.ts';
import { listVersions } from './versions.ts';

export interface ContentSourceOptions extends ClientOptions {
  /** Address of the site for people, e.g. `https://acme.atlassian.net`; it is shown and never called. */
  readonly siteUrl: string;
}

/** Reads one Confluence site as the app. */
export function createContentSource(options: ContentSourceOptions): ContentSource {
  const siteUrl = options.siteUrl.replace(/\/+$/, '');
  const client = new Client(options);
  const spaces = new Spaces(client, siteUrl);
  const listing = new PageListing(client, spaces, siteUrl);
  const reader = new PageReader(client, spaces, siteUrl);
  const tree = new Tree(client, spaces);
  return {
    listSpaces: (cursor) => spaces.list(cursor),
    listPages: (query) => listing.list(query),
    readContainers: (ids) => readContainers(client, spaces, { siteUrl, hints: listing.parentKinds }, ids),
    readPages: (ids, known = []) => {
      spaces.remember(known);
      return reader.read(ids);
    },
    listRestricted: (space, pageIds) => listRestricted(client, space, pageIds),
    listLabels: (query) =>
      'spaceId' in query ? listLabelsOfSpace(client, spaces, query.spaceId) : listLabelsOfPages(client, query.pageIds),
    listMarks: (wanted) => listMarks(client, spaces, wanted),
    listVersions: (page, limit) => listVersions(client, page, limit),
    listAttachments: (pageIds) => listAttachments(client, pageIds),
    findAttachments: (wanted) => findAttachments(client, wanted),
    listComments: (pageIds) => listComments(client, pageIds),
    readAttachment: (attachment, maxBytes) => readAttachment(client, attachment, maxBytes),
    readPeople: (ids) => readPeople(client, ids),
    listChildren: (parent, cursor) => tree.children(parent, cursor),
    searchPages: (query) => tree.search(query),
    readBodies: (ids, format) => reader.bodies(ids, format),
    needsOtherBody,
    toMarkdown: (body, context) => toMarkdown(body, { ...context, siteUrl }),
    usage: () => client.usage(),
  };
}
