/** Whether the repository has a file there. */
type HasFile = (path: string) => boolean;
type Candidates = (from: string, folder: string, path: string) => readonly string[];

const SCRIPT_ENDINGS = 'ts tsx d.ts js jsx mts cts mjs cjs vue svelte json css'.split(' ');
const SOURCE_FOLDERS = ['', 'src/', 'lib/', 'include/', 'app/'];

/** A path within the repository; null where it leads out of it. */
function normal(path: string): string | null {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}

function above(folder: string): readonly string[] {
  const parts = folder.split('/').filter(Boolean);
  return Array.from({ length: parts.length + 1 }, (_, count) =>
    parts
      .slice(0, parts.length - count)
      .map((part) => `${part}/`)
      .join(''),
  );
}

/** Written with the ending of what is compiled, meant is the source. */
function sourcesOf(path: string): readonly string[] {
  const ending = /\.(js|jsx|mjs|cjs)$/.exec(path)?.[1];
  const bare = ending ? path.slice(0, -ending.length - 1) : path;
  const typed = { js: ['ts', 'tsx'], jsx: ['tsx'], mjs: ['mts'], cjs: ['cts'] }[ending ?? ''] ?? [];
  return [path, ...typed.map((one) => `${bare}.${one}`)];
}

const script: Candidates = (from, folder) => {
  if (!/^\.{1,2}(?:\/|$)/.test(from)) return [];
  const path = `${folder}/${from}`;
  const tried = SCRIPT_ENDINGS.flatMap((ending) => [`${path}.${ending}`]);
  return [...sourcesOf(path), ...tried, ...SCRIPT_ENDINGS.map((ending) => `${path}/index.${ending}`)];
};

const python: Candidates = (from, folder) => {
  const dots = /^\.*/.exec(from)![0].length;
  const rest = from.slice(dots).replaceAll('.', '/');
  const places = dots > 0 ? [`${folder}/${'../'.repeat(dots - 1)}`] : [...above(folder), 'src/'];
  return places.flatMap((place) =>
    rest === '' ? [`${place}/__init__.py`] : [`${place}/${rest}.py`, `${place}/${rest}/__init__.py`],
  );
};

const java: Candidates = (from, folder) => {
  const parts = from.split('.');
  const at = `/${folder}/`.indexOf(`/${parts[0]}/`);
  if (at < 0) return [];
  const roots = [`/${folder}/`.slice(0, at)];
  roots.push(roots[0]!.replace('/test/', '/main/'));
  return roots.flatMap((root) => [parts, parts.slice(0, -1)].map((some) => `${root}/${some.join('/')}.java`));
};

const rust: Candidates = (from, folder, path) => {
  const parts = from.split('::');
  const inside = (place: string, names: readonly string[]) => {
    const rest = names.join('/');
    return rest === '' ? [`${place}/lib.rs`, `${place}/main.rs`] : [`${place}/${rest}.rs`, `${place}/${rest}/mod.rs`];
  };
  if (parts.length === 1 && parts[0] !== 'crate')
    return [...inside(folder, parts), ...inside(path.replace(/\.rs$/, ''), parts)];
  if (parts[0] !== 'crate') return [];
  const root = /^(?:.*\/)?src(?=\/|$)/.exec(folder)?.[0];
  return root === undefined ? [] : inside(root, parts.slice(1));
};

const beside =
  (...endings: readonly string[]): Candidates =>
  (from, folder) =>
    [`${folder}/`, ...SOURCE_FOLDERS].flatMap((place) => endings.map((ending) => `${place}${from}${ending}`));

const php: Candidates = (from, folder, path) => {
  if (!from.includes('\\')) return beside('')(from, folder, path);
  const parts = from.split('\\');
  return [0, 1, 2].flatMap((skip) =>
    ['src/', 'app/', 'lib/'].map((place) => `${place}${parts.slice(skip).join('/')}.php`),
  );
};

const byLanguage: ReadonlyMap<string, Candidates> = new Map([
  ['typescript', script],
  ['tsx', script],
  ['javascript', script],
  ['python', python],
  ['java', java],
  ['rust', rust],
  ['cpp', beside('')],
  ['ruby', beside('.rb', '')],
  ['php', php],
  ['bash', beside('')],
  ['css', beside('')],
]);

/** The file of the same repository that an import means; null where it is none of them. */
export function importedFile(language: string, path: string, from: string, hasFile: HasFile): string | null {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  if (from.length > 300) return null;
  for (const candidate of byLanguage.get(language)?.(from, folder, path) ?? []) {
    const found = normal(candidate);
    if (found !== null && found !== '' && found !== path && hasFile(found)) return found;
  }
  return null;
}
