/** Bytes that a call may have. The longest question takes a few thousand. */
export const MOST_BYTES = 262_144;
/** What the sender of a larger one is told. */
export const tooLarge = `The request is larger than ${MOST_BYTES} bytes. Ask a shorter question.`;
/** Calls that one request may carry. */
export const MOST_CALLS = 20;

export type Body = { readonly value: unknown } | { readonly refused: 'too-large' | 'not-json' | 'bad-batch' };

async function textOf(request: Request): Promise<string | null> {
  if (Number(request.headers.get('content-length') ?? 0) > MOST_BYTES) return null;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.byteLength;
    if (size > MOST_BYTES) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Reads the calls of a request without taking in more than it may hold. */
export async function readBody(request: Request): Promise<Body> {
  const text = await textOf(request);
  if (text === null) return { refused: 'too-large' };
  try {
    const value: unknown = JSON.parse(text);
    const isBatch = Array.isArray(value);
    return isBatch && (value.length === 0 || value.length > MOST_CALLS) ? { refused: 'bad-batch' } : { value };
  } catch {
    return { refused: 'not-json' };
  }
}
