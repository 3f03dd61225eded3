import { blockMath, inlineMath } from '../constructs/math.ts';
import type { ElementRule, Frame } from './frame.ts';

/** The element that gathers the formula; parts of it are a few levels below. */
function formulaOf(frame: Frame): Frame | null {
  let at: Frame | null = frame.parent;
  for (let level = 0; at && level < 8; level++) {
    if (at.name === 'math') return at;
    at = at.parent;
  }
  return null;
}

/** A formula as its TeX source where it carries one, as its characters otherwise. */
const math: ElementRule = {
  content: 'text',
  close: (frame, build) => {
    const tex = frame.data as string | undefined;
    if (tex === undefined) {
      build.note('degraded', 'element:math', frame);
      build.put(frame, [{ type: 'text', value: frame.text!.join('').replace(/\s+/g, ' ') }]);
    } else if (build.attribute(frame, 'display') === 'block') {
      for (const node of blockMath(tex)) frame.parent!.pieces.push(node);
    } else build.put(frame, inlineMath(tex));
  },
};

const annotation: ElementRule = {
  content: 'text',
  close: (frame, build) => {
    const formula = formulaOf(frame);
    if (formula && build.attribute(frame, 'encoding') === 'application/x-tex') formula.data = frame.text!.join('');
  },
};

const part: ElementRule = { content: 'wrap' };

/** Formulas in MathML, and the annotations that name their source. */
export const mathElements: Readonly<Record<string, ElementRule>> = {
  math,
  annotation,
  'annotation-xml': { content: 'skip' },
  ...Object.fromEntries(
    'semantics mrow mi mo mn ms mtext mspace msup msub msubsup mfrac msqrt mroot mover munder munderover mtable mtr mtd mstyle mpadded mphantom mfenced menclose merror mprescripts none'
      .split(' ')
      .map((name) => [name, part]),
  ),
};
