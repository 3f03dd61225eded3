import type { SourceFormat } from './source.ts';
import { occurrences, padded, phrase, tally } from './words.ts';

/** What no reader wants to see, wherever it comes from. */
const MACHINE = [
  /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi,
  /\b(?:ac|ri|fab|at):[a-z][\w-]*/g,
  /\b(?:schema-version|macro-id|local-id|localId|extensionKey|extensionType|macroParams|macroMetadata|schemaVersion)\b/g,
  /\b(?:occurrenceKey|serverId|macroId|__confluenceMetadata|placeholder-url|com\.atlassian[\w.]*)\b|\[object Object\]/g,
  /"[\w-]+"\s*:\s*["{[\d]/g,
];

/** Parameters and attributes whose values mean something to the page's software only. */
const TECHNICAL =
  /^(?:.*[iI]d|id|color|colour|bgColor|.*Color|collapse|icon|linenumbers|firstline|theme|width|height|.*[wW]idth|.*[hH]eight|toolbar|zoom|revision|compressed|panelIcon|align|layout|style|collection|extensionType|occurrenceKey)$/;

const PARAMETER = /<ac:parameter ac:name="([^"]*)"[^>]*>([^<]*)<\/ac:parameter>/g;
const IDENTITY = /(?:ac:macro-id|ac:local-id|local-id|ac:schema-version|media-collection|media-id|ac:ref)="([^"]*)"/g;
const TASK = /<ac:task-(?:id|uuid|status)>([^<]*)</g;

type Values = { readonly technical: string[]; readonly spoken: string[] };

function valuesOfStorage(body: string): Values {
  const parameters = [...body.matchAll(PARAMETER)];
  const values = (technical: boolean) =>
    parameters.filter(([, name = '']) => TECHNICAL.test(name) === technical).map(([, , value = '']) => value);
  const identities = [...body.matchAll(IDENTITY), ...body.matchAll(TASK)].map(([, value = '']) => value);
  return { technical: [...values(true), ...identities], spoken: values(false) };
}

/** Ids of emoji, people and files are the only names that some of them have. */
const NAMED = new Set(['emoji', 'mention', 'media', 'mediaInline']);

function valuesOfAdf(root: unknown): Values {
  const values: Values = { technical: [], spoken: [] };
  const walk = (value: unknown, key: string, named: boolean): void => {
    if (typeof value === 'string')
      (TECHNICAL.test(key) && !(named && key === 'id') ? values.technical : values.spoken).push(value);
    if (typeof value !== 'object' || value === null) return;
    const type = (value as { type?: unknown }).type;
    const isNamed = typeof type === 'string' ? NAMED.has(type) : named;
    for (const [name, each] of Object.entries(value)) walk(each, Array.isArray(value) ? key : name, isNamed);
  };
  walk(root, '', false);
  return values;
}

/** Technical values, as words, that no other value has. */
function technicalPhrases(from: SourceFormat, body: string): Set<string> {
  const { technical, spoken } = from === 'storage' ? valuesOfStorage(body) : valuesOfAdf(JSON.parse(body));
  const said = new Set(spoken.map(phrase));
  return new Set(technical.map(phrase).filter((value) => value !== '' && !said.has(value)));
}

/** Words in the output that only a machine reads, as often as the source does not show them to its readers. */
export function leakedWords(from: SourceFormat, body: string, shown: string, output: string): string[] {
  const leaked: string[] = [];
  let rest = output;
  for (const pattern of MACHINE) {
    const allowed = tally(shown.match(pattern) ?? []);
    rest = rest.replace(pattern, (match) => {
      const left = allowed.get(match) ?? 0;
      allowed.set(match, left - 1);
      if (left <= 0) leaked.push(match);
      return ' ';
    });
  }
  const [before, after] = [padded(shown), padded(rest)];
  for (const value of technicalPhrases(from, body)) {
    const more = occurrences(after, value) - occurrences(before, value);
    for (let count = 0; count < more; count++) leaked.push(...value.split(' '));
  }
  return leaked;
}
