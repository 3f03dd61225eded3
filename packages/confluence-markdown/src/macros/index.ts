import type { RootContent } from 'mdast';
import type { Context, Macro, MacroCall } from '../types.ts';
import { code, noformat } from './code.ts';
import { diagrams } from './diagrams.ts';
import { embeds } from './embeds.ts';
import { expand } from './expand.ts';
import { files } from './files.ts';
import { include } from './include.ts';
import { jira } from './jira.ts';
import { layout } from './layout.ts';
import { listings } from './listings.ts';
import { math } from './math.ts';
import { navigation } from './navigation.ts';
import { panels } from './panels.ts';
import { unusedParameters } from './parameter.ts';
import { people } from './people.ts';
import { planning } from './planning.ts';
import { bodyOf, standIn } from './stand-in.ts';
import { status } from './status.ts';

/** Every macro that is known, for the rules and for the table of the documentation. */
export const macros: readonly Macro[] = [
  code,
  noformat,
  ...panels,
  expand,
  status,
  ...navigation,
  ...include,
  ...jira,
  ...files,
  ...diagrams,
  ...math,
  ...embeds,
  ...planning,
  ...people,
  listings,
  ...layout,
];

const byName: ReadonlyMap<string, Macro> = new Map(
  macros.flatMap((macro) => macro.names.map((name) => [name, macro] as const)),
);

/** A call that knows what its rule has looked at. */
class WatchedCall implements MacroCall {
  readonly name: string;
  readonly parameters: MacroCall['parameters'];
  readonly targets: MacroCall['targets'];
  readonly inline: boolean;
  readonly where: string;
  readonly rich: MacroCall['rich'];
  readonly used = new Set<string>();
  sawPlain = false;
  sawRich = false;
  private readonly body: string | null;

  constructor({ name, parameters, targets, inline, where, plain, rich }: MacroCall) {
    this.name = name;
    this.parameters = parameters;
    this.targets = targets;
    this.inline = inline;
    this.where = where;
    this.body = plain;
    this.rich = rich && (() => this.show(rich));
  }

  get plain(): string | null {
    this.sawPlain = true;
    return this.body;
  }

  private show(rich: () => RootContent[]): RootContent[] {
    this.sawRich = true;
    return rich();
  }
}

/**
 * Shows a macro by its rule; one that is not known stands as a placeholder above its body. A body that the rule has no
 * use for, as where somebody put text into a macro that takes none, stands below; parameters that nobody looked at are
 * reported.
 */
export function runMacro(call: MacroCall, context: Context): RootContent[] {
  const rule = byName.get(call.name)?.rule ?? standIn;
  const watched = new WatchedCall(call);
  const made = rule(watched, context);
  if (call.plain !== null && !watched.sawPlain) for (const node of bodyOf({ ...call, rich: null })) made.push(node);
  if (call.rich && !watched.sawRich) for (const node of call.rich()) made.push(node);
  const text = unusedParameters(call, watched.used);
  if (text !== '') context.note({ kind: 'dropped', what: `parameters:${call.name}`, where: call.where, text });
  return made;
}
