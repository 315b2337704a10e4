/** An answer other than success, in the shape of the service that gives it. */
export class HttpError extends Error {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, message: string, body: Readonly<Record<string, unknown>>) {
    super(message);
    this.name = 'HttpError';
    this.status = status;
    this.body = body;
  }
}

/**
 * The answer to whatever the real service does and this one does not: never a guess.
 * @param what as in `the operator "sl"`
 */
export function unsupported(what: string): HttpError {
  const message = `The embedded cloud does not implement ${what}.`;
  const code = 'unsupported_by_local_stack';
  return new HttpError(501, message, { code, error_code: code, error: code, statusCode: '501', message });
}
