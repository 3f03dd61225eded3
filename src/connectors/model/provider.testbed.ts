import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Words that mean the same, for a provider that knows no language. */
const synonyms = [
  ['car', 'automobile', 'vehicle'],
  ['fix', 'repair', 'mend'],
  ['price', 'cost', 'fee'],
  ['doctor', 'physician'],
  ['begin', 'start', 'commence'],
  ['error', 'failure', 'fault'],
];
const meaningOf = new Map(synonyms.flatMap((words) => words.map((word) => [word, words[0]!] as const)));
const DIMENSIONS = 128;

function meaningsIn(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[a-z]{3,}/g) ?? [];
  return words.map((word) => word.replace(/s$/, '')).map((word) => meaningOf.get(word) ?? word);
}

/** Texts of like meanings are near: each meaning is a direction of its own, drawn by its hash. */
export function embeddingOf(text: string): number[] {
  const sum: number[] = Array(DIMENSIONS).fill(0);
  for (const meaning of new Set(meaningsIn(text))) {
    const bytes = createHash('shake256', { outputLength: DIMENSIONS }).update(meaning).digest();
    for (let at = 0; at < DIMENSIONS; at += 1) sum[at]! += bytes[at]! - 127.5;
  }
  return sum;
}

export interface ModelProvider {
  /** Address below which the routes stand. */
  readonly url: string;
  readonly asked: { readonly path: string; readonly authorization: string | undefined; readonly texts: number }[];
  /** Status of every answer from now on; 200 is none of a failure. */
  status: number;
  /** Answers with something else than what was asked for. */
  body: object | null;
  close(): Promise<void>;
}

/** A provider of vectors and of new orders on this machine, by the interfaces of OpenAI and Cohere. */
export async function startProvider(): Promise<ModelProvider> {
  const provider: ModelProvider = { url: '', asked: [], status: 200, body: null, close: async () => undefined };
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const asked = JSON.parse(Buffer.concat(parts).toString()) as {
      input?: string[];
      documents?: string[];
      query?: string;
    };
    const texts = asked.input ?? asked.documents ?? [];
    provider.asked.push({ path: request.url!, authorization: request.headers.authorization, texts: texts.length });
    const data = texts.map((text, index) => ({ index, embedding: embeddingOf(text) })).reverse();
    const wanted = new Set(meaningsIn(asked.query ?? ''));
    const results = texts.map((text, index) => ({
      index,
      relevance_score: new Set(meaningsIn(text).filter((one) => wanted.has(one))).size / Math.sqrt(text.length),
    }));
    const body = provider.body ?? (request.url!.endsWith('/rerank') ? { results: results.reverse() } : { data });
    response.writeHead(provider.status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return Object.assign(provider, {
    url,
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  });
}
