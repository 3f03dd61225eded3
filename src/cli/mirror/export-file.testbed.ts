import { zipFile } from '../../../packages/confluence-markdown/test/zip-file.ts';

/** A page of an export, as a test writes it. */
export interface ExportedPageWish {
  readonly id: string;
  readonly title: string;
  readonly parent?: string | null;
  readonly kind?: 'Page' | 'BlogPost';
  readonly version?: number;
  /** `YYYY-MM-DD HH:MM:SS.mmm` in UTC. */
  readonly created?: string;
  readonly modified?: string;
  readonly author?: string;
  readonly editor?: string;
  readonly labels?: readonly string[];
  readonly restricted?: boolean;
  readonly status?: string;
  readonly body: string;
  readonly files?: readonly { readonly id: string; readonly name: string; readonly content: Uint8Array | null }[];
}

export interface ExportWish {
  readonly key: string;
  readonly name?: string;
  readonly homepageId?: string;
  /** Names by key; keys are account ids. */
  readonly people?: Readonly<Record<string, string>>;
  readonly pages: readonly ExportedPageWish[];
}

const cdata = (value: string) => `<![CDATA[${value.replaceAll(']]>', ']] >')}]]>`;
const property = (name: string, value: string | number | undefined) =>
  value === undefined ? '' : `<property name="${name}">${cdata(String(value))}</property>`;
const reference = (name: string, type: string, id: string | null | undefined) =>
  id == null ? '' : `<property name="${name}" class="${type}" package="com.x"><id name="id">${id}</id></property>`;
const object = (type: string, id: string, ...parts: string[]) =>
  `<object class="${type}" package="com.x"><id name="id">${id}</id>${parts.join('')}</object>\n`;

/** The zip of a space export, in the form in which Confluence writes it. */
export function exportFile(wish: ExportWish): Buffer {
  return zipFile(exportedFiles(wish));
}

/** The files of a space export by their name in its zip. */
export function exportedFiles({ key, name = key, homepageId, people = {}, pages }: ExportWish) {
  const labels = [...new Set(pages.flatMap((page) => page.labels ?? []))];
  const files: Record<string, string | Buffer> = {};
  const objects = [
    object('Space', '7', property('key', key), property('name', name), reference('homePage', 'Page', homepageId)),
    ...Object.entries(people).map(([id, shown]) => object('ConfluenceUserImpl', id, property('name', shown))),
    ...labels.map((label, at) => object('Label', `l${at}`, property('name', label))),
  ];
  for (const page of pages) {
    const { id, kind = 'Page' } = page;
    objects.push(
      object('BodyContent', `b${id}`, property('body', page.body), reference('content', kind, id)),
      object(
        kind,
        id,
        property('title', page.title),
        property('version', page.version ?? 1),
        property('creationDate', page.created ?? '2026-01-02 03:04:05.000'),
        property('lastModificationDate', page.modified ?? page.created ?? '2026-01-02 03:04:05.000'),
        property('contentStatus', page.status ?? 'current'),
        reference('space', 'Space', '7'),
        reference('parent', kind, page.parent),
        reference('creator', 'ConfluenceUserImpl', page.author),
        reference('lastModifier', 'ConfluenceUserImpl', page.editor ?? page.author),
      ),
      ...(page.labels ?? []).map((label, at) =>
        object(
          'Labelling',
          `m${id}-${at}`,
          reference('label', 'Label', `l${labels.indexOf(label)}`),
          reference('content', kind, id),
        ),
      ),
    );
    if (page.restricted)
      objects.push(
        object('ContentPermissionSet', `r${id}`, property('type', 'View'), reference('owningContent', kind, id)),
      );
    for (const file of page.files ?? []) {
      objects.push(
        object('Attachment', file.id, property('title', file.name), reference('containerContent', kind, id)),
      );
      if (file.content !== null) files[`attachments/${id}/${file.id}/1`] = Buffer.from(file.content);
    }
  }
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<hibernate-generic datetime="2026-01-02 03:04:05">\n${objects.join('')}</hibernate-generic>`;
  return { 'entities.xml': xml, ...files };
}
