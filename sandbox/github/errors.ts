/** An error answer in the host's form. */
export class ApiError extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: readonly unknown[] | undefined;

  constructor(
    status: number,
    message: string,
    extra: { readonly headers?: Readonly<Record<string, string>>; readonly errors?: readonly unknown[] } = {},
  ) {
    super(message);
    this.status = status;
    this.headers = extra.headers ?? {};
    this.errors = extra.errors;
  }

  toResponse(): Response {
    const body = {
      message: this.message,
      ...(this.errors ? { errors: this.errors } : {}),
      documentation_url: 'https://docs.github.com/rest',
      status: String(this.status),
    };
    return Response.json(body, { status: this.status, headers: this.headers });
  }
}

export function notFound(): ApiError {
  return new ApiError(404, 'Not Found');
}

/** 422 with one entry of the host's `errors` list. */
export function invalid(resource: string, message: string, code = 'custom', field?: string): ApiError {
  return new ApiError(422, 'Validation Failed', {
    errors: [{ resource, code, message, ...(field ? { field } : {}) }],
  });
}
