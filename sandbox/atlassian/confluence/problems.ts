import type { ConfluenceContext } from './env.ts';

type Status = 400 | 401 | 403 | 404 | 409 | 429;

const codes: Record<Status, string> = {
  400: 'INVALID_REQUEST_PARAMETER',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  429: 'TOO_MANY_REQUESTS',
};

const titles: Record<Status, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  429: 'Too Many Requests',
};

/** An error as v2 words it. */
export function refuseV2(c: ConfluenceContext, status: Status, title = titles[status]): Response {
  return c.json({ errors: [{ status, code: codes[status], title, detail: null }] }, status);
}

/** An error as v1 words it. */
export function refuseV1(c: ConfluenceContext, status: Status, message = titles[status]): Response {
  return c.json(
    {
      statusCode: status,
      data: { authorized: status !== 401 && status !== 403, valid: status !== 400, errors: [], successful: false },
      message,
    },
    status,
  );
}

/** An error in the words of the version that was called. */
export function refuse(c: ConfluenceContext, status: Status, message?: string): Response {
  return c.req.path.includes('/wiki/api/v2/') ? refuseV2(c, status, message) : refuseV1(c, status, message);
}
