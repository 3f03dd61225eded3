import { Hono } from 'hono';
import type { SandboxApp } from '../../core/index.ts';
import type { AtlassianState } from '../state.ts';
import { admitCallers } from './call.ts';
import type { ConfluenceEnv } from './env.ts';
import { refuse } from './problems.ts';
import { mountContentV1 } from './v1/content.ts';
import { mountConversion } from './v1/conversion.ts';
import { mountDownloads, mountMedia } from './v1/download.ts';
import { mountRestrictions } from './v1/restrictions.ts';
import { mountSearch } from './v1/search.ts';
import { mountWriting } from './v1/writing.ts';
import { mountAttachments } from './v2/attachments.ts';
import { mountComments } from './v2/comments.ts';
import { mountHierarchy } from './v2/hierarchy.ts';
import { mountLabels } from './v2/labels.ts';
import { mountLookups } from './v2/lookups.ts';
import { mountItems } from './v2/pages.ts';
import { mountSpaces } from './v2/spaces.ts';
import { mountVersions } from './v2/versions.ts';

/** All routes below `/wiki`, without a place. */
export function createConfluenceApi(state: AtlassianState): Hono<ConfluenceEnv> {
  const api = new Hono<ConfluenceEnv>();
  const admit = admitCallers(state);
  api.use('/api/v2/*', admit);
  api.use('/rest/api/*', admit);
  const mounts = [
    mountSpaces,
    mountItems,
    mountVersions,
    mountHierarchy,
    mountAttachments,
    mountComments,
    mountLabels,
    mountLookups,
    mountSearch,
    mountRestrictions,
    mountDownloads,
    mountConversion,
    mountContentV1,
    mountWriting,
  ];
  for (const mount of mounts) mount(api);
  api.all('/api/v2/*', (c) => refuse(c, 404));
  api.all('/rest/api/*', (c) => refuse(c, 404));
  return api;
}

/** Confluence behind the gateway (`/ex/confluence/:cloudId/wiki`) and on the site's own address (`/wiki`). */
export function mountConfluence(app: SandboxApp, state: AtlassianState): void {
  const api = createConfluenceApi(state);
  app.route('/ex/confluence/:cloudId/wiki', api);
  app.route('/wiki', api);
  mountMedia(app, state);
}
