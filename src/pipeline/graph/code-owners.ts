/** Whether a file says who owns what: in the root, in the docs or in a folder of the repository's host. */
export function isCodeOwners(path: string): boolean {
  return /^(?:\.[a-z]+\/|docs\/)?CODEOWNERS$/.test(path);
}

export interface Ownership {
  readonly owners: readonly string[];
  readonly path: string;
  readonly line: number;
}

interface Rule {
  readonly pattern: RegExp;
  readonly owners: readonly string[];
  readonly line: number;
}

const MOST_RULES = 2_000;

/** A pattern as `.gitignore` has them: anchored where it holds a slash, `*` within a name, `**` across folders. */
function patternOf(text: string): RegExp {
  const anchored = text.slice(0, -1).includes('/');
  const folder = text.endsWith('/');
  const inner = text
    .replace(/^\/|\/$/g, '')
    .split(/(\*\*\/?|\*|\?)/)
    .map((part) => {
      if (part.startsWith('**')) return part.endsWith('/') ? '(?:[^/]+/)*' : '.*';
      if (part === '*') return '[^/]*';
      return part === '?' ? '[^/]' : part.replace(/[.+^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  return new RegExp(`${anchored ? '^' : '(?:^|/)'}${inner}${folder ? '/' : '(?:/|$)'}`);
}

/** Who owns a file by the rules of such a file; of several that match the last counts. */
export function readCodeOwners(path: string, text: string): (file: string) => Ownership | null {
  const rules = text.split('\n').flatMap((written, at): Rule[] => {
    const [pattern = '', ...owners] = written
      .replace(/(?:^|\s)#.*$/, '')
      .trim()
      .split(/\s+/);
    if (pattern === '' || pattern.length > 300 || /^[\^[]/.test(pattern)) return [];
    return [{ pattern: patternOf(pattern), owners: owners.filter((owner) => owner.includes('@')), line: at + 1 }];
  });
  const last = rules.slice(0, MOST_RULES).reverse();
  return (file) => {
    const rule = last.find(({ pattern }) => pattern.test(file));
    return rule && rule.owners.length > 0 ? { owners: rule.owners, path, line: rule.line } : null;
  };
}
