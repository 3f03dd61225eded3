import type { Term } from '../../core/chunk.ts';

const MOST_DEPENDENCIES = 2_000;
const LONGEST_LINE = 1_000;

type Reader = (lines: readonly string[]) => readonly Term[];

/** Lines of the tables whose headings match, each with the heading above it. */
function inTables(
  lines: readonly string[],
  table: RegExp,
): readonly { readonly text: string; readonly line: number }[] {
  let open = false;
  return lines.flatMap((text, at) => {
    if (/^\s*\[/.test(text)) {
      open = table.test(text);
      return [];
    }
    return open && text.length <= LONGEST_LINE ? [{ text, line: at + 1 }] : [];
  });
}

function named(found: readonly { readonly text: string; readonly line: number }[], pattern: RegExp): readonly Term[] {
  return found.flatMap(({ text, line }) => {
    const name = pattern.exec(text)?.[1];
    return name ? [{ text: name, line }] : [];
  });
}

/** Keys of the sections of a JSON manifest, each with the line on which it stands. */
function ofJson(sections: readonly string[]): Reader {
  return (lines) => {
    let manifest: Record<string, unknown>;
    try {
      manifest = JSON.parse(lines.join('\n')) as Record<string, unknown>;
    } catch {
      return [];
    }
    return sections.flatMap((section) => {
      const start = lines.findIndex((line) => line.includes(JSON.stringify(section)));
      const entries = manifest?.[section];
      if (start < 0 || typeof entries !== 'object' || entries === null || Array.isArray(entries)) return [];
      return Object.keys(entries).map((name) => {
        const at = lines.findIndex((line, index) => index >= start && line.includes(JSON.stringify(name)));
        return { text: name, line: Math.max(at, start) + 1 };
      });
    });
  };
}

const REQUIREMENT = /^\s*["']?([A-Za-z\d][\w.-]*)(?:\[[^\]]{0,100}\])?\s*(?:[=<>!~;@"',]|$)/;

function ofPyproject(lines: readonly string[]): readonly Term[] {
  const poetry = named(
    inTables(lines, /^\[tool\.poetry(?:\.group\.[\w-]+)?\.dependencies\]/),
    /^([A-Za-z\d][\w.-]*)\s*=/,
  );
  const start = lines.findIndex((line) => /^dependencies\s*=\s*\[/.test(line));
  if (start < 0) return poetry.filter(({ text }) => text !== 'python');
  const end = lines.findIndex((line, at) => at >= start && /\]\s*$/.test(line));
  const listed = lines
    .slice(start, end < 0 ? undefined : end + 1)
    .flatMap((line, at) =>
      line.length > LONGEST_LINE
        ? []
        : [...line.matchAll(/["']([^"']{1,200})["']/g)].map(([, text]) => ({ text: text!, line: start + at + 1 })),
    );
  return [...poetry.filter(({ text }) => text !== 'python'), ...named(listed, REQUIREMENT)];
}

function ofGoModule(lines: readonly string[]): readonly Term[] {
  let open = false;
  return lines.flatMap((text, at) => {
    if (text.length > LONGEST_LINE) return [];
    if (/^require\s*\($/.test(text.trim())) open = true;
    else if (text.trim() === ')') open = false;
    const name = (open ? /^\s*([\w.-]+\/\S+)\s+v/ : /^require\s+([\w.-]+\/\S+)\s+v/).exec(text)?.[1];
    return name ? [{ text: name, line: at + 1 }] : [];
  });
}

function ofMaven(lines: readonly string[]): readonly Term[] {
  const found: Term[] = [];
  let group: string | null = null;
  let open = false;
  lines.forEach((text, at) => {
    if (text.length > LONGEST_LINE) return;
    if (text.includes('<dependency>')) open = true;
    if (open) group = /<groupId>([^<]+)</.exec(text)?.[1]?.trim() ?? group;
    const artifact = open ? /<artifactId>([^<]+)</.exec(text)?.[1]?.trim() : undefined;
    if (artifact && group) found.push({ text: `${group}:${artifact}`, line: at + 1 });
    if (text.includes('</dependency>')) {
      open = false;
      group = null;
    }
  });
  return found;
}

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['package.json', ofJson(['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'])],
  ['composer.json', ofJson(['require', 'require-dev'])],
  ['pyproject.toml', ofPyproject],
  [
    'requirements.txt',
    (lines) =>
      named(
        lines.map((text, at) => ({ text, line: at + 1 })),
        REQUIREMENT,
      ),
  ],
  ['go.mod', ofGoModule],
  [
    'cargo.toml',
    (lines) =>
      named(
        inTables(lines, /^\[(?:[\w.'"()=-]+\.)?(?:dev-|build-)?dependencies\]/),
        /^([A-Za-z\d][\w-]*)(?:\.\w+)?\s*=/,
      ),
  ],
  ['pom.xml', ofMaven],
]);

/** Packages that a manifest says it needs, each with its line. */
export function readDependencies(path: string, lines: readonly string[]): readonly Term[] {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return (readers.get(name)?.(lines) ?? []).slice(0, MOST_DEPENDENCIES);
}
