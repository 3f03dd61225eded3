import { withoutComments } from '../../core/comments.ts';

/**
 * Characters that no reader sees and that hide or turn what a model reads: tags, marks of direction, fillers,
 * selectors. Of those that writing needs, joiners are treated below and one selector after a sign may stay.
 */
const INVISIBLE = /(?!\u200c|\u200d|\ufe0e|\ufe0f)\p{Default_Ignorable_Code_Point}|[\ufff9-\ufffb]/gu;
/** One selector after a sign says how it is drawn; more hide text. */
const SELECTORS = /(?<=\ufe0e|\ufe0f)(?:\ufe0e|\ufe0f)+/g;
/** Joiners are letters' own in some scripts and in emoji; elsewhere they hide text. */
const JOINERS = /(?:\u200c|\u200d)+/g;
const JOINABLE = /^(?!\p{Script=Latin})(?:\p{L}|\p{M}|\p{Extended_Pictographic}|\ufe0e|\ufe0f)$/u;
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/gu;

function keptJoiner(run: string, offset: number, whole: string): string {
  const before = [...whole.slice(Math.max(0, offset - 2), offset)].at(-1) ?? '';
  const after = String.fromCodePoint(whole.codePointAt(offset + run.length) ?? 0);
  return JOINABLE.test(before) && JOINABLE.test(after) ? run[0]! : '';
}

/** Text as a person would see it: without invisible characters, marks of direction and control characters. */
export function visibleText(text: string): string {
  return text.replace(CONTROL, '').replace(INVISIBLE, '').replace(JOINERS, keptJoiner).replace(SELECTORS, '');
}

/** The text of a passage to hand out: as visible; of Markdown also without comments. */
export function passageText(text: string, path: string): string {
  return visibleText(withoutComments(text, path));
}

/** One line of visible text of at most `limit` characters, for names and titles. */
export function lineOf(text: string, limit = 300): string {
  const line = visibleText(text).replace(/\s+/g, ' ').trim();
  if (line.length <= limit) return line;
  const cut = line.slice(0, limit - 1);
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
