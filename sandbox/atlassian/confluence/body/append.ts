import type { WorldBody } from '../../../worlds/world.ts';
import { escapeXml } from './escape.ts';

/** The body with one more paragraph, in each format that it has. */
export function appendParagraph(body: WorldBody, text: string): WorldBody {
  const storage = body.storage === undefined ? undefined : `${body.storage}<p>${escapeXml(text)}</p>`;
  if (body.adf === undefined) return { storage: storage ?? `<p>${escapeXml(text)}</p>` };
  const document = JSON.parse(body.adf) as { content: unknown[] };
  document.content.push({ type: 'paragraph', content: [{ type: 'text', text }] });
  return { adf: JSON.stringify(document), ...(storage === undefined ? {} : { storage }) };
}
