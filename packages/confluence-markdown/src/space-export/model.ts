import type { ExportedFile, ExportedPage, ExportedSpace } from './content.ts';
import type { ExportedObject } from './objects.ts';

/** Types of objects that make up a space. Bodies are read in a pass of their own. */
export const SPACE_TYPES: ReadonlySet<string> = new Set([
  'Attachment',
  'BlogPost',
  'ConfluenceUserImpl',
  'ContentPermissionSet',
  'Label',
  'Labelling',
  'Page',
  'Space',
]);

function isCurrent(object: ExportedObject): boolean {
  const status = object.values.get('contentStatus') ?? 'current';
  return status === 'current' && !object.references.has('originalVersion') && !object.values.get('originalVersionId');
}

/** `2013-01-31 10:00:00.000` as ISO 8601; exports are in UTC. */
function isoTime(value: string | undefined): string {
  const found = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.(\d{1,3}))?/.exec(value?.trim() ?? '');
  return found ? `${found[1]}T${found[2]}.${(found[3] ?? '').padEnd(3, '0')}Z` : '';
}

/** What is known of a space before its bodies are read. */
export class SpaceModel {
  readonly pages = new Map<string, ExportedPage>();
  /** Key of each space. */
  readonly spaces = new Map<string, string>();
  readonly described: ExportedSpace[] = [];
  /** Ids of pages that not everybody who sees the space may read. */
  readonly restricted = new Set<string>();
  /** The newest version of each file. */
  readonly files = new Map<string, ExportedFile>();
  /** Objects that were left out, since one of their id stands already. */
  readonly repeated: string[] = [];
  readonly #people = new Map<string, string>();
  readonly #labels = new Map<string, string>();
  readonly #labelled: [page: string, label: string][] = [];

  add(object: ExportedObject): void {
    const { id, values, references } = object;
    switch (object.type) {
      case 'Space':
        this.#addSpace(object);
        return;
      case 'ContentPermissionSet': {
        const owner = references.get('owningContent')?.id;
        if (owner && values.get('type')?.trim().toLowerCase() === 'view') this.restricted.add(owner);
        return;
      }
      case 'Page':
      case 'BlogPost':
        if (isCurrent(object)) this.#addPage(pageOf(object));
        return;
      case 'Attachment':
        this.#addFile(object);
        return;
      case 'ConfluenceUserImpl': {
        const name = values.get('fullName') ?? values.get('name') ?? values.get('lowerName') ?? id;
        // Bodies of the cloud name people by their account, everything else by their key in the export.
        for (const key of [id, values.get('atlassianAccountId')]) if (key) this.#people.set(key, name);
        return;
      }
      case 'Label':
        this.#labels.set(id, values.get('name') ?? '');
        return;
      case 'Labelling': {
        const page = references.get('content')?.id;
        const label = references.get('label')?.id;
        if (page && label) this.#labelled.push([page, label]);
        return;
      }
    }
  }

  #addSpace({ id, values, references }: ExportedObject): void {
    const key = values.get('key') ?? id;
    this.spaces.set(id, key);
    const homepageId = references.get('homePage')?.id ?? null;
    this.described.push({ id, key, name: values.get('name')?.trim() || key, homepageId });
  }

  /** The first stands: its body is the one that is written, too. */
  #addPage(page: ExportedPage): void {
    if (this.pages.has(page.id)) this.repeated.push(`page ${page.id} "${page.title}"`);
    else this.pages.set(page.id, page);
  }

  #addFile(object: ExportedObject): void {
    if (!isCurrent(object)) return;
    const { id, values, references } = object;
    const pageId = (references.get('containerContent') ?? references.get('content'))?.id;
    const name = values.get('title') ?? values.get('fileName');
    if (!pageId || !name) return;
    const version = Number(values.get('version') ?? values.get('attachmentVersion') ?? 1);
    const mediaType = values.get('contentType') ?? values.get('mediaType') ?? '';
    const other = this.files.get(id);
    if (other) this.repeated.push(`attachment ${id} "${name}"`);
    if (!other || version > other.version) this.files.set(id, { id, pageId, name, version, mediaType });
  }

  personName(key: string | null): string | null {
    return key === null ? null : (this.#people.get(key) ?? null);
  }

  /** Labels by page, sorted. */
  labels(): Map<string, string[]> {
    const byPage = new Map<string, string[]>();
    for (const [page, label] of this.#labelled) {
      const name = this.#labels.get(label);
      if (name) byPage.set(page, [...(byPage.get(page) ?? []), name]);
    }
    for (const [page, names] of byPage) byPage.set(page, [...new Set(names)].sort());
    return byPage;
  }
}

function pageOf({ type, id, values, references }: ExportedObject): ExportedPage {
  return {
    id,
    kind: type === 'BlogPost' ? 'blog' : 'page',
    title: values.get('title')?.trim() || 'Untitled',
    spaceId: references.get('space')?.id ?? '',
    parentId: references.get('parent')?.id ?? null,
    version: Number(values.get('version') ?? 1) || 1,
    created: isoTime(values.get('creationDate')),
    modified: isoTime(values.get('lastModificationDate')),
    creator: references.get('creator')?.id ?? values.get('creatorName') ?? null,
    modifier: references.get('lastModifier')?.id ?? values.get('lastModifierName') ?? null,
  };
}
