import { type AdfNode, documentOf, extension, leaf, node, paragraph, textNode } from '../../../worlds/adf.ts';
import { isInline, readInlines } from './inlines-to-adf.ts';
import type { BodyLookup } from './lookup.ts';
import { childOf, elementsOf, parametersOf, parseStorage, type StorageElement, textOf } from './storage-tree.ts';

type Reader = (element: StorageElement, lookup: BodyLookup) => AdfNode[];

const panels: Readonly<Record<string, string>> = {
  info: 'info',
  tip: 'success',
  note: 'warning',
  warning: 'error',
  panel: 'note',
};

function readItems(element: StorageElement, lookup: BodyLookup): AdfNode[] {
  return elementsOf(element)
    .filter((child) => child.name === 'li')
    .map((item) => node('listItem', atLeastParagraph(readBlocks(item, lookup))));
}

const atLeastParagraph = (blocks: AdfNode[]) => (blocks.length > 0 ? blocks : [paragraph([])]);

function readCode(element: StorageElement): AdfNode {
  const parameters = parametersOf(element);
  const body = childOf(element, 'ac:plain-text-body');
  const text = body ? textOf(body) : '';
  return node(
    'codeBlock',
    text === '' ? [] : [textNode(text)],
    parameters.language ? { language: parameters.language } : {},
  );
}

/**
 * A macro that stands alone. A rich body makes it a `bodiedExtension`; a plain one is lost, as it is at the vendor:
 * only storage has it.
 */
function readMacro(element: StorageElement, lookup: BodyLookup): AdfNode[] {
  const name = element.attributes['ac:name'] ?? 'unknown';
  const parameters = parametersOf(element);
  const rich = childOf(element, 'ac:rich-text-body');
  if (name === 'code' || name === 'noformat') return [readCode(element)];
  const content = rich ? atLeastParagraph(readBlocks(rich, lookup)) : undefined;
  if (content && name in panels) return [node('panel', content, { panelType: panels[name] })];
  if (content && name === 'expand') return [node('expand', content, { title: parameters.title ?? '' })];
  return [extension(content ? 'bodiedExtension' : 'extension', name, parameters, content)];
}

function readImage(element: StorageElement, lookup: BodyLookup): AdfNode[] {
  const at = element.attributes;
  const fileName = childOf(element, 'ri:attachment')?.attributes['ri:filename'];
  const number = (text: string | undefined) => (text ? Number.parseInt(text, 10) || undefined : undefined);
  const size = {
    width: number(at['ac:original-width'] ?? at['ac:width']),
    height: number(at['ac:original-height'] ?? at['ac:height']),
  };
  const media =
    fileName === undefined
      ? leaf('media', {
          type: 'external',
          url: childOf(element, 'ri:url')?.attributes['ri:value'] ?? '',
          alt: at['ac:alt'],
          ...size,
        })
      : leaf('media', {
          type: 'file',
          id: lookup.fileByName(fileName)?.fileId ?? 'UNKNOWN_MEDIA_ID',
          collection: `contentId-${lookup.itemId}`,
          alt: at['ac:alt'] ?? fileName,
          ...size,
        });
  return [node('mediaSingle', [media], { layout: 'center' })];
}

function readCell(cell: StorageElement, lookup: BodyLookup): AdfNode {
  const span = (name: string) => Number.parseInt(cell.attributes[name] ?? '1', 10) || 1;
  const attrs = { colspan: span('colspan'), rowspan: span('rowspan') };
  return node(cell.name === 'th' ? 'tableHeader' : 'tableCell', atLeastParagraph(readBlocks(cell, lookup)), attrs);
}

function readTable(element: StorageElement, lookup: BodyLookup): AdfNode[] {
  const rows = elementsOf(element).flatMap((child) =>
    child.name === 'tr' ? [child] : elementsOf(child).filter((row) => row.name === 'tr'),
  );
  if (rows.length === 0) return [];
  const content = rows.map((row) =>
    node(
      'tableRow',
      elementsOf(row)
        .filter((cell) => cell.name === 'td' || cell.name === 'th')
        .map((cell) => readCell(cell, lookup)),
    ),
  );
  return [node('table', content, { isNumberColumnEnabled: false, layout: 'default' })];
}

