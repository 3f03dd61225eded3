export { type AnswerRequest, answerFrom } from './answer.ts';
export { searchTextOf } from './search-text.ts';
