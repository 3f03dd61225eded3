export { type AnswerRequest, answerFrom, costOf, cutTo, passageOf } from './answer.ts';
export { inTurn } from './choose.ts';
export { lineOf, passageText, visibleText } from './safe-text.ts';
export { LONGEST_QUESTION, searchTextOf } from './search-text.ts';
