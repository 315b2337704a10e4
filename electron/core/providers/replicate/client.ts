import type { z } from 'zod';
import { fail, type Charged, type Failure } from '../../../../shared/domain/failure.ts';
import { err, ok, type Result } from '../../../../shared/result.ts';
import { readJson } from '../answer.ts';
import { exchange, failureOfTrouble } from '../http.ts';
import type { ProviderDeps } from '../provider.ts';
import { failureOfStatus } from './errors.ts';

/**
 * Replicate's HTTP API. The `replicate` package lends its log parser; its client is not used, because (1.4.0) it
 * repeats a throttled POST six times within milliseconds, ends `run()` with null while a video is still being made,
 * waits for ever on `aborted`, and its data-URI strategy sends the token to the model.
 */
export type ReplicateDeps = ProviderDeps & {
  readonly readKey: () => Promise<string | null>;
  readonly baseUrl?: string;
};

export type ReplicateClient = ReturnType<typeof createReplicateClient>;

const readTimeoutMs = 30_000;
const createTimeoutMs = 60_000;
const uploadTimeoutMs = 300_000;

export function createReplicateClient(deps: ReplicateDeps) {
  const base = (deps.baseUrl ?? 'https://api.replicate.com/v1').replace(/\/+$/, '');

  async function call<S extends z.ZodType>(
    path: string,
    schema: S,
    options: {
      readonly signal: AbortSignal;
      readonly post?: string | FormData;
      readonly headers?: Record<string, string>;
      readonly timeoutMs?: number;
      /** What the call can have cost when its answer is lost. */
      readonly stake?: Exclude<Charged, 'yes'>;
    },
  ): Promise<Result<z.output<S>, Failure>> {
    const key = await deps.readKey();
    if (!key) return err(fail('not_configured', 'no'));
    const stake = options.stake ?? 'no';
    const { post } = options;
    const answer = await exchange(deps.fetch, `${base}${path}`, {
      method: post === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        ...(typeof post === 'string' ? { 'content-type': 'application/json' } : {}),
        ...options.headers,
      },
      ...(post === undefined ? {} : { body: post }),
      signal: options.signal,
      timeoutMs: options.timeoutMs ?? readTimeoutMs,
    });
    if (!answer.ok) return err(failureOfTrouble(answer.error, stake));
    const { status } = answer.value;
    if (status < 200 || status > 299) return err(failureOfStatus(answer.value, stake, deps.now()));
    const read = readJson(answer.value, schema);
    if (read.ok) return ok(read.value);
    return err(fail(stake === 'no' ? 'network' : 'outcome_unknown', stake, { detail: read.error }));
  }

  return {
    get: <S extends z.ZodType>(path: string, schema: S, signal: AbortSignal) =>
      call(path, schema, { signal }),

    /** Submits work that is paid for: an answer that gets lost leaves the outcome unknown. */
    create: <S extends z.ZodType>(
      path: string,
      schema: S,
      body: unknown,
      cancelAfter: string,
      signal: AbortSignal,
    ) =>
      call(path, schema, {
        signal,
        post: JSON.stringify(body),
        headers: { 'cancel-after': cancelAfter },
        timeoutMs: createTimeoutMs,
        stake: 'unknown',
      }),

    post: <S extends z.ZodType>(path: string, schema: S, signal: AbortSignal) =>
      call(path, schema, { signal, post: '{}' }),

    upload: <S extends z.ZodType>(schema: S, file: Blob, name: string, signal: AbortSignal) => {
      const form = new FormData();
      form.append('content', file, name);
      return call('/files', schema, { signal, post: form, timeoutMs: uploadTimeoutMs });
    },
  };
}
