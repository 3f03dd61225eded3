import type { RootContent } from 'mdast';
import { expand } from '../constructs/expand.ts';
import { type PanelKind, panel } from '../constructs/panel.ts';
import { runMacro } from '../macros/index.ts';
import { separate, toFlow } from '../markup/flow.ts';
import type { Build, ElementRule, Frame } from '../markup/frame.ts';
import { noteText, wordsOf } from '../markup/words.ts';
import { toDecisions } from './tasks.ts';

/** A node of the editor that storage format has no element for, with what it has taken in so far. */
class NodeState {
  readonly attributes: Record<string, string> = {};
  readonly parameters: Record<string, string> = {};
  content: RootContent[] | null = null;
}

const PANELS: ReadonlySet<string> = new Set(['info', 'note', 'tip', 'warning', 'success', 'error', 'custom']);

function stateOf(frame: Frame | null): NodeState | null {
  return frame?.data instanceof NodeState ? frame.data : null;
}

function show(type: string, state: NodeState, frame: Frame, build: Build): RootContent[] {
  const { attributes } = state;
  // What stands beside the content, where the format has nothing, is shown after it.
  const beside = type === 'decision-list' ? [] : toFlow(frame.pieces);
  const content = (state.content ?? []).concat(beside);
  const where = build.where(frame.at);
  switch (type) {
    case 'panel': {
      const kind = attributes['panel-type'] ?? 'info';
      return panel((PANELS.has(kind) ? kind : 'info') as PanelKind, [], content);
    }
    case 'decision-list':
      return toDecisions(frame.pieces).concat(content);
    case 'expand':
    case 'nested-expand':
      return expand(attributes.title ?? '', content, build.context, where);
    case 'extension':
    case 'inline-extension':
    case 'bodied-extension': {
      const name = (attributes['extension-key'] ?? 'extension').toLowerCase();
      const rich = state.content || content.length > 0 ? () => content : null;
      const inline = type === 'inline-extension' || frame.parent!.line;
      return runMacro(
        { name, parameters: state.parameters, targets: {}, plain: null, rich, inline, where },
        build.context,
      );
    }
    default:
      return content;
  }
}

const node: ElementRule = {
  content: 'block',
  container: true,
  scope: true,
  open: (frame) => {
    frame.data = new NodeState();
    frame.text = null;
  },
  close: (frame, build) => {
    const state = frame.data as NodeState;
    const type = (build.attribute(frame, 'type') ?? '').replace(/_/g, '-');
    const out = frame.parent!;
    if (type === 'decision-item') {
      const children = (state.content ?? []).concat(toFlow(frame.pieces));
      if (children.length > 0) {
        out.pieces.push({ type: 'decision', decided: state.attributes.state !== 'UNDECIDED', children });
      }
      return;
    }
    const shown = show(type, state, frame, build);
    if (out.text) out.text.push(wordsOf(shown));
    else for (const each of shown) out.pieces.push(each);
  },
};

function valued(into: 'attributes' | 'parameters'): ElementRule {
  return {
    content: 'text',
    close: (frame, build) => {
      const key = build.attribute(frame, 'key');
      const state = stateOf(frame.parent);
      if (state && key && key !== '__proto__') state[into][key.replace(/_/g, '-')] = frame.text!.join('');
      else noteText(frame, build);
    },
  };
}

const content: ElementRule = {
  content: 'block',
  scope: true,
  within: (parent) => (stateOf(parent) ? undefined : separate),
  close: (frame) => {
    const state = stateOf(frame.parent)!;
    state.content = (state.content ?? []).concat(toFlow(frame.pieces));
  },
};

/** What stands between words. */
const APART = /[^\p{L}\p{N}]+/u;

/** What older clients show is shown only where the node itself gave nothing. */
const extension: ElementRule = {
  content: 'block',
  container: true,
  scope: true,
  close: (frame, build) => {
    const shown = toFlow(frame.pieces);
    const instead = (frame.data as RootContent[] | undefined) ?? [];
    const nodes = shown.length > 0 ? shown : instead;
    const other = nodes === instead ? '' : wordsOf(instead).replace(/\[!\w+\] ?/, '');
    const said = new Set(wordsOf(shown).split(APART));
    if (other.split(APART).some((word) => word !== '' && !said.has(word)))
      build.note('dropped', 'element:ac:adf-fallback', frame, other);
    for (const each of nodes) frame.parent!.pieces.push(each);
  },
};

const fallback: ElementRule = {
  content: 'block',
  scope: true,
  within: (parent) => (parent.rule === extension ? undefined : separate),
  close: (frame) => {
    const before = (frame.parent!.data as RootContent[] | undefined) ?? [];
    frame.parent!.data = before.concat(toFlow(frame.pieces));
  },
};

/** A node written as ADF in the middle of storage format. */
const fabricAdf: ElementRule = {
  content: 'text',
  close: (frame, build) => {
    const source = frame.text!.join('').trim();
    if (source === '') return;
    const inline = frame.parent!.line;
    const content = inline ? `[{"type":"paragraph","content":[${source}]}]` : `[${source}]`;
    const nodes = build.context.nested({ from: 'adf', body: `{"version":1,"type":"doc","content":${content}}` });
    for (const shown of nodes) {
      if (inline && shown.type === 'paragraph') build.put(frame, shown.children);
      else frame.parent!.pieces.push(shown);
    }
  },
};

/** Nodes of the editor in storage format. Source: what Confluence Cloud writes for custom panels and decisions. */
export const adfElements: Readonly<Record<string, ElementRule>> = {
  'ac:adf-extension': extension,
  'ac:adf-node': node,
  'ac:adf-attribute': valued('attributes'),
  'ac:adf-parameter': valued('parameters'),
  'ac:adf-content': content,
  'ac:adf-fallback': fallback,
  'ac:adf-leaf': { content: 'wrap' },
  'ac:adf-mark': { content: 'skip' },
  'fab:adf': fabricAdf,
  'fab:media-group': { content: 'wrap' },
  'fab:media-single': { content: 'wrap' },
};
