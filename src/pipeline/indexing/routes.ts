import type { Term } from '../../core/chunk.ts';

const LONGEST_LINE = 500;
/** `app.get('/orders/:id', ...)`, `@router.post("/orders")`, `@GetMapping("/orders")`, `r.HandleFunc("GET /orders", ...)`. */
const CALLED = /\b\w+\.(get|put|post|delete|patch)\(\s*(["'`])(\/[^"'`\s]{0,200})\2/i;
const ANNOTATED =
  /@(Get|Put|Post|Delete|Patch)(?:Mapping)?\(\s*(?:value\s*=\s*|path\s*=\s*)?(["'`])(\/[^"'`\s]{0,200})\2/;
const HANDLED = /\bHandle(?:Func)?\(\s*(["'`])(GET|PUT|POST|DELETE|PATCH) (\/[^"'`\s]{0,200})\1/;

/** `/a/:id`, `/a/<int:id>` and `/a/{id:int}` as API descriptions write them. */
function templated(path: string): string {
  return path
    .replace(/(?<=\/):(\w+)/g, '{$1}')
    .replace(/<(?:\w+:)?(\w+)>/g, '{$1}')
    .replace(/\{(\w+):[^{}/]*\}/g, '{$1}')
    .replace(/(?<=.)\/$/, '');
}

/** Endpoints that code says it answers at, as `GET /path`, each with its line. */
export function readRoutes(lines: readonly string[]): readonly Term[] {
  return lines.flatMap((text, at) => {
    if (text.length > LONGEST_LINE) return [];
    const called = CALLED.exec(text) ?? ANNOTATED.exec(text);
    if (called) return [{ text: `${called[1]!.toUpperCase()} ${templated(called[3]!)}`, line: at + 1 }];
    const handled = HANDLED.exec(text);
    return handled ? [{ text: `${handled[2]} ${templated(handled[3]!)}`, line: at + 1 }] : [];
  });
}
