import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type Actor, Problem, toProblem } from '../../core/problem.ts';
import { redact } from '../../core/secret.ts';
import { escapeHtml, page } from './html.ts';

/** RFC 9457 document as it leaves the server. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly actor: Actor;
  readonly hint?: string;
  readonly detail?: string;
  readonly instance: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

/** A Problem that lists what is wrong with the fields of a request. */
export class InvalidRequest extends Problem {
  readonly errors: readonly { readonly path: string; readonly message: string }[];

  constructor(errors: readonly { readonly path: string; readonly message: string }[]) {
    const first = errors[0];
    super({
      code: 'invalid-request',
      message: first ? `${first.path || 'The request'}: ${first.message}` : 'The request is not understood.',
      status: 400,
      hint: 'Correct the fields that are named and send the request again.',
    });
    this.errors = errors;
  }
}

export function problemOf(error: unknown): Problem {
  if (error instanceof HTTPException) {
    return new Problem({ code: `http-${error.status}`, message: error.message || 'Refused.', status: error.status });
  }
  return toProblem(error);
}

function documentOf(problem: Problem, requestId: string): ProblemDocument {
  // What a person is told about a fault of ours names no inner cause.
  const internal = problem.code === 'internal';
  return {
    type: `urn:ctxpipe:problem:${problem.code}`,
    title: internal ? 'Something failed inside the server.' : redact(problem.message),
    status: problem.status,
    code: problem.code,
    actor: problem.actor,
    ...(problem.hint
      ? { hint: internal ? `Retry; report request ${requestId} if it happens again.` : redact(problem.hint) }
      : {}),
    ...(problem.detail && !internal ? { detail: redact(problem.detail) } : {}),
    instance: requestId,
    ...(problem instanceof InvalidRequest ? { errors: problem.errors } : {}),
  };
}

function wantsPage(c: Context): boolean {
  const accept = c.req.header('accept') ?? '';
  return c.req.method === 'GET' && accept.includes('text/html') && c.req.header('sec-fetch-dest') !== 'empty';
}

/** Answers with a problem document, or with a plain page where a person's browser asked. */
export function answerProblem(c: Context, problem: Problem, requestId: string): Response {
  const document = documentOf(problem, requestId);
  const status = document.status as ContentfulStatusCode;
  if (problem.retry.kind === 'after') c.header('Retry-After', String(Math.max(1, Math.ceil(problem.retry.ms / 1000))));
  if (wantsPage(c)) {
    const hint = document.hint ? `<p>${escapeHtml(document.hint)}</p>` : '';
    const body = `<h1>${escapeHtml(document.title)}</h1>${hint}<p><small>${escapeHtml(document.code)} · ${escapeHtml(requestId)}</small></p><p><a href="/">Back to the start</a></p>`;
    return c.html(page('That did not work', body), status);
  }
  return c.body(JSON.stringify(document), status, { 'Content-Type': 'application/problem+json' });
}
