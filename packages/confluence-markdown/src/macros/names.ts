/** Names separated by white space, for the long lists of apps that do much the same. */
export function namesOf(list: string): readonly string[] {
  return list.trim().split(/\s+/);
}
