export { type AnswerRequest, answerFrom, cutTo } from './answer.ts';
export { fuse, reordered } from './fusion.ts';
export { type Prose, promptFor, proseFrom } from './prose.ts';
export { lineOf, passageText, visibleText } from './safe-text.ts';
export { LONGEST_QUESTION, searchTextOf } from './search-text.ts';
