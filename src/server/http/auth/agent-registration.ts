const local = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$)/i;

function isNative(address: unknown): boolean {
  return typeof address === 'string' && (local.test(address) || !/^https?:/i.test(address));
}

/**
 * Agents on a person's machine register an address of that machine and, as most do, leave out that they are
 * native applications (OpenID Connect Registration, `application_type`). The library takes that for a web
 * application and refuses it; the address says what it is.
 */
export async function readRegistration(request: Request): Promise<Request> {
  const text = await request.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = null;
  }
  const fields = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : null;
  const addresses = fields && Array.isArray(fields.redirect_uris) ? fields.redirect_uris : [];
  const native = fields !== null && fields.application_type === undefined && addresses.some(isNative);
  const headers = new Headers(request.headers);
  headers.delete('content-length');
  return new Request(request.url, {
    method: request.method,
    headers,
    body: native ? JSON.stringify({ ...fields, application_type: 'native' }) : text,
  });
}
