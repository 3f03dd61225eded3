import { z } from 'zod';
import { Problem } from '../core/problem.ts';
import type { ServerAccess } from './server-access.ts';

const problemForm = z.object({ title: z.string(), code: z.string(), hint: z.string().optional() });

function refusal(status: number, origin: string, body: unknown): Problem {
  const told = problemForm.safeParse(body);
  if (status === 401)
    return new Problem({
      code: 'key-refused',
      message: `${origin} refuses this API key.`,
      hint: 'Create one under Settings, API keys, and set it as CTXPIPE_API_KEY.',
    });
  return new Problem({
    code: told.success ? told.data.code : 'no-answer',
    message: told.success
      ? `${origin}: ${told.data.title}`
      : `${origin} answered ${status}, which is no answer of ctx|.`,
    hint: told.success && told.data.hint ? told.data.hint : 'Check --url and --org, and the log of the server.',
  });
}

export interface CallOptions {
  /** Default: the runtime's own. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

export interface ServerCall {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below `/{org}/api/v1`. */
  readonly path: string;
  readonly body?: object;
  /** Milliseconds to wait for the answer. */
  readonly answerMs: number;
}

/** Calls one route of an organization of a running server. Throws Problem where it gives no answer of that form. */
export async function callServer<Form extends z.ZodType>(
  options: CallOptions,
  access: ServerAccess,
  call: ServerCall,
  form: Form,
): Promise<z.output<Form>> {
  const request = new Request(`${access.origin}/${access.org}/api/v1${call.path}`, {
    method: call.method,
    headers: { 'content-type': 'application/json', 'x-api-key': access.apiKey.reveal() },
    ...(call.body && { body: JSON.stringify(call.body) }),
    // A redirect would carry the key to another place.
    redirect: 'error',
    signal: AbortSignal.timeout(call.answerMs),
  });
  const response = await (options.fetch ?? fetch)(request).catch((cause: unknown) => {
    throw new Problem({
      code: 'server-unreachable',
      message: `${access.origin} cannot be reached.`,
      hint: 'Check --url and that the server runs.',
      cause,
    });
  });
  const read: unknown = await response.json().catch(() => null);
  if (!response.ok) throw refusal(response.status, access.origin, read);
  const answer = form.safeParse(read);
  if (!answer.success) throw refusal(response.status, access.origin, null);
  return answer.data;
}
