import { parseProgressFromLogs } from 'replicate';
import { z } from 'zod';
import { bytesOfBase64, failedWith, type CloudOutcome, type CloudProvider } from './provider.ts';

const prediction = z.object({
  id: z.string().min(1),
  status: z.string(),
  output: z.unknown().optional(),
  error: z.unknown().optional(),
  logs: z.string().nullish(),
  data_removed: z.boolean().nullish(),
});
export type Prediction = z.infer<typeof prediction>;

export function readPrediction(value: unknown): Prediction {
  return prediction.parse(value);
}

export type ReplicateSettings = {
  readonly token: string;
  readonly fetch: typeof fetch;
  /** Another address than Replicate's own: a double in tests. */
  readonly baseUrl?: string | undefined;
  /** Where Replicate tells how a job goes; it also brings back a job whose first answer was lost. */
  readonly webhookOf: (jobId: string) => Promise<string>;
  readonly now: () => Date;
};

/** The shortest time that Replicate takes for `cancel-after`. */
const leastSeconds = 5;
/** How far the clocks may be apart. */
const slackMs = 60_000;
const maxPages = 10;

const page = z.object({
  next: z.string().nullish(),
  results: z.array(
    z.object({
      id: z.string().min(1),
      created_at: z.coerce.date(),
      model: z.string().nullish(),
      input: z.record(z.string(), z.unknown()).nullish(),
    }),
  ),
});
type Page = z.infer<typeof page>;

/** The package lends its log parser alone: its client repeats throttled posts and forgets running predictions. */
export function createReplicateProvider(settings: ReplicateSettings): CloudProvider {
  const base = (settings.baseUrl ?? 'https://api.replicate.com/v1').replace(/\/+$/, '');
  const headers = { authorization: `Bearer ${settings.token}` };

  async function answerOf(response: Response): Promise<CloudOutcome> {
    if (response.ok) return outcomeOf(readPrediction(await response.json()), settings.fetch);
    const text = (await response.text()).slice(0, 500);
    if (response.status >= 500) throw new Error(`Replicate answered ${response.status}`);
    if (response.status === 404) return failedWith('model_gone', text);
    const busy = response.status === 402 || response.status === 429;
    return failedWith(busy ? 'provider_busy' : 'invalid_input', text);
  }

  return {
    async start({ jobId, model, parameters, inputs, deadline }, signal) {
      const files: Record<string, string | string[]> = {};
      for (const { key, address } of inputs) {
        const url = await address();
        const before = files[key];
        files[key] = before === undefined ? url : [before, url].flat();
      }
      const webhook = await settings.webhookOf(jobId);
      // An official model has its own address; a community one is named by its version.
      const [name = '', version] = model.split(':');
      const body = {
        input: { ...parameters, ...files },
        ...(version ? { version } : {}),
        webhook,
        webhook_events_filter: ['start', 'logs', 'completed'],
      };
      const seconds = Math.round((deadline.getTime() - settings.now().getTime()) / 1000);
      const cancelAfter = `${Math.max(leastSeconds, seconds)}s`;
      const response = await settings.fetch(
        version ? `${base}/predictions` : `${base}/models/${name}/predictions`,
        {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json', 'cancel-after': cancelAfter },
          body: JSON.stringify(body),
          signal,
        },
      );
      return await answerOf(response);
    },

    async find({ model, parameters, inputs }, since, isTaken, signal) {
      // Addresses of files differ each time, and words alone do not tell two people's pictures apart.
      if (inputs.length > 0) return null;
      const [name] = model.split(':');
      const from = since.getTime() - slackMs;
      let address: string | null = `${base}/predictions`;
      for (let pages = 0; address !== null && pages < maxPages; pages += 1) {
        const response = await settings.fetch(address, { headers, signal });
        if (!response.ok) throw new Error(`Replicate answered ${response.status}`);
        const { next, results }: Page = page.parse(await response.json());
        for (const { id, created_at: made, model: ranOn, input } of results) {
          // Newest first.
          if (made.getTime() < from) return null;
          const isSame = (ranOn ?? name) === name && holdsAll(input ?? {}, parameters);
          if (isSame && !(await isTaken(id))) return id;
        }
        address = next ?? null;
      }
      return null;
    },

    async look(providerId, signal) {
      const response = await settings.fetch(`${base}/predictions/${encodeURIComponent(providerId)}`, {
        headers,
        signal,
      });
      return await answerOf(response);
    },

    async cancel(providerId, signal) {
      const response = await settings.fetch(`${base}/predictions/${encodeURIComponent(providerId)}/cancel`, {
        method: 'POST',
        headers,
        signal,
      });
      await response.body?.cancel();
    },
  };
}

function holdsAll(
  input: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, unknown>>,
): boolean {
  return Object.entries(wanted).every(([key, value]) => JSON.stringify(input[key]) === JSON.stringify(value));
}

const refusal = /nsfw|\bE005\b|sensitive|safety|content (?:policy|moderation)|prohibited/i;

export function outcomeOf(told: Prediction, fetcher: typeof fetch): CloudOutcome {
  const reason = typeof told.error === 'string' ? told.error : JSON.stringify(told.error ?? '');
  switch (told.status) {
    case 'succeeded':
      if (told.data_removed === true) return failedWith('timed_out', 'Replicate has deleted the result.');
      return { kind: 'done', files: addressesIn(told.output).map((address) => fileAt(address, fetcher)) };
    case 'failed':
      return failedWith(refusal.test(reason) ? 'safety_refused' : 'provider_error', reason);
    case 'canceled':
      return failedWith('cancelled', 'It was stopped.');
    case 'aborted':
      return failedWith('timed_out', 'It did not begin in time.');
    default: {
      const percentage = parseProgressFromLogs(told.logs ?? '')?.percentage;
      return { kind: 'running', providerId: told.id, fraction: percentage ?? null };
    }
  }
}

/** Models answer with one address, a list, or an object that holds some. */
function addressesIn(output: unknown): readonly string[] {
  if (typeof output === 'string')
    return /^(?:https?:\/\/|data:(?:image|video)\/)/.test(output) ? [output] : [];
  if (Array.isArray(output)) return output.flatMap(addressesIn);
  return typeof output === 'object' && output !== null ? Object.values(output).flatMap(addressesIn) : [];
}

function fileAt(address: string, fetcher: typeof fetch) {
  return {
    mime: null,
    read: async () => {
      if (address.startsWith('data:')) return bytesOfBase64(address);
      const response = await fetcher(address);
      if (!response.ok) throw new Error(`The output answered ${response.status}`);
      return new Uint8Array(await response.arrayBuffer());
    },
  };
}
