import { headerLine } from '../../config/front-matter.ts';
import type { DocumentSource, IndexedDocument } from '../../core/chunk.ts';
import type { DocumentFacts } from '../../core/entity.ts';
import { importedFiles } from './code-uses.ts';
import { codePlaceOf, type GraphContext } from './context.ts';
import { addDecisions } from './decisions.ts';
import { type EntityRef, FactList, type Showing } from './fact-list.ts';
import { definitionKey, fileKey } from './keys.ts';
import { linkedTo } from './link-target.ts';
import { addMentions, namingOf } from './naming.ts';

function inHeader(field: Parameters<typeof headerLine>[0]): Showing {
  return { lines: [headerLine(field), headerLine(field)], rule: `front-matter:${field}` };
}

function onLine(line: number, rule: string): Showing {
  return { lines: [line, line], rule };
}

/** What the head of a mirrored page says. */
function addPage(list: FactList, title: string, source: DocumentSource, file: EntityRef): EntityRef {
  const page = list.entity({ kind: 'page', key: source.pageId, name: title, url: source.url });
  const space = list.entity({ kind: 'space', key: source.spaceKey, name: source.spaceKey, url: null });
  list.relate(page, 'mirrored-as', file, inHeader('id'));
  list.relate(page, 'in-space', space, inHeader('space'));
  if (source.parentId !== null)
    list.relate(page, 'child-of', { kind: 'page', key: source.parentId }, inHeader('parent'));
  for (const label of source.labels)
    list.relate(
      page,
      'labelled',
      list.entity({ kind: 'label', key: label, name: label, url: null }),
      inHeader('labels'),
    );
  const person = (name: string) => list.entity({ kind: 'person', key: name, name, url: null });
  if (source.author !== null) list.relate(page, 'written-by', person(source.author), inHeader('authors'));
  if (source.editor !== null) list.relate(page, 'edited-by', person(source.editor), inHeader('authors'));
  return page;
}

function addDefinitions(list: FactList, document: IndexedDocument, repository: EntityRef, file: EntityRef): void {
  for (const definition of document.definitions ?? []) {
    const key = definitionKey(repository.key, document.path, definition);
    const defined = list.entity({ kind: definition.kind, key, name: definition.name, url: null });
    list.relate(file, 'contains', defined, onLine(definition.line, 'definition'));
    if (definition.kind === 'package')
      list.relate(repository, 'contains', defined, onLine(definition.line, 'manifest'));
  }
}

/** What a manifest needs: packages that others may define. */
function addDependencies(list: FactList, document: IndexedDocument, repository: EntityRef): void {
  const own = document.definitions?.find(({ kind }) => kind === 'package');
  for (const { text, line } of document.dependencies ?? []) {
    const needed = list.entity({ kind: 'package', key: text, name: text, url: null });
    list.relate(repository, 'depends-on', needed, onLine(line, 'manifest'));
    if (own) list.relate({ kind: 'package', key: own.name }, 'depends-on', needed, onLine(line, 'manifest'));
  }
}

/** Who owns the file, as the repository says, and the page, as it says itself. */
function addOwners(list: FactList, document: IndexedDocument, subject: EntityRef, context: GraphContext): void {
  const person = (name: string) => list.entity({ kind: 'person', key: name, name, url: null });
  const owned = context.ownerOf?.(document.path);
  for (const owner of owned?.owners ?? [])
    list.relate(person(owner), 'owns', subject, {
      lines: [owned!.line, owned!.line],
      rule: 'code-owners',
      path: owned!.path,
    });
  const told = document.traces?.owner;
  if (told) list.relate(person(told.name), 'owns', subject, onLine(told.line, 'owner-line'));
}

/** What a document is in the graph: its page, else its file. */
export function subjectOf(document: Pick<IndexedDocument, 'source' | 'path'>, repositoryFullName: string): EntityRef {
  return document.source
    ? { kind: 'page', key: document.source.pageId }
    : { kind: 'file', key: fileKey(repositoryFullName, document.path) };
}

/**
 * Everything that one document says about the graph, each relation with the lines that show it. A relation's
 * end that this document knows by its key alone (a parent, another page) has no entity here: the name of such
 * a node comes from the document that is about it.
 */
export function factsOf(document: IndexedDocument, context: GraphContext): DocumentFacts {
  const list = new FactList(document);
  const { fullName, url } = context.repository;
  const last = Math.max(1, document.chunks.at(-1)?.endLine ?? 1);
  const repository = list.entity({ kind: 'repository', key: fullName, name: fullName, url });
  const key = fileKey(fullName, document.path);
  const file = list.entity({ kind: 'file', key, name: document.path, url: null });
  list.relate(repository, 'contains', file, { lines: [1, last], rule: 'tree' });

  const subject = document.source ? addPage(list, document.title, document.source, file) : file;
  addDefinitions(list, document, repository, file);
  for (const link of document.links) {
    const linked = linkedTo(document.path, link.href, context);
    if (!linked) continue;
    if (linked.entity) list.entity(linked.entity);
    list.relate(subject, 'links-to', linked.to, onLine(link.line, linked.rule));
  }
  for (const { path, line } of importedFiles(document, codePlaceOf(context)))
    list.relate(file, 'depends-on', { kind: 'file', key: fileKey(fullName, path) }, onLine(line, 'import:file'));
  addDependencies(list, document, repository);
  addOwners(list, document, subject, context);
  addDecisions(list, document, subject, fullName);
  addMentions(list, namingOf(document, codePlaceOf(context)), subject, context);
  return list.facts();
}
