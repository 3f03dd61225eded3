import type { IndexedDocument } from '../../core/chunk.ts';
import { importedFile } from './imported-files.ts';
import { fileKey } from './keys.ts';
import { isDistinct } from './mentions.ts';
import type { Naming } from './spelled-name.ts';

const MOST_USES = 400;
/** Languages in which a name may be used without being brought in by name. */
const UNIMPORTED = new Set(['go', 'java', 'c-sharp', 'cpp', 'ruby', 'php', 'rust']);
const OF_LANGUAGE = new Set(['crate', 'self', 'super', 'std', 'core', 'alloc']);

/** Files of the repository that a file of code brings in, each with the line. */
export interface ImportedFile {
  readonly path: string;
  readonly line: number;
}

/** What code is read against to tell what it uses. */
export interface CodePlace {
  readonly repository: string;
  hasFile(path: string): boolean;
}

type Code = Pick<IndexedDocument, 'path' | 'language' | 'imports' | 'uses'>;

/** Packages that an import may be from, as their manifests call them, the surest first. */
function packagesOf(language: string, from: string): readonly string[] {
  if (/^[./#~]|^@\/|^node:/.test(from)) return [];
  if (language === 'go') {
    const parts = from.split('/');
    if (!parts[0]!.includes('.')) return [];
    return parts.slice(1).map((_, at) => parts.slice(0, parts.length - at).join('/'));
  }
  if (['typescript', 'tsx', 'javascript'].includes(language)) {
    const [, name] = /^((?:@[\w.-]+\/)?[\w.-]+)(?:\/|$)/.exec(from) ?? [];
    return name ? [name] : [];
  }
  if (language === 'python' || language === 'rust') {
    const first = /^\w+/.exec(from)?.[0];
    if (!first || OF_LANGUAGE.has(first)) return [];
    return [...new Set([first.replaceAll('_', '-'), first])];
  }
  return language === 'ruby' ? [from.replaceAll('/', '-')] : [];
}

/** How a file's own names lead to others: by the file and the name there; null: to something outside. */
class Bindings {
  readonly files: ImportedFile[] = [];
  readonly #single = new Map<string, { readonly path: string; readonly name: string } | null>();
  readonly #whole = new Map<string, string | null>();

  constructor({ path, language = '', imports = [] }: Code, hasFile: CodePlace['hasFile']) {
    const seen = new Set<string>();
    const fileOf = (from: string, line: number) => {
      const found = importedFile(language, path, from, hasFile);
      if (found !== null && !seen.has(found)) this.files.push({ path: found, line });
      if (found !== null) seen.add(found);
      return found;
    };
    for (const { from, line, names, whole } of imports) {
      const file = fileOf(from, line);
      if (whole) this.#whole.set(whole, file);
      for (const { name, as } of names) {
        const module = language === 'python' ? fileOf(`${from.replace(/\.?$/, '.')}${name}`, line) : null;
        if (module !== null) this.#whole.set(as, module);
        else this.#single.set(as, file === null ? null : { path: file, name });
      }
    }
  }

  knows(head: string): boolean {
    return this.#single.has(head) || this.#whole.has(head);
  }

  /** Places that a name means, each as a file and a name in it. */
  placesOf(used: string): readonly { readonly path: string; readonly name: string }[] {
    const [head = '', rest] = used.split('.', 2);
    const whole = this.#whole.get(head);
    if (whole) return rest === undefined ? [] : [{ path: whole, name: rest }];
    const single = this.#single.get(head);
    if (!single) return [];
    return rest === undefined ? [single] : [{ path: single.path, name: `${single.name}.${rest}` }, single];
  }
}

/** Files that a document of code brings in. */
export function importedFiles(document: Code, { hasFile }: CodePlace): readonly ImportedFile[] {
  return document.imports ? new Bindings(document, hasFile).files : [];
}

/**
 * Names of other files and packages that code uses. A name that is brought in means what stands in that file; one that
 * is not, where its language allows that, what alone in the repository bears it.
 */
export function usedNames(document: Code, { repository, hasFile }: CodePlace): readonly Naming[] {
  const { language = '', imports = [], uses = [] } = document;
  if (language === '') return [];
  const bindings = new Bindings(document, hasFile);
  const namings: Naming[] = imports.flatMap(({ from, line }) =>
    packagesOf(language, from)
      .filter((name) => /[@/]/.test(name) || isDistinct(name))
      .map((text): Naming => ({ text, line, as: 'import' })),
  );
  const folder = document.path.slice(0, document.path.lastIndexOf('/') + 1);
  for (const { kind, name, line } of uses) {
    const head = name.split('.', 1)[0]!;
    const sibling = language === 'java' ? `${folder}${head}.java` : '';
    const places = bindings.knows(head)
      ? bindings.placesOf(name)
      : sibling !== '' && hasFile(sibling)
        ? [{ path: sibling, name: head }]
        : [];
    for (const place of places)
      namings.push({ text: `${fileKey(repository, place.path)}#${place.name}`, line, as: kind });
    if (!bindings.knows(head) && places.length === 0 && UNIMPORTED.has(language) && isDistinct(name))
      namings.push({ text: name, line, as: kind, in: `${repository}:` });
  }
  return namings.slice(0, MOST_USES);
}
