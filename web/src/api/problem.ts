/** Who can mend a problem; `nobody`: waiting is enough. */
export type Actor = 'operator' | 'site-admin' | 'repository-admin' | 'support' | 'nobody';

/** RFC 9457 document as the server sends it. */
export interface ProblemDocument {
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly actor: Actor;
  readonly hint?: string;
  readonly detail?: string;
  /** Id of the request, for a report. */
  readonly instance: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

/** The failure of a request, with everything that a person is told about it. */
export class RequestProblem extends Error {
  readonly document: ProblemDocument;

  constructor(document: ProblemDocument) {
    super(document.title);
    this.name = 'RequestProblem';
    this.document = document;
  }
}

/** The server did not answer at all. */
export class ServerGone extends Error {
  constructor() {
    super('no answer');
    this.name = 'ServerGone';
  }
}

export function isStatus(error: unknown, status: number): boolean {
  return error instanceof RequestProblem && error.document.status === status;
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof RequestProblem && error.document.code === code;
}
