/**
 * Compiles `GET /wiki/api/v2/pages/:id` into a test of method and path. `*` stands for any method, `:name` for one
 * segment, a trailing `*` for any rest.
 */
export function compileRoute(route: string): (method: string, path: string) => boolean {
  const [first = '', second] = route.trim().split(/\s+/);
  const method = second === undefined ? '*' : first.toUpperCase();
  const wanted = (second ?? first).split('/');
  const open = wanted.at(-1) === '*';
  if (open) wanted.pop();
  return (actualMethod, path) => {
    if (method !== '*' && method !== actualMethod.toUpperCase()) return false;
    const actual = path.split('/');
    if (open ? actual.length < wanted.length : actual.length !== wanted.length) return false;
    return wanted.every((part, index) =>
      part.startsWith(':') ? actual[index] !== '' : part === '*' || part === actual[index],
    );
  };
}
