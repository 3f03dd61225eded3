import type { RootContent } from 'mdast';
import type { Context } from '../types.ts';
import { chip, paragraph } from './text.ts';

/** Parameters that say how or by which number a macro is shown, and nothing to a reader. */
const SILENT =
  /^(?:|_.*|.*(?:id|ids|uuid|hash|token|version|width|height|color|colour|layout|locale|schema|border|style|class)|exporter|atlassian-.*|server|columns|maximumissues|count|sort.*|reverse|cql.*|panelicon.*|theme|show.*|analytics.*|blueprint.*)$/i;
const MACHINE_WORD =
  /^(?:[0-9a-f]{8}-[0-9a-f-]{27,}|[0-9a-f]{24,}|ari:.*|[{[].*|(?:com|org|net|io)\.[\w-]+\.[\w.-]+(?::.*)?)$/is;
const MAX_VALUE = 120;

/** By name: sources that are JSON have no order that could be relied on. */
function sorted(parameters: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Parameters that a reader can make sense of, by name. */
export function readableParameters(parameters: Readonly<Record<string, string>>): [string, string][] {
  return sorted(parameters)
    .map(([name, value]): [string, string] => [name, value.replace(/\s+/g, ' ').trim()])
    .filter(([name, value]) => value !== '' && !MACHINE_WORD.test(value) && (name === '' || !SILENT.test(name)));
}

function shorten(value: string): string {
  return value.length > MAX_VALUE ? `${value.slice(0, MAX_VALUE - 1)}…` : value;
}

/**
 * What stands for a macro or node that cannot be shown: visible, with its name and the parameters that mean something
 * to a reader, e.g. `[macro: roadmap, title=Plan]`. Everything else goes into the report.
 *
 * @param kind word before the colon; `macro` unless the thing is no macro
 */
export function placeholder(
  name: string,
  parameters: Readonly<Record<string, string>>,
  context: Context,
  where: string,
  inline: boolean,
  kind: string = 'macro',
): RootContent[] {
  const shown = readableParameters(parameters);
  const parts = shown.map(([key, value]) => (key === '' ? shorten(value) : `${key}=${shorten(value)}`));
  const all = sorted(parameters).filter(([, value]) => value !== '');
  context.note({
    kind: 'degraded',
    what: `${kind}:${name}`,
    where,
    ...(all.length > 0 ? { text: all.map(([key, value]) => (key === '' ? value : `${key}=${value}`)).join(', ') } : {}),
  });
  const node = chip(`[${[`${kind}: ${name}`, ...parts].join(', ')}]`);
  return inline ? [node] : [paragraph([node])];
}
