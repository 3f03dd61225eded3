import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { convert } from '../convert.ts';
import type { LinkAnswer, LinkResolver, LinkTarget } from '../types.ts';
import { bodiesOf } from './bodies.ts';
import type { ExportedFile, ExportedPage } from './content.ts';
import { headOf } from './front-matter.ts';
import { SPACE_TYPES, SpaceModel } from './model.ts';
import { objectsOf } from './objects.ts';
import { filePaths, pagePaths, relativeAddress } from './paths.ts';
import type { ExportSource } from './source.ts';
import type { ExportRequest, Tally } from './summary.ts';

/** Answers what a body points at with paths in the tree. */
class Links {
  readonly #model: SpaceModel;
  readonly #pages: ReadonlyMap<string, string>;
  readonly #byTitle = new Map<string, string>();
  readonly #files = new Map<string, string>();

  constructor(model: SpaceModel, pages: ReadonlyMap<string, string>, files: ReadonlyMap<string, string>) {
    this.#model = model;
    this.#pages = pages;
    for (const page of model.pages.values())
      this.#byTitle.set(titleKey(model.spaces.get(page.spaceId), page.title), page.id);
    for (const [id, path] of files) {
      const file = model.files.get(id)!;
      this.#files.set(`${file.pageId}/${file.name}`, path);
      this.#files.set(`#${file.pageId}/${id}`, path);
    }
  }

  resolver(page: ExportedPage): LinkResolver {
    const here = this.#pages.get(page.id)!;
    return (target) => this.#resolve(target, page, here);
  }

  #idOf(target: { readonly title?: string; readonly spaceKey?: string }, page: ExportedPage): string | undefined {
    return this.#byTitle.get(titleKey(target.spaceKey ?? this.#model.spaces.get(page.spaceId), target.title ?? ''));
  }

  #resolve(target: LinkTarget, page: ExportedPage, here: string): LinkAnswer | undefined {
    switch (target.kind) {
      case 'page': {
        const id = target.id ?? this.#idOf(target, page);
        const path = id === undefined ? undefined : this.#pages.get(id);
        if (path === undefined) return undefined;
        return { href: relativeAddress(here, path), text: this.#model.pages.get(id!)!.title };
      }
      case 'attachment': {
        const owner = target.pageId ?? (target.title === undefined ? page.id : this.#idOf(target, page));
        const path = this.#files.get(`${owner}/${target.fileName}`) ?? this.#files.get(`#${owner}/${target.fileId}`);
        return path === undefined ? undefined : { href: relativeAddress(here, path) };
      }
      case 'person': {
        const text = this.#model.personName(target.id);
        return text === null ? undefined : { text };
      }
      case 'space':
        return undefined;
    }
  }
}

function titleKey(space: string | undefined, title: string): string {
  return `${(space ?? '').toLowerCase()}\n${title.trim().toLowerCase()}`;
}

/** Reads a file to its end, since only there it shows whether it is damaged: nothing is written of such an export. */
async function wholeFile(source: ExportSource, { pageId, id }: ExportedFile): Promise<void> {
  const content = await source.attachment(pageId, id);
  if (content) for await (const _part of content);
}

/**
 * Writes an XML export. The objects are read twice, first all but the bodies, then the bodies one by one: bodies come in
 * any order, and links need to know every page.
 */
export async function exportObjects(source: ExportSource, request: ExportRequest, tally: Tally): Promise<void> {
  const model = new SpaceModel();
  for await (const object of objectsOf(await source.entities(), SPACE_TYPES)) model.add(object);
  const paths = pagePaths(model);
  const files = filePaths(model.files.values(), paths);
  const links = new Links(model, paths, files);
  for (const id of files.keys()) await wholeFile(source, model.files.get(id)!);
  const labels = model.labels();
  const open = new Set(model.pages.keys());

  const writePage = async (page: ExportedPage, body: string, cut: boolean): Promise<void> => {
    open.delete(page.id);
    try {
      if (cut) throw new Error('The body is longer than any page is.');
      const { baseUrl } = request;
      const { markdown, report } = convert({ from: 'storage', body }, { baseUrl, resolve: links.resolver(page) });
      const spaceKey = model.spaces.get(page.spaceId) ?? '';
      const people = [page.creator, page.modifier].map((key) => model.personName(key));
      const authors = [...new Set(people.filter((name): name is string => name !== null))];
      const url = baseUrl
        ? `${baseUrl.replace(/\/$/, '')}/spaces/${encodeURIComponent(spaceKey)}/pages/${page.id}`
        : '';
      const head = headOf({ page, spaceKey, url, labels: labels.get(page.id) ?? [], authors, body });
      const path = paths.get(page.id)!;
      const target = join(request.out, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, markdown.trim() === '' ? head : `${head}\n${markdown}`);
      tally.written.add(path);
      tally.losses += report.length;
      if (page.kind === 'blog') tally.posts++;
      else tally.pages++;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).syscall !== undefined) throw error;
      tally.failed++;
      request.onFailure?.(`page ${page.id} "${page.title}"`, (error as Error).message);
    }
    request.onProgress?.({ pages: tally.pages + tally.posts, attachments: tally.attachments });
  };

  const leaveOut = (what: string): void => {
    tally.repeated++;
    request.onFailure?.(what, 'it stands in the export a second time, which is left out.');
  };
  for (const what of model.repeated) leaveOut(what);
  for await (const { pageId, body, cut } of bodiesOf(source)) {
    const page = model.pages.get(pageId);
    if (!page) continue;
    if (open.has(page.id)) await writePage(page, body, cut);
    else leaveOut(`body of page ${page.id} "${page.title}"`);
  }
  for (const id of open) await writePage(model.pages.get(id)!, '', false);

  for (const [id, path] of files) {
    const file = model.files.get(id)!;
    const content = await source.attachment(file.pageId, id);
    if (!content) {
      tally.missing++;
      continue;
    }
    const target = join(request.out, path);
    await mkdir(dirname(target), { recursive: true });
    await pipeline(content, createWriteStream(target));
    tally.written.add(path);
    tally.attachments++;
    request.onProgress?.({ pages: tally.pages + tally.posts, attachments: tally.attachments });
  }
}
