import { macroNode } from './macro-node.ts';
import { childrenNamed, firstBelow, type Markup, rawText, readMarkup } from './markup.ts';
import { htmlText, onlyText, readHtml } from './read-html.ts';
import { block, inline, type Node, text } from './tree.ts';

/** What readers do not see, or see through other elements. */
const UNSEEN = new Set([
  ...['ac:parameter', 'ac:task-id', 'ac:task-uuid', 'ac:task-status', 'fab:placeholder-url', 'fab:display-type'],
  ...['ac:adf-attribute', 'ac:adf-fallback', 'ac:adf-mark', 'ac:default-parameter', 'colgroup', 'ac:property'],
]);
const RUNNING = new Set([
  ...['ac:inline-comment-marker', 'ac:link-body', 'ac:plain-text-link-body', 'ac:placeholder', 'fab:link'],
]);

/** Reads a body in storage format. `adf` reads the pieces of the other format that it may carry. */
export function readStorage(source: string, adf: (root: unknown) => Node): Node {
  const many = (children: Markup['children']): Node[] =>
    children.map((child) => (typeof child === 'string' ? htmlText(child) : one(child)));

  const one = (element: Markup): Node => {
    const { name, attributes } = element;
    if (UNSEEN.has(name) || attributes.class?.includes('katex-html')) return inline([]);
    if (RUNNING.has(name)) return inline(many(element.children));
    switch (name) {
      case 'ac:structured-macro':
      case 'ac:macro':
        return macro(element);
      case 'ac:link':
        return link(element);
      case 'ac:image':
        return image(element);
      case 'ac:emoticon':
        return text(
          /^:.*:$/.test(attributes['ac:emoji-fallback'] ?? '') ? '' : (attributes['ac:emoji-fallback'] ?? ''),
        );
      case 'time':
        return attributes.datetime ? { kind: 'date', text: attributes.datetime.slice(0, 10) } : inline([]);
      case 'ac:task-list':
        return { kind: 'list', start: null, children: many(element.children) };
      case 'ac:task': {
        const done = childrenNamed(element, 'ac:task-status').some((status) => rawText(status).trim() === 'complete');
        return {
          kind: 'item',
          done,
          children: childrenNamed(element, 'ac:task-body').flatMap((body) => many(body.children)),
        };
      }
      case 'fab:adf':
        return fabric(element);
      case 'fab:media':
        return { kind: 'media', keys: [attributes['file-name'] ?? '', attributes['media-id'] ?? ''], alt: '' };
      case 'fab:mention':
        return {
          kind: 'mention',
          text: rawText(element).trim(),
          key: rawText(element).trim() || (attributes['atlassian-id'] ?? ''),
        };
      case 'ac:adf-node': {
        const children = many(element.children);
        if (attributes.type === 'panel') return { kind: 'macro', evidence: 'panel', children };
        return attributes.type === 'decision-item'
          ? { kind: 'item', done: null, plain: true, children }
          : block(children);
      }
      case 'math':
        return formula(element);
      case 'table':
        if (/^(?:code|noformat)$/.test(attributes['data-macro-name'] ?? ''))
          return pastedCode(element, attributes['data-macro-parameters'] ?? '');
        break;
      case 'div':
        if (/(^| )codeContent( |$)/.test(attributes.class ?? '')) return renderedCode(element);
        break;
    }
    return readHtml(element, many);
  };

  const fabric = (element: Markup): Node => {
    try {
      return adf(JSON.parse(rawText(element)));
    } catch {
      return onlyText(element);
    }
  };

  const macro = (element: Markup): Node => {
    const parameters: Record<string, string> = {};
    const targets: Node[] = [];
    for (const parameter of childrenNamed(element, 'ac:parameter')) {
      parameters[parameter.attributes['ac:name'] ?? ''] = rawText(parameter).trim();
      const named = firstBelow(parameter, ({ name }) => name.startsWith('ri:'));
      if (named) targets.push(named.name === 'ri:attachment' ? file(named, '') : resource(named, [], ''));
    }
    const [unnamed] = childrenNamed(element, 'ac:default-parameter');
    if (unnamed) parameters[''] = rawText(unnamed).trim();
    const name = (element.attributes['ac:name'] ?? element.attributes.name ?? '').toLowerCase();
    const plain = childrenNamed(element, 'ac:plain-text-body')[0];
    const rich = childrenNamed(element, 'ac:rich-text-body');
    return macroNode({
      name,
      parameters,
      targets,
      plain: plain ? rawText(plain) : null,
      rich: rich.length > 0 ? rich.flatMap((body) => many(body.children)) : null,
    });
  };

  const resource = (named: Markup, body: readonly Node[], anchor: string): Node => {
    const { attributes } = named;
    switch (named.name) {
      case 'ri:user':
        return { kind: 'mention', text: '', key: personOf(attributes) };
      case 'ri:url':
        return { kind: 'link', target: { address: attributes['ri:value'] ?? '' }, children: body };
      default: {
        const label =
          attributes['ri:content-title'] ??
          attributes['ri:filename'] ??
          attributes['ri:space-key'] ??
          attributes['ri:content-id'] ??
          anchor;
        return { kind: 'link', target: { name: label }, children: body.length > 0 ? body : [text(label)] };
      }
    }
  };

  const link = (element: Markup): Node => {
    const anchor = element.attributes['ac:anchor'] ?? '';
    const bodies = ['ac:link-body', 'ac:plain-text-link-body'].flatMap((name) => childrenNamed(element, name));
    const body = bodies.flatMap((part) => many(part.children));
    const named = element.children.find(
      (child): child is Markup => typeof child !== 'string' && child.name.startsWith('ri:'),
    );
    if (named) return resource(named, body, anchor);
    return anchor
      ? { kind: 'link', target: { address: `#${anchor}` }, children: body.length > 0 ? body : [text(anchor)] }
      : inline(body);
  };

  const image = (element: Markup): Node => {
    const named = firstBelow(element, ({ name }) => name.startsWith('ri:'));
    const picture = file(named, element.attributes['ac:alt'] ?? '');
    const captions = childrenNamed(element, 'ac:caption').map((caption) => block(many(caption.children)));
    return captions.length > 0 ? block([picture, ...captions]) : picture;
  };

  return block(many(readMarkup(source).children));
}

