import { block, type Node, text } from './tree.ts';

/** One use of a macro in a source, as both formats carry it. */
export interface MacroUse {
  readonly name: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** What parameters point at: names of pages and files. */
  readonly targets: readonly Node[];
  readonly plain: string | null;
  readonly rich: readonly Node[] | null;
}

const PANELS = new Set(['info', 'tip', 'note', 'warning', 'panel']);
const CODE = new Set(['code', 'noformat']);
/** Drawn from a source text that is worth keeping under the name of its language. */
const DIAGRAMS = new Set(['plantuml', 'mermaid']);
const MATH = /^(?:eazy|easy)?-?math|^mathinline|^mathblock|^latex/;
/** Nothing of them is seen but their body. */
const FRAMES = new Set([
  ...['excerpt', 'details', 'section', 'column', 'div', 'span', 'align', 'center', 'scroll-only', 'scroll-ignore'],
]);
const FILES = new Set(['view-file', 'viewdoc', 'viewpdf', 'viewxls', 'viewppt', 'multimedia']);

/** Show what stands at an address. */
const EMBEDS = new Set(['widget', 'iframe']);

/** What readers see of a macro, and what must be found again of it. */
export function macroNode(use: MacroUse): Node {
  const { name, parameters, plain } = use;
  const rich = use.rich ?? [];
  const title = parameters.title ? [block([text(parameters.title)])] : [];
  if (name === 'status') {
    // Without a title its colour is shown as its text.
    const shown = parameters.title ?? parameters.colour ?? parameters.color ?? '';
    return block([{ kind: 'status', text: shown }, ...rich]);
  }
  if (name === 'anchor') return block([]);
  if (CODE.has(name)) {
    const language = name === 'code' ? (parameters.language ?? parameters[''] ?? '') : '';
    const code: Node[] = plain === null ? [] : [{ kind: 'code', language, text: plain }];
    return block([...title, ...code, ...rich]);
  }
  if (PANELS.has(name)) {
    const icon = parameters.panelIconText ? [block([text(parameters.panelIconText)])] : [];
    return { kind: 'macro', evidence: 'panel', children: [...icon, ...title, ...rich, ...plainText(plain)] };
  }
  if (name === 'expand' || name === 'ui-expand') {
    return { kind: 'macro', evidence: 'expand', children: [...title, ...rich, ...plainText(plain)] };
  }
  if (DIAGRAMS.has(name) && plain) return block([...title, { kind: 'code', language: name, text: plain }]);
  if (MATH.test(name)) return block([text(plain ?? parameters.body ?? parameters.equation ?? ''), ...rich]);
  if (FRAMES.has(name)) return block([...rich, ...plainText(plain)]);
  if (FILES.has(name) && use.targets.length > 0) return block([...use.targets]);
  if (EMBEDS.has(name) && (parameters.url ?? parameters.src)) {
    const address = parameters.url ?? parameters.src ?? '';
    return block([{ kind: 'link', target: { address }, children: [text(parameters.title ?? address)] }]);
  }
  if (name === 'jira' && parameters.key) {
    return { kind: 'macro', evidence: { name: parameters.key }, children: [text(` ${parameters.key} `)] };
  }
  const body: Node[] = plain?.trim() ? [{ kind: 'code', language: null, text: plain }] : [];
  return { kind: 'macro', evidence: { name }, children: [...title, ...use.targets, ...body, ...rich] };
}

const plainText = (plain: string | null): Node[] => (plain?.trim() ? [block([text(plain)])] : []);
