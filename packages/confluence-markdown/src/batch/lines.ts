import { utf8Of } from '../decode.ts';

const FEED = 10;
const RETURN = 13;

/** The lines of a list as bytes, without what ends them; one is held at a time. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  for await (const chunk of utf8Of(chunks)) {
    let from = 0;
    for (let end = chunk.indexOf(FEED); end >= 0; end = chunk.indexOf(FEED, from)) {
      parts.push(chunk.subarray(from, end));
      from = end + 1;
      yield* withoutReturns(Buffer.concat(parts));
      parts = [];
    }
    parts.push(chunk.subarray(from));
  }
  yield* withoutReturns(Buffer.concat(parts));
}

/** In JSON no text has one, so that it can only stand at the end of a line, or end one by itself. */
function* withoutReturns(line: Uint8Array): Generator<Uint8Array> {
  let from = 0;
  for (let end = line.indexOf(RETURN); end >= 0; end = line.indexOf(RETURN, from)) {
    yield line.subarray(from, end);
    from = end + 1;
  }
  yield line.subarray(from);
}
