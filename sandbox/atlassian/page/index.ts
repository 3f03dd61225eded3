import type { SandboxApp } from '../../core/index.ts';
import type { AtlassianState } from '../state.ts';
import { renderOverview } from './overview.ts';
import { renderReading } from './reading.ts';

/** The pages of the stand-in for people: an overview at `/`, and each page at the address that the site gives it. */
export function mountPages(app: SandboxApp, state: AtlassianState): void {
  app.get('/', (c) => {
    c.env.exchange.service = 'page';
    const site = state.sites.find((candidate) => candidate.confluenceActive);
    const store = site && state.content.get(site.cloudId);
    if (!site || !store) return c.text('no site with Confluence', 404);
    return c.html(renderOverview(state, site, store, c.req.query('space')));
  });

  app.get('/wiki/download/attachments/:itemId/:fileName', (c) => {
    c.env.exchange.service = 'page';
    for (const store of state.content.values()) {
      const item = store.items.get(c.req.param('itemId'));
      const file = store.attachmentsByItem
        .get(item?.id ?? '')
        ?.find((each) => each.fileName === c.req.param('fileName'));
      if (!item || !file || !store.visibleToApp(item)) continue;
      const content = typeof file.content === 'function' ? file.content() : file.content;
      return c.body(new Uint8Array(content), 200, {
        'content-type': file.mediaType || 'application/octet-stream',
        'content-security-policy': 'sandbox',
        'x-content-type-options': 'nosniff',
      });
    }
    return c.text('Attachment not found', 404);
  });

  app.get('/wiki/spaces/:key/*', (c) => {
    c.env.exchange.service = 'page';
    const path = c.req.path;
    const id = /\/(?:pages|folder|whiteboard|database|embed|blog\/\d+\/\d+\/\d+)\/(\d+)/.exec(path)?.[1];
    for (const site of state.sites) {
      const store = state.content.get(site.cloudId);
      const home = store?.spaceByKey(decodeURIComponent(c.req.param('key')))?.homepageId;
      const item = store?.items.get(id ?? home ?? '');
      if (store && item) return c.html(renderReading(state, site, store, item));
    }
    return c.text('Page not found', 404);
  });
}
