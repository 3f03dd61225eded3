import { macroNode } from './macro-node.ts';
import { apart, block, inline, lineBreak, type Node, text } from './tree.ts';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);
const string = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
const attributes = (node: Json): Json => (isObject(node.attrs) ? node.attrs : {});

function addressOf(attrs: Json): string {
  const data = isObject(attrs.data) ? attrs.data : {};
  return string(attrs.url) || string(data.url) || string(data['@id']);
}

/** Parameters of an extension, whichever of the usual shapes they have. */
function parametersOf(attrs: Json): Record<string, string> {
  const given = isObject(attrs.parameters) ? attrs.parameters : {};
  const own = given.macroParams ?? given.macroparams;
  const from = isObject(own) ? own : given;
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(from)) {
    const plain = isObject(value) ? string(value.value) : string(value);
    if (plain) found[name] = plain;
  }
  return found;
}

const marked = (node: Json, type: string) => objects(node.marks).find((mark) => mark.type === type);

/** What a card shows: the name of what it leads to where that is known. */
function cardText(attrs: Json): Node {
  const data = isObject(attrs.data) ? attrs.data : {};
  return text(string(data.name) || addressOf(attrs));
}

function link(href: string, children: readonly Node[]): Node {
  return { kind: 'link', target: { address: href }, children };
}

const mention = (name: string, id: string): Node => ({ kind: 'mention', text: name, key: name || id });

/** Words of the old card of an application, in the order in which it shows them. */
function cardTexts(attrs: Json): string[] {
  const said = (value: unknown) => (isObject(value) ? string(value.text) : '');
  const details = objects(attrs.details).flatMap((detail) => {
    const badge = isObject(detail.badge) ? string(detail.badge.value) : '';
    return [string(detail.title), string(detail.text), said(detail.lozenge), badge];
  });
  return [said(attrs.title), said(attrs.description), ...details, said(attrs.context)].filter(Boolean);
}

/** Reads a tree of Atlassian Document Format. `markup` reads the pieces of storage format that old trees carry. */
export function readAdf(root: unknown, markup: (source: string) => Node): Node {
  const many = (nodes: unknown): Node[] => {
    const read: Node[] = [];
    let open: { href: string; children: Node[] } | undefined;
    for (const node of objects(nodes)) {
      const href = hrefOf(node);
      if (href && open?.href === href) {
        open.children.push(one(node));
        continue;
      }
      open = href ? { href, children: [one(node)] } : undefined;
      read.push(open ? link(open.href, open.children) : one(node));
    }
    return read;
  };

  const hrefOf = (node: Json): string => {
    const mark = marked(node, 'link');
    return mark ? string(attributes(mark).href) : '';
  };

  const media = (node: Json): Node => {
    const attrs = attributes(node);
    const fileName = string(attrs.__fileName) || string(attrs.fileName);
    const keys = [string(attrs.id), string(attrs.url), fileName, string(attrs.alt)].filter(Boolean);
    return { kind: 'media', keys, alt: string(attrs.alt) };
  };

  const one = (node: Json): Node => {
    const attrs = attributes(node);
    const children = () => many(node.content);
    switch (node.type) {
      case 'text':
        return marked(node, 'code') ? apart([text(string(node.text))]) : text(string(node.text));
      case 'hardBreak':
        return lineBreak;
      case 'emoji':
        return text(/^:.*:$/.test(string(attrs.text)) ? '' : string(attrs.text));
      case 'mention':
        return mention(string(attrs.text).replace(/^@/, ''), string(attrs.id));
      case 'date': {
        const time = new Date(Number(attrs.timestamp));
        return Number.isNaN(time.getTime()) ? inline([]) : { kind: 'date', text: time.toISOString().slice(0, 10) };
      }
      case 'status':
        return { kind: 'status', text: string(attrs.text) };
      case 'placeholder':
        return inline([text(string(attrs.text))]);
      case 'inlineCard':
        return addressOf(attrs) ? link(addressOf(attrs), [cardText(attrs)]) : inline([]);
      case 'blockCard':
      case 'embedCard':
        return block(addressOf(attrs) ? [link(addressOf(attrs), [cardText(attrs)])] : []);
      case 'applicationCard': {
        const address = isObject(attrs.link) ? string(attrs.link.url) : '';
        const parts = cardTexts(attrs).map((part) => block([text(part)]));
        return block(address && parts[0] ? [link(address, [parts[0]]), ...parts.slice(1)] : parts);
      }
      case 'heading':
        return { kind: 'heading', level: Number(attrs.level) || 1, children: children() };
      case 'bulletList':
      case 'taskList':
      case 'decisionList':
        return { kind: 'list', start: null, children: children() };
      case 'orderedList':
        return { kind: 'list', start: Number(attrs.order ?? 1), children: children() };
      case 'listItem':
        return { kind: 'item', done: null, children: children() };
      case 'decisionItem':
        return { kind: 'item', done: null, plain: true, children: children() };
      case 'taskItem':
      case 'blockTaskItem':
        return { kind: 'item', done: attrs.state === 'DONE', children: children() };
      case 'codeBlock': {
        const body = objects(node.content).map((part) => string(part.text));
        return { kind: 'code', language: string(attrs.language), text: body.join('') };
      }
      case 'table':
        return { kind: 'table', numbered: attrs.isNumberColumnEnabled === true, children: children() };
      case 'tableRow':
        return { kind: 'row', children: children() };
      case 'tableHeader':
      case 'tableCell': {
        const span = `${Number(attrs.colspan) || 1}x${Number(attrs.rowspan) || 1}`;
        return { kind: 'cell', header: node.type === 'tableHeader', span, children: children() };
      }
      case 'panel': {
        const icon = string(attrs.panelIconText);
        return { kind: 'macro', evidence: 'panel', children: [block([text(icon)]), ...children()] };
      }
      case 'expand':
      case 'nestedExpand':
        return { kind: 'macro', evidence: 'expand', children: [block([text(string(attrs.title))]), ...children()] };
      case 'media':
      case 'mediaInline':
      case 'image':
        return media(node);
      case 'confluenceJiraIssue':
        return macroNode({
          name: 'jira',
          parameters: { key: string(attrs.issueKey) },
          targets: [],
          plain: null,
          rich: null,
        });
      case 'extension':
      case 'inlineExtension':
      case 'bodiedExtension':
      case 'multiBodiedExtension': {
        // Apps of the newer kind are named at the end of a path of ids.
        const name = string(attrs.extensionKey).toLowerCase().split('/').at(-1) ?? '';
        const rich = node.content === undefined ? null : children();
        const body = macroNode({ name, parameters: parametersOf(attrs), targets: [], plain: null, rich });
        return body;
      }
      case 'confluenceUnsupportedBlock':
      case 'confluenceUnsupportedInline':
        return attrs.cxhtml ? markup(string(attrs.cxhtml)) : block(children());
      default:
        return typeof node.text === 'string' && node.content === undefined
          ? text(string(node.text))
          : block(children());
    }
  };

  return isObject(root) ? one(root) : block([]);
}
