import type { ExportedBody } from './content.ts';
import { objectsOf } from './objects.ts';
import type { ExportSource } from './source.ts';

const BODIES: ReadonlySet<string> = new Set(['BodyContent']);

/** In exports the end of CDATA within a body is written with a space, since the body is CDATA itself. */
function unescaped(body: string): string {
  return body.includes(']] >') ? body.replaceAll(']] >', ']]>') : body;
}

/** The bodies one by one, in the order of the export; one is held at a time. */
export async function* bodiesOf(source: ExportSource): AsyncGenerator<ExportedBody> {
  for await (const { references, values, cut } of objectsOf(await source.entities(), BODIES)) {
    yield { pageId: references.get('content')?.id ?? '', body: unescaped(values.get('body') ?? ''), cut };
  }
}
