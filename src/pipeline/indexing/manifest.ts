import type { Definition } from '../../core/chunk.ts';

const METHODS = 'get|put|post|delete|options|head|patch|trace';

function lineWith(lines: readonly string[], pattern: RegExp): Definition[] {
  const index = lines.findIndex((line) => line.length < 1_000 && pattern.test(line));
  const name = index < 0 ? undefined : pattern.exec(lines[index]!)?.[1];
  return name ? [{ kind: 'package', name, line: index + 1 }] : [];
}

/** The first `name` below a table's heading such as `[package]`, before the next heading. */
function namedInTable(lines: readonly string[], table: RegExp): Definition[] {
  const start = lines.findIndex((line) => table.test(line));
  if (start < 0) return [];
  const end = lines.findIndex((line, index) => index > start && /^\[/.test(line));
  const inside = lines.map((line, index) => (index > start && (end < 0 || index < end) ? line : ''));
  return lineWith(inside, /^name\s*=\s*["']([^"']+)["']/);
}

/** `name` at the top of a JSON object, found by its indentation so that the line is known. */
function namedInJson(lines: readonly string[]): Definition[] {
  try {
    const { name } = JSON.parse(lines.join('\n')) as { name?: unknown };
    if (typeof name !== 'string' || name === '') return [];
    const line = lines.findIndex((text) => text.includes('"name"') && text.includes(JSON.stringify(name)));
    return [{ kind: 'package', name, line: line + 1 }];
  } catch {
    return [];
  }
}

const readers: ReadonlyMap<string, (lines: readonly string[]) => Definition[]> = new Map(
  Object.entries({
    'package.json': namedInJson,
    'composer.json': namedInJson,
    'cargo.toml': (lines: readonly string[]) => namedInTable(lines, /^\[package\]/),
    'pyproject.toml': (lines: readonly string[]) =>
      [/^\[project\]/, /^\[tool\.poetry\]/].flatMap((table) => namedInTable(lines, table)).slice(0, 1),
    'go.mod': (lines: readonly string[]) => lineWith(lines, /^module\s+(\S+)/),
    'pom.xml': (lines: readonly string[]) => {
      const own = lines.findIndex((line) => line.includes('<dependencies>') || line.includes('<parent>'));
      return lineWith(own < 0 ? lines : lines.slice(0, own), /^\s*<artifactId>([^<]+)<\/artifactId>/);
    },
    'pubspec.yaml': (lines: readonly string[]) => lineWith(lines, /^name:\s*(\w+)/),
  }),
);

/** Endpoints of an API description: `GET /path`, found by how its lines are indented. */
function endpointsOf(lines: readonly string[]): Definition[] {
  const head = lines.slice(0, 30).some((line) => /^\s{0,4}["']?(?:openapi|swagger)["']?\s*:\s*["']?\d/.test(line));
  if (!head) return [];
  const method = new RegExp(`^(\\s+)["']?(${METHODS})["']?\\s*:`, 'i');
  const found: Definition[] = [];
  let path: { readonly name: string; readonly indent: number } | null = null;
  let depth = -1;
  lines.forEach((line, index) => {
    if (line.length > 1_000) return;
    const section = /^(\s*)["']?paths["']?\s*:/.exec(line);
    if (section && depth < 0) depth = section[1]!.length;
    const place = depth < 0 ? null : /^(\s+)["']?(\/[^"':\s]*)["']?\s*:/.exec(line);
    if (place && place[1]!.length > depth) path = { name: place[2]!, indent: place[1]!.length };
    const called = path && method.exec(line);
    if (path && called && called[1]!.length > path.indent && called[1]!.length <= path.indent + 4)
      found.push({ kind: 'endpoint', name: `${called[2]!.toUpperCase()} ${path.name}`, line: index + 1 });
  });
  return found;
}

/** Keys one step below `services:` of a file that starts several together. */
function composedServices(lines: readonly string[]): Definition[] {
  const start = lines.findIndex((line) => /^services\s*:\s*$/.test(line));
  if (start < 0) return [];
  const found: Definition[] = [];
  for (let at = start + 1; at < lines.length && !/^\S/.test(lines[at]!.replace(/^#.*/, '')); at += 1) {
    const key = /^( {2}|\t)["']?([\w.-]+)["']?\s*:\s*$/.exec(lines[at]!);
    if (key) found.push({ kind: 'service', name: key[2]!, line: at + 1 });
  }
  return found;
}

/** The component that a catalog's file describes. */
function cataloguedService(lines: readonly string[]): Definition[] {
  if (!lines.some((line) => /^kind:\s*Component\b/.test(line))) return [];
  return lineWith(lines, /^\s+name:\s*["']?([\w.-]+)/).map((one) => ({ ...one, kind: 'service' }));
}

/** Packages, endpoints and services that a manifest or an API description defines, each with its line. */
export function readManifest(path: string, lines: readonly string[]): readonly Definition[] {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const reader = readers.get(name);
  if (reader) return reader(lines);
  if (/^(?:docker-)?compose(?:[.-][\w-]+)*\.ya?ml$/.test(name)) return composedServices(lines);
  if (/^catalog-info\.ya?ml$/.test(name)) return cataloguedService(lines);
  return /\.(?:ya?ml|json)$/.test(name) ? endpointsOf(lines) : [];
}
