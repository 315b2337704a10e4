import { afterEach, describe, expect, test } from 'vitest';
import type { Failure } from '../../../shared/domain/failure.ts';
import type { ModelEntry } from '../../../shared/domain/model.ts';
import type { Result } from '../../../shared/result.ts';
import type { Fault, HttpDouble } from '../../../tests/doubles/http-double.ts';
import { isMedia } from './picture-bytes.ts';
import type { Outcome, Provider, ProviderDeps, ProviderRequest, RunContext } from './provider.ts';

/** What the queue relies on, whoever the provider is. Every adapter passes it against its double. */
export type ContractSubject = {
  readonly name: string;
  readonly startDouble: () => Promise<HttpDouble>;
  readonly create: (baseUrl: string, key: string | null) => Provider;
  readonly model: ModelEntry;
  /** Jobs cost money there: nothing may ever be sent twice. */
  readonly paid: boolean;
  /** Whether a lost answer can be looked up, so that a dropped connection costs nothing. */
  readonly recovers: boolean;
};

export const testKey = 'sk-contractkey1234567890';

/** Lets everything else run and goes on: polling takes no time in tests. */
export const testDeps: ProviderDeps = {
  fetch: (...given) => fetch(...given),
  now: Date.now,
  sleep: (_ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) reject(signal.reason);
      else setImmediate(resolve);
    }),
};

export function requestFor(model: ModelEntry, more: Partial<ProviderRequest> = {}): ProviderRequest {
  return {
    key: 'job-1',
    since: Date.now(),
    model,
    prompt: 'a lighthouse at dusk',
    negative: '',
    seed: 7,
    count: 1,
    values: {},
    inputs: [],
    ...more,
  };
}

export function watched(signal: AbortSignal = new AbortController().signal) {
  const previews: Uint8Array[] = [];
  const progress: (number | null)[] = [];
  const context: RunContext = {
    signal,
    onProgress: (fraction) => progress.push(fraction),
    onPreview: ({ bytes }) => previews.push(bytes),
  };
  return { context, previews, progress };
}

/** Runs a request as the queue does. */
export async function runJob(
  provider: Provider,
  request: ProviderRequest,
  context: RunContext,
): Promise<Result<Outcome, Failure>> {
  const submitted = await provider.submit(request, context);
  if (!submitted.ok) return submitted;
  if (submitted.value.kind === 'finished') return { ok: true, value: submitted.value.outcome };
  if (!provider.follow) throw new Error('accepted, but cannot be followed');
  return provider.follow(submitted.value.remoteId, request, context);
}