const personOf = (attributes: Markup['attributes']): string =>
  attributes['ri:account-id'] ?? attributes['ri:userkey'] ?? attributes['ri:username'] ?? '';

function file(named: Markup | undefined, alt: string): Node {
  const keys = [named?.attributes['ri:filename'], named?.attributes['ri:value']];
  return { kind: 'media', keys: keys.filter((key) => key !== undefined), alt };
}

/** Formulas by their source, which stands beside the signs that browsers draw. */
function formula(element: Markup): Node {
  const source = firstBelow(
    element,
    ({ name, attributes }) => name === 'annotation' && /tex/.test(attributes.encoding ?? ''),
  );
  return inline([onlyText(source ?? element)]);
}

/** Code that was pasted from the old editor, which drew macros as tables. */
function pastedCode(element: Markup, parameters: string): Node {
  const language = /(?:^|\|)language=([^|]*)/.exec(parameters)?.[1] ?? '';
  const pre = firstBelow(element, ({ name }) => name === 'pre');
  return { kind: 'code', language, text: rawText(pre ?? element) };
}

/** Code that was pasted from a rendered page: one element a line. */
function renderedCode(element: Markup): Node {
  const drawn = firstBelow(element, ({ attributes }) => /syntaxhighlighter/.test(attributes.class ?? ''));
  const container = drawn && firstBelow(drawn, ({ attributes }) => attributes.class === 'container');
  if (!container)
    return block(
      [onlyText(element)].map((node) => ({ kind: 'code', language: '', text: node.kind === 'text' ? node.text : '' })),
    );
  const language = /\s(\w+)\s*$/.exec(drawn.attributes.class ?? '')?.[1] ?? '';
  const lines = childrenNamed(container, 'div').map(rawText);
  return { kind: 'code', language, text: lines.join('\n') };
}
