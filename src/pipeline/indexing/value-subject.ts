import { fold } from './value-forms.ts';

/** Words for a kind of thing, or for a text about one thing: the word before says which one. */
const kinds = new Set(
  `service services api app application server database cluster gateway worker workers queue topic client portal platform
  team project product system component module library package repository job pipeline bot agent store cache proxy
  settings configuration config parameters options limits defaults runbook playbook handbook`.split(/\s+/),
);
/** Words before one of those that name nothing. */
const namesNothing = new Set(
  `a an the this that our your their its my each every any all some one no other another and or of for in on to from by
  with at as how what when which where is are be new old public private internal external web rest http https grpc main
  core shared common current own global local general default basic advanced custom legacy backend frontend user users
  admin first second last security rate time network deployment deploy release rollback rollout incident failover recovery
  support migration upgrade update install installation setup build test tests testing production prod staging
  development live qa ci standard team project product company`.split(/\s+/),
);

function wordsOf(text: string): readonly string[] {
  return fold(text).match(/[\p{L}\p{N}\p{M}]+(?:[-.][\p{L}\p{N}\p{M}]+)*/gu) ?? [];
}

function namedIn(text: string, key: ReadonlySet<string>): string | null {
  const words = wordsOf(text);
  const names = (word: string | undefined): word is string =>
    word !== undefined && !kinds.has(word) && !namesNothing.has(word) && !key.has(word) && !/^\d+$/.test(word);
  for (const [at, word] of words.entries()) {
    const before = words[at - 1];
    if (kinds.has(word) && names(before)) return before;
  }
  const [first, second] = words;
  return words.length === 2 && kinds.has(first!) && names(second) ? second : null;
}

/**
 * The thing that a value of a plain name such as "request timeout" is about, by the headings above it, the nearest
 * first, and the title: "falcon" below "Falcon service settings". Empty where none of them names one.
 */
export function thingAbout(title: string, headings: readonly string[], name: string): string {
  const key = new Set(wordsOf(name));
  for (const text of [...headings].reverse().concat(title)) {
    const thing = namedIn(text, key);
    if (thing !== null) return thing;
  }
  return '';
}

/** Whether a name says by itself, on every page, what it is the name of: `MAX_UPLOAD_MB`, `server.max-size`. */
export function isIdentifier(name: string): boolean {
  const bare = name.trim().replace(/^[`"'*]+|[`"'*]+$/g, '');
  return !/\s/.test(bare) && /[\p{L}\p{N}][_.\-/:][\p{L}\p{N}]|\p{Ll}\p{Lu}|\p{L}\p{N}/u.test(bare);
}
