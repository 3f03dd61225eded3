import { readFile, rename, writeFile } from 'node:fs/promises';
import type { Attachment, Comment, Item } from './confluence/item.ts';
import type { ContentStore } from './confluence/store.ts';
import { type ForgeApp, forgeOf, type Installation } from './forge/index.ts';
import { exportSigning, importSigning, type SigningKeys } from './forge/signing.ts';
import type { AtlassianState } from './state.ts';

/** What people and apps changed since the world was loaded. */
interface Kept {
  readonly world: string;
  readonly content: Readonly<Record<string, KeptContent>>;
  readonly oauthClients: AtlassianState['oauthClients'];
  readonly grants: [string, object][];
  readonly refreshTokens: [string, object][];
  readonly accessTokens: [string, object][];
  readonly systemTokens: [string, object][];
  readonly developerSpaces: [string, object][];
  readonly apps: readonly ForgeApp[];
  readonly installations: readonly (Omit<Installation, 'version' | 'due'> & {
    readonly version: string;
    readonly due: [string, number][];
  })[];
  readonly signing: SigningKeys;
}

interface KeptContent {
  readonly items: readonly Item[];
  readonly attachments: readonly (Omit<Attachment, 'content'> & { readonly content: string })[];
  readonly comments: readonly Comment[];
}

/** Bodies that are made on demand are never changed; their place holds nothing. */
const fieldsOf = (item: Item): string =>
  JSON.stringify({ ...item, body: typeof item.body === 'function' ? null : item.body });

/** How the content of one site differs from its seed. */
class Differences {
  private readonly items = new Map<string, string>();
  private readonly attachments = new Set<string>();
  private readonly comments = new Set<string>();
  private readonly store: ContentStore;
  private taken: { readonly revision: number; readonly content: KeptContent } | null = null;

  constructor(store: ContentStore) {
    this.store = store;
    for (const item of store.items.values()) this.items.set(item.id, fieldsOf(item));
    for (const id of store.attachments.keys()) this.attachments.add(id);
    for (const id of store.comments.keys()) this.comments.add(id);
  }

  take(): KeptContent {
    const { revision } = this.store;
    if (this.taken?.revision !== revision) this.taken = { revision, content: this.collect() };
    return this.taken.content;
  }

  private collect(): KeptContent {
    const { store } = this;
    const plain = ({ earlier, body, ...item }: Item): Item => ({
      ...item,
      body: typeof body === 'function' ? body() : body,
      earlier: earlier.map((each) => ({ ...each, body: typeof each.body === 'function' ? each.body() : each.body })),
    });
    return {
      items: [...store.items.values()].filter((item) => this.items.get(item.id) !== fieldsOf(item)).map(plain),
      attachments: [...store.attachments.values()]
        .filter(({ id }) => !this.attachments.has(id))
        .map(({ content, ...each }) => ({
          ...each,
          content: Buffer.from(typeof content === 'function' ? content() : content).toString('base64'),
        })),
      comments: [...store.comments.values()].filter(({ id }) => !this.comments.has(id)),
    };
  }

  restore(kept: KeptContent): void {
    const { store } = this;
    for (const item of kept.items) {
      const current = store.items.get(item.id);
      if (current) {
        const { readers, ...fields } = item;
        Object.assign(current, fields);
        store.setReaders(current, readers);
      } else store.put(item);
    }
    for (const { content, ...each } of kept.attachments)
      store.putAttachment({ ...each, content: new Uint8Array(Buffer.from(content, 'base64')) });
    for (const comment of kept.comments) store.putComment(comment);
  }
}

function restore(state: AtlassianState, differences: ReadonlyMap<string, Differences>, kept: Kept): Promise<void> {
  const forge = forgeOf(state);
  for (const [cloudId, content] of Object.entries(kept.content)) differences.get(cloudId)?.restore(content);
  for (const client of kept.oauthClients)
    if (!state.oauthClients.some(({ clientId }) => clientId === client.clientId)) state.oauthClients.push(client);
  const fill = (map: Map<string, never>, entries: readonly [string, object][]) => {
    for (const [key, value] of entries) map.set(key, value as never);
  };
  fill(state.grants as never, kept.grants);
  fill(state.refreshTokens as never, kept.refreshTokens);
  fill(state.accessTokens as never, kept.accessTokens);
  fill(state.systemTokens as never, kept.systemTokens);
  fill(forge.developerSpaces as never, kept.developerSpaces);
  for (const app of kept.apps) forge.apps.set(app.id, app);
  for (const { version, due, ...installation } of kept.installations) {
    const versions = forge.apps
      .get(installation.appId)
      ?.environments.find(({ key }) => key === installation.environmentKey)?.versions;
    const found = versions?.find((each) => each.version === version);
    if (found) forge.installations.set(installation.id, { ...installation, version: found, due: new Map(due) });
  }
  return importSigning(kept.signing);
}

async function snapshot(state: AtlassianState, differences: ReadonlyMap<string, Differences>): Promise<Kept> {
  const forge = forgeOf(state);
  return {
    world: state.world,
    content: Object.fromEntries([...differences].map(([cloudId, each]) => [cloudId, each.take()])),
    oauthClients: state.oauthClients,
    grants: [...state.grants],
    refreshTokens: [...state.refreshTokens],
    accessTokens: [...state.accessTokens],
    systemTokens: [...state.systemTokens].slice(-50),
    developerSpaces: [...forge.developerSpaces],
    apps: [...forge.apps.values()],
    installations: [...forge.installations.values()].map(({ version, due, ...each }) => ({
      ...each,
      version: version.version,
      due: [...due],
    })),
    signing: await exportSigning(),
  };
}

const savedEvery = 1_000;

/**
 * Keeps what changes in `file`, so that a stand-in that is started again on the same world goes on where it was. Gives
 * what saves the rest at the end.
 */
export async function keepState(state: AtlassianState, file: string): Promise<() => Promise<void>> {
  const differences = new Map([...state.content].map(([cloudId, store]) => [cloudId, new Differences(store)]));
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text !== null) {
    const kept = JSON.parse(text) as Kept;
    if (kept.world === state.world) await restore(state, differences, kept);
  }
  let written = '';
  let last: Promise<void> = Promise.resolve();
  const save = () => {
    last = last.then(async () => {
      const next = JSON.stringify(await snapshot(state, differences));
      if (next === written) return;
      await writeFile(`${file}.new`, next, { mode: 0o600 });
      await rename(`${file}.new`, file);
      written = next;
    });
    return last;
  };
  const timer = setInterval(() => void save(), savedEvery);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await save();
  };
}
