import type { z } from 'zod';
import { fail, type Failure } from '../../../../shared/domain/failure.ts';
import type { LocalServerKind } from '../../../../shared/domain/provider.ts';
import { err, ok, type Result } from '../../../../shared/result.ts';
import { isHtml, readJson, retryAfterMs, textOf } from '../answer.ts';
import { exchange, type Answer, type Trouble } from '../http.ts';
import type { ProviderDeps } from '../provider.ts';
import { patientFetch } from './patient-fetch.ts';

export type LocalServer = {
  /** Base address, normalised by `normaliseAddress`. */
  readonly address: string;
  readonly kind: LocalServerKind;
  /** ComfyUI only: a graph in API format. */
  readonly workflow: string | null;
  readonly auth?: LocalAuth | null;
};

export type LocalAuth =
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'basic'; readonly user: string; readonly password: string };

export type Connection = ReturnType<typeof connectTo>;

export type CallOptions = {
  readonly signal: AbortSignal;
  /** JSON unless it is a form. */
  readonly post?: unknown;
  readonly method?: 'DELETE';
  /** For calls that answer only when the picture is finished. */
  readonly patient?: boolean;
  readonly timeoutMs?: number;
};

const shortMs = 15_000;
/** A slow machine may draw a batch for hours; more than this is given up. */
const patientMs = 6 * 3_600_000;

/** HTTP calls to one server on the person's machine or network. Nothing there costs money. */
export function connectTo(server: Pick<LocalServer, 'address' | 'auth'>, deps: ProviderDeps) {
  const headers = authHeaders(server.auth ?? null);
  const base = server.address.replace(/\/+$/, '');

  async function call<S extends z.ZodType>(
    path: string,
    schema: S,
    options: CallOptions,
  ): Promise<Result<z.output<S>, Failure>> {
    const { post } = options;
    const body = post === undefined || post instanceof FormData ? post : JSON.stringify(post);
    const answer = await exchange(options.patient ? patientFetch : deps.fetch, `${base}${path}`, {
      method: options.method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { ...headers, ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}) },
      ...(body === undefined ? {} : { body }),
      signal: options.signal,
      timeoutMs: options.timeoutMs ?? (options.patient ? patientMs : shortMs),
    });
    if (!answer.ok) return err(failureOfTrouble(answer.error));
    if (answer.value.status < 200 || answer.value.status > 299)
      return err(failureOfStatus(answer.value, deps.now()));
    const read = readJson(answer.value, schema);
    return read.ok ? ok(read.value) : err(fail('bad_output', 'no', { detail: read.error }));
  }

  return {
    base,
    headers,
    call,
    /** An address that the server gave, relative ones included. Credentials go along only to the server itself. */
    outputAt(address: string): { kind: 'url'; url: string; headers?: Record<string, string> } | null {
      const url = URL.parse(address, `${base}/`);
      if (!url || !/^https?:$/.test(url.protocol)) return null;
      const own = url.origin === new URL(base).origin && Object.keys(headers).length > 0;
      return { kind: 'url', url: url.href, ...(own ? { headers } : {}) };
    },
  };
}

function authHeaders(auth: LocalAuth | null): Record<string, string> {
  if (!auth) return {};
  if (auth.kind === 'bearer') return { authorization: `Bearer ${auth.token}` };
  return { authorization: `Basic ${Buffer.from(`${auth.user}:${auth.password}`).toString('base64')}` };
}

function failureOfTrouble(trouble: Trouble): Failure {
  if (trouble.kind === 'cancelled') return fail('cancelled', 'no');
  return fail(trouble.kind === 'too-large' ? 'bad_output' : 'server_down', 'no', { detail: trouble.detail });
}

function failureOfStatus(answer: Answer, nowMs: number): Failure {
  const text = textOf(answer);
  const detail = isHtml(answer.headers, text)
    ? `Status ${answer.status}`
    : `Status ${answer.status}: ${wordsOf(text)}`;
  switch (answer.status) {
    case 401:
    case 403:
      return fail('auth', 'no', { detail });
    case 429: {
      const waitMs = retryAfterMs(answer.headers, text, nowMs);
      return fail('rate_limited', 'no', {
        detail,
        ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
      });
    }
    case 400:
    case 413:
    case 422:
      return fail('invalid_input', 'no', { detail });
    case 404:
    case 410:
      return fail('model_gone', 'no', { detail });
    case 502:
    case 503:
    case 504:
      return fail('server_down', 'no', { detail });
    default:
      return fail('provider_error', 'no', { detail });
  }
}

/** The message inside the several shapes that these servers use. */
function wordsOf(text: string): string {
  const found = /"(?:message|detail|error|errors|exception_message)"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text);
  return (found?.[1] ?? text).slice(0, 300);
}
