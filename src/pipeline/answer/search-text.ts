/** The words of a question that are worth searching for. Never empty for a question that has a word. */
export function searchTextOf(_question: string): string {
  throw new Error('Not written yet.');
}
