import { html, raw } from 'hono/html';
import { serveBody } from '../confluence/body/served.ts';
import { hasBody, type Item } from '../confluence/item.ts';
import type { ContentStore } from '../confluence/store.ts';
import type { AtlassianState, Site } from '../state.ts';
import { renderPage } from './html.ts';

/** A page as a person reads it in the stand-in. The rendered body holds known elements only. */
export function renderReading(state: AtlassianState, site: Site, store: ContentStore, item: Item) {
  const space = store.spaceOf(item);
  const body = hasBody(item.kind) ? serveBody({ state, site, store }, item, 'view') : '';
  // Nothing answers at the site's own address.
  const local = body.replaceAll(`${site.url}/wiki/`, '/wiki/');
  return renderPage(
    `${item.title} · ${space.name}`,
    html`<p class="note">
        <a href="/?space=${encodeURIComponent(space.key)}">${space.name}</a>
        ${store.ancestorsOf(item).map((ancestor) => html` / ${ancestor.title}`)}
      </p>
      <h1>${item.title}</h1>
      <p class="note">Version ${item.version.number}, ${item.version.createdAt.slice(0, 10)}, ${item.status}. ${item.labels.join(', ')}</p>
      <article>${raw(local)}</article>`,
  );
}
