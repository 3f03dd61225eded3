import { html } from 'hono/html';
import type { Item, Space } from '../confluence/item.ts';
import type { ContentStore } from '../confluence/store.ts';
import type { AtlassianState, Site } from '../state.ts';
import { renderPage } from './html.ts';

/** Rows of a space that are shown at once. */
const mostRows = 200;

function button(item: Item, action: string, label: string) {
  return html`<form class="inline" method="post" action="/_sandbox/pages/${item.id}/${action}">
    <button type="submit" aria-label="${label} ${item.title}">${label}</button>
  </form> `;
}

function editForm(item: Item) {
  return html`<form class="inline" method="post" action="/_sandbox/pages/${item.id}/edit">
    <input name="append" aria-label="Sentence to add to ${item.title}" placeholder="Add a sentence" required />
    <button type="submit" aria-label="Edit ${item.title}">Edit</button>
  </form> `;
}

function moveForm(item: Item, parents: readonly Item[]) {
  return html`<form class="inline" method="post" action="/_sandbox/pages/${item.id}/move">
    <select name="parentId" aria-label="New parent of ${item.title}">
      ${parents
        .filter((parent) => parent.id !== item.id)
        .map((parent) => html`<option value="${parent.id}">${parent.title}</option>`)}
    </select>
    <button type="submit" aria-label="Move ${item.title}">Move</button>
  </form> `;
}

function renderRow(store: ContentStore, item: Item, parents: readonly Item[], depth: number) {
  const address = `/wiki/spaces/${encodeURIComponent(store.spaceOf(item).key)}/pages/${item.id}`;
  return html`<tr>
    <td style="padding-left: ${depth + 0.6}rem">
      <a href="${address}">${item.title}</a>
      ${item.kind === 'page' ? '' : html`<span class="tag">${item.kind}</span>`}
      ${item.status === 'current' ? '' : html`<span class="tag">${item.status}</span>`}
      ${store.visibleToApp(item) ? '' : html`<span class="tag">restricted</span>`}
    </td>
    <td>${item.version.number}</td>
    <td>
      ${
        item.status === 'trashed'
          ? button(item, 'restore', 'Restore')
          : html`${editForm(item)}${moveForm(item, parents)}${button(item, 'trash', 'Trash')}${
              item.readers ? button(item, 'unrestrict', 'Unrestrict') : button(item, 'restrict', 'Restrict')
            }`
      }
    </td>
  </tr>`;
}

/** Items in the order of the tree, each with its depth; ones that no walk reaches come last. */
function treeOf(store: ContentStore, space: Space): { readonly item: Item; readonly depth: number }[] {
  const rows: { item: Item; depth: number }[] = [];
  const seen = new Set<string>();
  const all = [...store.items.values()].filter((item) => item.spaceId === space.id);
  const visit = (item: Item, depth: number) => {
    if (seen.has(item.id) || rows.length >= mostRows) return;
    seen.add(item.id);
    rows.push({ item, depth });
    for (const child of store.childrenOf(item.id)) visit(child, Math.min(depth + 1, 12));
  };
  for (const item of all) if (item.parentId === null) visit(item, 0);
  for (const item of all) visit(item, 0);
  return rows;
}

function renderSpace(store: ContentStore, space: Space) {
  const rows = treeOf(store, space);
  const parents = rows
    .map((row) => row.item)
    .filter((item) => item.kind === 'page' && item.status === 'current')
    .slice(0, 80);
  return html`<h2 id="${space.key}">${space.name} <span class="tag">${space.key}</span></h2>
    <form method="post" action="/_sandbox/pages">
      <input type="hidden" name="spaceKey" value="${space.key}" />
      <input name="title" aria-label="Title of a new page in ${space.name}" placeholder="Title" required />
      <button type="submit">Create page in ${space.key}</button>
    </form>
    <table>
      <thead><tr><th>Page</th><th>Version</th><th>Do as a person</th></tr></thead>
      <tbody>
        ${rows.map(({ item, depth }) => renderRow(store, item, parents, depth))}
      </tbody>
    </table>
    ${rows.length >= mostRows ? html`<p class="note">Only the first ${mostRows} are shown.</p>` : ''}`;
}

function renderTraffic(state: AtlassianState) {
  const counts = state.log.counts();
  return html`<h2>Last requests</h2>
    <p>${counts.requests} requests, ${counts.points} points.</p>
    <table>
      <thead><tr><th>At</th><th>Service</th><th>Request</th><th>Status</th><th>Points</th><th>ms</th></tr></thead>
      <tbody>
        ${state.log
          .entries()
          .slice(-15)
          .reverse()
          .map(
            (entry) => html`<tr>
              <td>${entry.at.slice(11, 19)}</td><td>${entry.service}</td><td><code>${entry.method} ${entry.path}</code></td>
              <td>${entry.status}</td><td>${entry.points}</td><td>${entry.ms}</td>
            </tr>`,
          )}
      </tbody>
    </table>
    <h2>Last deliveries</h2>
    ${state.deliveries.length === 0 ? html`<p class="note">None yet.</p>` : ''}
    <table>
      <tbody>
        ${state.deliveries
          .slice(-15)
          .reverse()
          .map(
            (entry) => html`<tr>
              <td>${entry.at.slice(11, 19)}</td><td>${entry.event}</td><td><code>${entry.url}</code></td>
              <td>attempt ${entry.attempt}</td><td>${entry.status === 0 ? 'no answer' : entry.status}</td><td>${entry.ms} ms</td>
            </tr>`,
          )}
      </tbody>
    </table>`;
}

/** The page of the stand-in: one space of a site with what a person can do there, requests, deliveries. */
export function renderOverview(state: AtlassianState, site: Site, store: ContentStore, spaceKey: string | undefined) {
  const spaces = [...store.spaces.values()];
  const chosen = spaces.find((space) => space.key === spaceKey) ?? spaces[0];
  return renderPage(
    `${site.name} · Atlassian (sandbox)`,
    html`<h1>${site.name}: a stand-in for Confluence</h1>
      <p class="note">World ${state.world}. What you do here happens at once, and installed apps are told.</p>
      <nav aria-label="Spaces">
        ${spaces.map((space) => html`<a href="/?space=${encodeURIComponent(space.key)}">${space.name}</a> · `)}
      </nav>
      ${chosen ? renderSpace(store, chosen) : ''} ${renderTraffic(state)}`,
  );
}
