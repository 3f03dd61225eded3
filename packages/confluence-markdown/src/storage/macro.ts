import type { PhrasingContent, RootContent } from 'mdast';
import { runMacro } from '../macros/index.ts';
import { isInline, separate, toFlow } from '../markup/flow.ts';
import type { Build, ElementRule, Frame, Target } from '../markup/frame.ts';
import { nameIn } from '../markup/names.ts';
import { noteText } from '../markup/words.ts';
import type { LinkTarget, MacroCall } from '../types.ts';
import { nameOf } from './target-name.ts';

/** What a macro has taken in so far. */
class MacroState {
  readonly parameters: Record<string, string> = {};
  readonly targets: Record<string, LinkTarget> = {};
  plain: string | null = null;
  rich: RootContent[] | null = null;
  display = '';
}

function stateOf(frame: Frame | null): MacroState | null {
  return frame?.data instanceof MacroState ? frame.data : null;
}

/** Words for the page or space that a macro stands on, and for sets of them; no page or space is called so. */
const PLACES: ReadonlySet<string> = new Set([
  '@self',
  '@parent',
  '@home',
  '@none',
  '@all',
  '@personal',
  '@global',
  '@favorite',
  '@favourite',
]);

function setParameter(state: MacroState, name: string, value: string, target: Target | null): void {
  if (name === '__proto__') return;
  if (target && target.kind !== 'url' && !PLACES.has(nameOf(target))) state.targets[name] = target;
  const before = state.parameters[name];
  state.parameters[name] = before === undefined ? value : `${before}, ${value}`;
}

/** A macro stands in a line where its parent is one, or where text comes right before it; a picture is none. */
function standsInLine(frame: Frame, state: MacroState): boolean {
  if (/^\s*inline\s*$/i.test(state.display)) return true;
  if (/^\s*block\s*$/i.test(state.display)) return false;
  const parent = frame.parent!;
  const last = parent.pieces[parent.pieces.length - 1];
  const node = last?.type === 'leaf' ? last.node : last;
  if (parent.line || last === undefined || !isInline(last)) return parent.line;
  return node?.type !== 'image' && !(node?.type === 'text' && node.value.trim() === '');
}

const macro: ElementRule = {
  content: 'block',
  container: true,
  scope: true,
  open: (frame) => {
    frame.data = new MacroState();
    frame.text = null;
  },
  close: (frame, build) => {
    const state = frame.data as MacroState;
    const name = build.attribute(frame, 'ac:name') ?? build.attribute(frame, 'name') ?? 'unnamed';
    const { rich } = state;
    const call: MacroCall = {
      name: name.trim().toLowerCase(),
      parameters: state.parameters,
      targets: state.targets,
      plain: state.plain,
      rich: rich ? () => rich : null,
      inline: standsInLine(frame, state),
      where: build.where(frame.at),
    };
    build.put(frame, runMacro(call, build.context));
    putStray(frame, build);
  },
};

/** What stands between the parts of a macro is shown nowhere by Confluence. Words are kept, commas are not. */
function putStray(frame: Frame, build: Build): void {
  for (const node of toFlow(frame.pieces)) {
    if (node.type !== 'paragraph' || !node.children.every(isPunctuation)) build.put(frame, [node]);
  }
}

function isPunctuation(node: PhrasingContent): boolean {
  return node.type === 'text' && !/[\p{L}\p{N}]/u.test(node.value);
}

const parameter: ElementRule = {
  content: 'text',
  scope: true,
  close: (frame, build) => {
    const state = stateOf(frame.parent);
    const name = build.attribute(frame, 'ac:name') ?? build.attribute(frame, 'name') ?? '';
    const value = frame.text!.join('');
    if (state) setParameter(state, nameIn(name, 0, name.length), value, frame.target);
    else if (value.trim() !== '') build.note('dropped', 'element:ac:parameter', frame, value);
  },
};

const plainBody: ElementRule = {
  content: 'verbatim',
  close: (frame, build) => {
    const state = stateOf(frame.parent);
    const value = frame.text!.join('');
    if (state) state.plain = state.plain === null ? value : state.plain + value;
    else build.put(frame, [{ type: 'text', value }]);
  },
};

const richBody: ElementRule = {
  content: 'block',
  scope: true,
  within: (parent) => (stateOf(parent) ? undefined : separate),
  open: (frame) => {
    frame.line = false;
    frame.marks = [];
  },
  close: (frame) => {
    const state = stateOf(frame.parent)!;
    if (state.rich) for (const node of toFlow(frame.pieces)) state.rich.push(node);
    else state.rich = toFlow(frame.pieces);
  },
};

const display: ElementRule = {
  content: 'text',
  close: (frame, build) => {
    const state = stateOf(frame.parent);
    if (state) state.display = frame.text!.join('');
    noteText(frame, build, /^(?:inline|block)?$/i);
  },
};

/** Macros, in the form of Cloud and in that of Confluence 3. Source: Confluence Storage Format, macros. */
export const macroElements: Readonly<Record<string, ElementRule>> = {
  'ac:structured-macro': macro,
  'ac:macro': macro,
  'ac:parameter': parameter,
  'ac:default-parameter': parameter,
  'ac:plain-text-body': plainBody,
  'ac:rich-text-body': richBody,
  'ac:property': { content: 'skip' },
  'fab:display-type': display,
  'fab:placeholder-url': { content: 'skip' },
};
