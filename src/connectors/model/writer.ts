import { z } from 'zod';
import { Problem } from '../../core/problem.ts';
import type { Writer } from '../../core/roles/writer.ts';
import type { Secret } from '../../core/secret.ts';
import type { Http } from '../../net/request.ts';

export interface ModelSettings {
  /** Address below which `/chat/completions` stands, without a slash at its end. */
  readonly url: string;
  readonly apiKey: Secret | null;
  readonly name: string;
}

const ANSWER_MS = 60_000;

/** The fields that are read of an answer (OpenAI API reference, "Create chat completion"). */
const completion = z.object({ choices: z.array(z.object({ message: z.object({ content: z.string().nullable() }) })) });

/** A model behind an interface as OpenAI's, which most servers of models have. */
export function createWriter(http: Http, { url, apiKey, name }: ModelSettings): Writer {
  return {
    async write({ instructions, material, mostTokens }, signal) {
      const answer = await http.request({
        lane: 'model',
        url: `${url}/chat/completions`,
        method: 'POST',
        ...(apiKey && { authorize: async () => `Bearer ${apiKey.reveal()}` }),
        body: {
          model: name,
          temperature: 0,
          max_tokens: mostTokens,
          messages: [
            { role: 'system', content: instructions },
            { role: 'user', content: material },
          ],
        },
        expect: 'json',
        timeoutMs: ANSWER_MS,
        ...(signal && { signal }),
      });
      const read = completion.safeParse(answer.body);
      const content = read.success ? read.data.choices[0]?.message.content : null;
      if (content) return content;
      throw new Problem({
        code: 'model-answer',
        message: `The model answered ${answer.status} without a text.`,
        status: 502,
        hint: 'Check MODEL_PROVIDER_URL and MODEL_CHAT_NAME.',
      });
    },
  };
}
