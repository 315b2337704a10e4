/** Why a request is refused. `code` is a stable word for programs; `detail` says more, and never holds a secret. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: string;
  readonly detail: Readonly<Record<string, unknown>>;
  constructor(status: number, code: string, detail: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.status = status;
    this.code = code;
    this.detail = detail;
  }
}