export function describeContract(subject: ContractSubject): void {
  describe(`${subject.name} keeps the provider contract`, () => {
    let opened: HttpDouble | undefined;
    const start = async (key: string | null = testKey) => {
      const double = await subject.startDouble();
      opened = double;
      return { double, provider: subject.create(double.url, key) };
    };
    afterEach(async () => {
      await opened?.close();
      opened = undefined;
    });

    /** Runs with one fault at the submission and answers with the failure. */
    async function failureWith(fault: Fault): Promise<{ failure: Failure; double: HttpDouble }> {
      const given = await start();
      given.double.script(fault);
      const result = await runJob(given.provider, requestFor(subject.model), watched().context);
      if (result.ok) throw new Error('expected a failure');
      expect(given.double.submissions).toBe(1);
      expect(JSON.stringify(result.error)).not.toContain(testKey);
      return { failure: result.error, double: given.double };
    }

    test('delivers a picture for one submission', async () => {
      const { double, provider } = await start();
      const result = await runJob(provider, requestFor(subject.model), watched().context);
      if (!result.ok) throw new Error(JSON.stringify(result.error));
      expect(result.value.outputs).toHaveLength(1);
      const source = result.value.outputs[0]?.source;
      const bytes =
        source?.kind === 'bytes'
          ? source.bytes
          : new Uint8Array(await (await fetch(source?.url ?? '')).arrayBuffer());
      expect(isMedia(bytes)).toBe(true);
      expect(double.submissions).toBe(1);
      if (!subject.paid) expect(result.value.costMicros).toBe(0);
    });

    test('a slow answer is a whole answer', async () => {
      const { double, provider } = await start();
      double.script({ kind: 'slow' });
      expect((await runJob(provider, requestFor(subject.model), watched().context)).ok).toBe(true);
    });

    test('nobody listening costs nothing and can be tried again', async () => {
      const { double, provider } = await start();
      await double.close();
      const result = await runJob(provider, requestFor(subject.model), watched().context);
      expect(result).toMatchObject({ ok: false, error: { charged: 'no' } });
      expect(['network', 'server_down']).toContain(result.ok ? '' : result.error.code);
    });

    test('a connection lost after sending never becomes a second submission', async () => {
      const { double, provider } = await start();
      double.script({ kind: 'drop' });
      const result = await runJob(provider, requestFor(subject.model), watched().context);
      expect(double.submissions).toBe(1);
      if (subject.recovers) expect(result.ok).toBe(true);
      else if (subject.paid)
        expect(result).toMatchObject({ error: { code: 'outcome_unknown', charged: 'unknown' } });
      else expect(result).toMatchObject({ error: { charged: 'no' } });
    });

    test.each(['truncated', 'wrong-json', 'html'] as const)(
      'an answer that is %s is not taken for a picture',
      async (kind) => {
        const { double, provider } = await start();
        double.script({ kind });
        const result = await runJob(provider, requestFor(subject.model), watched().context);
        expect(double.submissions).toBe(1);
        if (subject.recovers && double.bills === 1) expect(result.ok).toBe(true);
        else expect(result.ok).toBe(false);
        // A paid job that the provider did must never be reported as free, for it would be sent again.
        if (subject.paid && !result.ok && double.bills > 0) expect(result.error.charged).not.toBe('no');
      },
    );

    test('a server error is told without a retry', async () => {
      const { failure } = await failureWith({ kind: 'status', status: 500, body: { detail: 'boom' } });
      expect(failure).toMatchObject({ code: 'provider_error', charged: subject.paid ? 'unknown' : 'no' });
    });

    test('a throttled request says when to come back', async () => {
      const { failure } = await failureWith({
        kind: 'status',
        status: 429,
        headers: { 'retry-after': '3' },
        body: { detail: 'throttled' },
      });
      expect(failure).toMatchObject({ code: 'rate_limited', charged: 'no', retryAfterMs: 3000 });
    });

    test('a refused key is told apart', async () => {
      const { failure } = await failureWith({
        kind: 'status',
        status: 401,
        body: { detail: `bad ${testKey}` },
      });
      expect(failure).toMatchObject({ code: 'auth', charged: 'no' });
    });

    test('refused inputs are told apart', async () => {
      const { failure } = await failureWith({ kind: 'status', status: 422, body: { detail: 'no' } });
      expect(failure).toMatchObject({ code: 'invalid_input', charged: 'no' });
    });

    test('success with nothing to show is a failure', async () => {
      const { failure, double } = await failureWith({ kind: 'no-output' });
      expect(['bad_output', 'outcome_unknown']).toContain(failure.code);
      if (double.bills > 0) expect(failure.charged).not.toBe('no');
    });

    test('cancelling a silent request ends at once', async () => {
      const { double, provider } = await start();
      double.script({ kind: 'hang' });
      const cancel = new AbortController();
      const running = runJob(provider, requestFor(subject.model), watched(cancel.signal).context);
      await double.seen(({ method }) => method === 'POST');
      cancel.abort();
      expect(await running).toMatchObject({
        ok: false,
        error: { code: 'cancelled', charged: subject.paid ? 'unknown' : 'no' },
      });
    });

    test('a request that is cancelled already is never sent', async () => {
      const { double, provider } = await start();
      const result = await runJob(provider, requestFor(subject.model), watched(AbortSignal.abort()).context);
      expect(result).toMatchObject({ ok: false, error: { code: 'cancelled', charged: 'no' } });
      expect(double.submissions).toBe(0);
    });

    test('the check proves that it works', async () => {
      const { provider } = await start();
      expect(await provider.check(new AbortController().signal)).toMatchObject({ ok: true });
    });

    if (!subject.paid) return;

    test('without a key nothing is sent', async () => {
      const { double, provider } = await start(null);
      const result = await runJob(provider, requestFor(subject.model), watched().context);
      expect(result).toMatchObject({ ok: false, error: { code: 'not_configured', charged: 'no' } });
      expect(double.requests).toHaveLength(0);
    });

    test('a wrong key fails the check', async () => {
      const { provider } = await start('sk-wrongkey000000');
      expect(await provider.check(new AbortController().signal)).toMatchObject({
        ok: false,
        error: { code: 'auth' },
      });
    });
  });
}
