import OpenAI from 'openai';
import { fail, type Failure } from '../../../../shared/domain/failure.ts';
import { err, ok, type Result } from '../../../../shared/result.ts';
import type { Outcome, Provider, ProviderRequest, RunContext, Submission } from '../provider.ts';
import { costOfUsage } from './cost.ts';
import { failureOfError } from './errors.ts';
import { sendImageCall } from './image-call.ts';
import { readImages } from './images-answer.ts';
import type { OpenAIDeps } from './openai.ts';

const imageTimeoutMs = 10 * 60_000;
const checkTimeoutMs = 20_000;

/**
 * Calls to OpenAI's images, with its SDK. A call answers with the picture itself, so there is nothing to follow or to look up: a connection
 * lost after sending leaves the outcome unknown, and the SDK must never repeat a call by itself.
 */
export function createOpenAICalls(deps: OpenAIDeps): Pick<Provider, 'submit' | 'check'> {
  const connect = (apiKey: string, timeout: number) =>
    new OpenAI({
      apiKey,
      baseURL: deps.baseUrl ?? 'https://api.openai.com/v1',
      // A redirect would carry the prompt to another origin.
      fetch: (url, init) => deps.fetch(url, { ...init, redirect: 'manual' }),
      // An organisation or project from the environment would silently change who pays.
      organization: null,
      project: null,
      maxRetries: 0,
      timeout,
      logLevel: 'off',
    });

  async function submit(request: ProviderRequest, context: RunContext): Promise<Result<Submission, Failure>> {
    const key = await deps.readKey();
    if (!key) return err(fail('not_configured', 'no'));
    if (context.signal.aborted) return err(fail('cancelled', 'no'));
    const client = connect(key, imageTimeoutMs);
    const deadline = AbortSignal.timeout(imageTimeoutMs);
    try {
      const response = await sendImageCall(client, request, AbortSignal.any([context.signal, deadline]));
      const read = await readImages(response, context, client);
      if (read.ok) return ok({ kind: 'finished', outcome: outcomeOf(read.value, request) });
      if (context.signal.aborted) return err(fail('cancelled', 'unknown'));
      const { cut, detail } = read.error;
      const requestId = response.headers.get('x-request-id');
      return err(
        fail(cut ? 'outcome_unknown' : 'bad_output', 'unknown', {
          detail,
          ...(requestId ? { requestId } : {}),
        }),
      );
    } catch (error) {
      const failure = failureOfError(error, 'unknown', context.signal, deadline, deps.now());
      if (!failure) throw error;
      const { successor } = request.model;
      return err(failure.code === 'model_gone' && successor ? { ...failure, successor } : failure);
    }
  }

  return {
    submit,
    async check(signal) {
      const key = await deps.readKey();
      if (!key) return err(fail('not_configured', 'no'));
      const deadline = AbortSignal.timeout(checkTimeoutMs);
      try {
        await connect(key, checkTimeoutMs).models.list({ signal: AbortSignal.any([signal, deadline]) });
        return ok({ account: null });
      } catch (error) {
        const failure = failureOfError(error, 'no', signal, deadline, deps.now());
        if (!failure) throw error;
        return err(failure);
      }
    },
  };
}

function outcomeOf(
  made: {
    readonly pictures: readonly Uint8Array[];
    readonly usage: Parameters<typeof costOfUsage>[0] | null;
  },
  request: ProviderRequest,
): Outcome {
  const { tokenRates } = request.model;
  return {
    outputs: made.pictures.map((bytes) => ({ source: { kind: 'bytes', bytes } })),
    costMicros: made.usage && tokenRates ? costOfUsage(made.usage, tokenRates) : null,
  };
}