function readTasks(element: StorageElement, lookup: BodyLookup): AdfNode[] {
  const items = elementsOf(element)
    .filter((child) => child.name === 'ac:task')
    .map((task) => {
      const status = childOf(task, 'ac:task-status');
      const body = childOf(task, 'ac:task-body');
      const id = childOf(task, 'ac:task-id');
      return node('taskItem', body ? readInlines(body, lookup) : [], {
        localId: id ? textOf(id) : '',
        state: status && textOf(status) === 'complete' ? 'DONE' : 'TODO',
      });
    });
  return [node('taskList', items, { localId: '' })];
}

function readAdfExtension(element: StorageElement, lookup: BodyLookup): AdfNode[] {
  const list = childOf(element, 'ac:adf-node');
  if (list?.attributes.type !== 'decision-list')
    return readBlocks(childOf(element, 'ac:adf-fallback') ?? element, lookup);
  const items = elementsOf(list).map((item) =>
    node('decisionItem', readInlines(childOf(item, 'ac:adf-content') ?? item, lookup), {
      localId: '',
      state: 'DECIDED',
    }),
  );
  return [node('decisionList', items, { localId: '' })];
}

function readSection(element: StorageElement, lookup: BodyLookup): AdfNode[] {
  const cells = elementsOf(element).filter((child) => child.name === 'ac:layout-cell');
  if (cells.length < 2) return cells.flatMap((cell) => readBlocks(cell, lookup));
  const width = Number((100 / cells.length).toFixed(2));
  return [
    node(
      'layoutSection',
      cells.map((cell) => node('layoutColumn', atLeastParagraph(readBlocks(cell, lookup)), { width })),
    ),
  ];
}

const heading =
  (level: number): Reader =>
  (element, lookup) => [node('heading', readInlines(element, lookup), { level })];

const readers: Readonly<Record<string, Reader>> = {
  p: (element, lookup) => readParagraph(element, lookup),
  h1: heading(1),
  h2: heading(2),
  h3: heading(3),
  h4: heading(4),
  h5: heading(5),
  h6: heading(6),
  ul: (element, lookup) => [node('bulletList', readItems(element, lookup))],
  ol: (element, lookup) => [
    node('orderedList', readItems(element, lookup), {
      order: Number.parseInt(element.attributes.start ?? '1', 10) || 1,
    }),
  ],
  blockquote: (element, lookup) => [node('blockquote', atLeastParagraph(readBlocks(element, lookup)))],
  hr: () => [leaf('rule')],
  pre: (element) => [node('codeBlock', textOf(element) === '' ? [] : [textNode(textOf(element))], {})],
  table: readTable,
  'ac:task-list': readTasks,
  'ac:adf-extension': readAdfExtension,
  'ac:layout-section': readSection,
  'ac:image': readImage,
  'ac:structured-macro': readMacro,
  'ac:macro': readMacro,
};

/** A paragraph; images and macros in it end it and stand alone. */
function readParagraph(element: StorageElement, lookup: BodyLookup): AdfNode[] {
  const alone = elementsOf(element).some((child) => child.name === 'ac:image');
  return alone ? readBlocks(element, lookup) : [paragraph(readInlines(element, lookup))];
}

/** Content of an element as blocks; runs of text and inline elements become paragraphs. */
function readBlocks(element: StorageElement, lookup: BodyLookup): AdfNode[] {
  const blocks: AdfNode[] = [];
  let run: (StorageElement | string)[] = [];
  const endRun = () => {
    const inlines = run.some((child) => typeof child !== 'string' || child.trim() !== '')
      ? readInlines({ children: run }, lookup)
      : [];
    if (inlines.length > 0) blocks.push(paragraph(inlines));
    run = [];
  };
  for (const child of element.children) {
    if (typeof child === 'string' || isInline(child)) {
      run.push(child);
      continue;
    }
    endRun();
    blocks.push(...(readers[child.name]?.(child, lookup) ?? readBlocks(child, lookup)));
  }
  endRun();
  return blocks;
}

/** Storage format as ADF, by structure; macros that ADF has no node for become extensions. Never throws. */
export function toAdf(storage: string, lookup: BodyLookup): AdfNode {
  return documentOf(readBlocks(parseStorage(storage), lookup));
}
