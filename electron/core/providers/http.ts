import { fail, type Charged, type Failure } from '../../../shared/domain/failure.ts';
import { err, ok, type Result } from '../../../shared/result.ts';

/**
 * One HTTP exchange, told apart by what matters for money: whether the request can have reached the server.
 * Redirects are not followed, so that a key and a prompt go to the named origin only.
 */

export type Answer = { readonly status: number; readonly headers: Headers; readonly body: Uint8Array };

export type Trouble =
  /** No connection was made: the server has seen nothing. */
  | { readonly kind: 'not-sent'; readonly detail: string }
  /** The request may have arrived; its answer is missing or cut off. */
  | { readonly kind: 'lost'; readonly detail: string }
  | { readonly kind: 'timed-out'; readonly detail: string }
  | { readonly kind: 'too-large'; readonly detail: string }
  | { readonly kind: 'cancelled'; readonly sent: boolean };

export type ExchangeInit = {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | FormData;
  readonly signal: AbortSignal;
  /** For the whole exchange, body included. */
  readonly timeoutMs: number;
  readonly maxBytes?: number;
};

/** Answers are JSON, at most with a few pictures in base64 inside. */
const defaultMaxBytes = 256 * 1024 * 1024;

export async function exchange(
  fetchIt: typeof fetch,
  url: string,
  init: ExchangeInit,
): Promise<Result<Answer, Trouble>> {
  if (init.signal.aborted) return err({ kind: 'cancelled', sent: false });
  const deadline = AbortSignal.timeout(init.timeoutMs);
  try {
    const response = await fetchIt(url, {
      method: init.method ?? 'GET',
      headers: { ...init.headers },
      ...(init.body === undefined ? {} : { body: init.body }),
      signal: AbortSignal.any([init.signal, deadline]),
      redirect: 'manual',
    });
    const body = await readBounded(response, init.maxBytes ?? defaultMaxBytes);
    if (!body) return err({ kind: 'too-large', detail: 'The answer is too large.' });
    return ok({ status: response.status, headers: response.headers, body });
  } catch (error) {
    return err(troubleOf(error, init.signal, deadline));
  }
}

/** @returns null when there are more than `maxBytes`; the rest is then not read */
export async function readBounded(response: Response, maxBytes: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** @param error what `fetch`, or reading its body, rejected with */
export function troubleOf(error: unknown, signal: AbortSignal, deadline?: AbortSignal): Trouble {
  if (signal.aborted) return { kind: 'cancelled', sent: true };
  if (deadline?.aborted) return { kind: 'timed-out', detail: 'No answer in time.' };
  const chain = causesOf(error);
  const detail = chain.map((entry) => entry.message).find((message) => message && message !== 'fetch failed');
  const words = chain.map((entry) => `${entry.code} ${entry.message}`).join(' ');
  if (neverConnected.test(words)) return { kind: 'not-sent', detail: detail ?? 'Not reached.' };
  if (/HEADERS_TIMEOUT|BODY_TIMEOUT/.test(words)) {
    return { kind: 'timed-out', detail: detail ?? 'No answer in time.' };
  }
  return { kind: 'lost', detail: detail ?? 'The connection broke off.' };
}

/**
 * Node's and Chromium's words for a connection that was never made. ECONNRESET and "other side closed" are not
 * among them: they also happen after the server has read everything.
 */
const neverConnected =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ETIMEDOUT|CONNECT_TIMEOUT|CERT_|_CERT|ERR_TLS|ERR_SSL|UNABLE_TO_VERIFY|bad port|ERR_CONNECTION_REFUSED|ERR_NAME_NOT_RESOLVED|ERR_INTERNET_DISCONNECTED|ERR_ADDRESS_UNREACHABLE|ERR_CONNECTION_TIMED_OUT|ERR_PROXY_CONNECTION_FAILED/;

function causesOf(error: unknown): { readonly code: string; readonly message: string }[] {
  const chain: { code: string; message: string }[] = [];
  let current: unknown = error;
  for (let depth = 0; depth < 6 && current instanceof Error; depth += 1) {
    chain.push({ code: 'code' in current ? String(current.code) : '', message: current.message });
    current = current.cause;
  }
  return chain;
}

/**
 * @param stake what a request that may have arrived can have cost: 'unknown' for a paid submit, 'no' for reading
 */
export function failureOfTrouble(trouble: Trouble, stake: Exclude<Charged, 'yes'>): Failure {
  switch (trouble.kind) {
    case 'not-sent':
      return fail('network', 'no', { detail: trouble.detail });
    case 'lost':
      return fail(stake === 'no' ? 'network' : 'outcome_unknown', stake, { detail: trouble.detail });
    case 'timed-out':
      return fail(stake === 'no' ? 'network' : 'timed_out', stake, { detail: trouble.detail });
    case 'too-large':
      return fail('bad_output', stake, { detail: trouble.detail });
    case 'cancelled':
      return fail('cancelled', trouble.sent ? stake : 'no');
  }
}
