import { inflateRawSync } from 'node:zlib';
import type { RootContent } from 'mdast';
import { codeBlock } from '../constructs/code.ts';
import { inlineMedia } from '../constructs/media.ts';
import type { Context, Macro, MacroCall } from '../types.ts';
import { fileOf } from './files.ts';
import { namesOf } from './names.ts';
import { parameter } from './parameter.ts';
import { asPlaced, bodyOf, standIn } from './stand-in.ts';

/** Characters that the source of a diagram may have when it is unpacked. */
const MAX_SOURCE = 1_000_000;

/** Source that a macro keeps in a parameter: as text, or deflated, percent-encoded and in base64. */
function packedSource(call: MacroCall): string | null {
  const data = parameter(call, 'data', 'source', 'diagramSource', 'code');
  if (!data) return null;
  if (parameter(call, 'compressed') !== 'true') return data.includes('\n') ? data : null;
  if (!/^[A-Za-z0-9+/=\s]+$/.test(data)) return null;
  try {
    const text = inflateRawSync(Buffer.from(data, 'base64'), { maxOutputLength: MAX_SOURCE }).toString('utf8');
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function asCode(language: string): (call: MacroCall, context: Context) => RootContent[] {
  return (call, context) => {
    const plain = call.plain?.trim() ? call.plain : packedSource(call);
    if (!plain) return drawn(call, context);
    const value = plain.replace(/^\s*\n|\s+$/g, '');
    return [...codeBlock({ value, language, title: parameter(call, 'title') }), ...(call.rich?.() ?? [])];
  };
}

/** Names under which the apps keep the picture of a diagram beside its source. */
function picturesOf(call: MacroCall): string[] {
  const name = parameter(call, 'diagramName', 'name', 'filename', 'diagram', 'diagramDisplayName', 'title');
  if (!name) return [];
  return /\.(?:png|svg|jpe?g|gif)$/i.test(name) ? [name] : [`${name}.png`, `${name}.svg`];
}

/** The parameters that name a diagram; the others say how it is drawn. */
function named(call: MacroCall): Record<string, string> {
  const names = /^(?:|diagram(?:display)?name|name|filename|title|page|macroid)$/i;
  const shown = Object.entries(call.parameters).filter(([name]) => names.test(name));
  for (const [name] of shown) call.used?.add(name);
  return Object.fromEntries(shown);
}

/** The picture of a diagram where the caller has it. The app's own file is of no use to a reader. */
function drawn(call: MacroCall, context: Context): RootContent[] {
  for (const fileName of picturesOf(call)) {
    const source = { kind: 'attachment' as const, fileName };
    if (context.link(source)?.href) {
      const alt = parameter(call, 'diagramDisplayName', 'diagramName', 'name', 'title') ?? fileName;
      return asPlaced(call, inlineMedia({ source, alt, show: 'picture' }, context, call.where));
    }
  }
  const file = fileOf(call);
  return file?.kind === 'attachment' && Object.keys(call.targets).length > 0
    ? [...asPlaced(call, inlineMedia({ source: file, show: 'auto' }, context, call.where)), ...bodyOf(call)]
    : standIn(call, context, named(call));
}

/** Diagrams: those written as text stay text, those that were drawn are pictures. */
export const diagrams: readonly Macro[] = [
  {
    names: [
      'mermaid',
      'mermaid-macro',
      'mermaid-cloud',
      'mermaid-diagram',
      'mermaid-live',
      'mermaid-chart',
      'mermaidjs',
    ],
    becomes:
      'Fenced code in the language `mermaid`, which GitHub draws; without its source the picture or a placeholder',
    rule: asCode('mermaid'),
  },
  {
    names: ['plantuml', 'plantumlrender', 'plantumlcloud', 'plantuml-macro', 'flowchart', 'uml'],
    becomes: 'Fenced code in the language `plantuml`; without its source the picture or a placeholder',
    rule: asCode('plantuml'),
  },
  {
    names: ['graphviz', 'digraph', 'dot'],
    becomes: 'Fenced code in the language `dot`',
    rule: asCode('dot'),
  },
  {
    names: namesOf(`
      drawio inc-drawio drawio-sketch inc-drawio-sketch gliffy gliffy-diagram lucidchart lucid lucidspark
      balsamiq balsamiq-mockup mockup creately cacoo miro figma excalidraw whiteboard mindmap zenuml
      zenuml-sequence-macro zenuml-graph-macro vsdx visio
    `),
    becomes: 'The picture that the app keeps beside it where the caller has it; otherwise a placeholder with its name',
    rule: drawn,
  },
];
