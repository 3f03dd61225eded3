import type { Grammar } from './grammar.ts';
import { cpp, csharp, go, java, rust } from './queries/curly.ts';
import { bash, css, ini, php, powershell, python, ruby } from './queries/others.ts';
import { javascript, tsx, typescript } from './queries/script.ts';

const byEnding: ReadonlyMap<string, Grammar> = new Map(
  (
    [
      ['ts mts cts', typescript],
      ['tsx', tsx],
      ['js jsx mjs cjs', javascript],
      ['py pyi', python],
      ['go', go],
      ['java', java],
      ['rs', rust],
      ['cs', csharp],
      ['c h cc cpp cxx hpp hh', cpp],
      ['rb rake', ruby],
      ['php', php],
      ['sh bash', bash],
      ['ps1 psm1', powershell],
      ['css', css],
      ['ini', ini],
    ] as const
  ).flatMap(([endings, grammar]) => endings.split(' ').map((ending) => [ending, grammar] as const)),
);

/** The grammar that a file's name asks for. */
export function grammarOf(path: string): Grammar | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.includes('.') ? byEnding.get(name.slice(name.lastIndexOf('.') + 1).toLowerCase()) : undefined;
}
