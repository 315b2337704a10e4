import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { jsonOf, startHttpDouble, type HttpDouble, type Reply, type RouteContext } from './http-double.ts';
import { type Draw, hugePng, samplePng } from './media-samples.ts';
import { sendWebhook } from './replicate-webhook.ts';

export type ReplicateDouble = HttpDouble & {
  /** Everything that was created, oldest first. */
  readonly predictions: readonly Record<string, unknown>[];
  /** Ends a running prediction otherwise than with its picture. */
  end(id: string, ending: Record<string, unknown>): void;
};

export type ReplicateDoubleOptions = {
  readonly key?: string;
  /** How often a prediction is looked at before it has ended. */
  readonly looks?: number;
  /** Bytes to deliver instead of a picture. */
  readonly output?: Buffer;
  readonly draw?: Draw;
  /** A prediction goes on by itself, a step after each pause, and tells its webhook; else it goes on by being looked at. */
  readonly webhooks?: { readonly secret: string; readonly pauseMs: number };
  /** What ids begin with, `p` unless told: a double that was started again must not give an id a second time. */
  readonly idPrefix?: string;
  readonly keepsRequests?: boolean;
  readonly now?: () => number;
  readonly pageSize?: number;
  /** Bodies of `GET /v1/models/{slug}`. */
  readonly models?: Readonly<Record<string, object>>;
};

type Prediction = Record<string, unknown> & { readonly input: object };

/** Replicate's predictions, files and models. Base address for the adapter: `url` + "/v1". */
export async function startReplicateDouble(options: ReplicateDoubleOptions = {}): Promise<ReplicateDouble> {
  const looks = options.looks ?? 2;
  const now = options.now ?? Date.now;
  const predictions: Prediction[] = [];
  const seen = new Map<string, number>();
  const stopped = new AbortController();
  let origin = '';

  function create(context: RouteContext, slug: string | null): Reply {
    const { version, input, webhook } = jsonOf(context.request);
    if (typeof input !== 'object' || input === null) {
      return {
        status: 422,
        body: { title: 'Input validation failed', detail: '- input is required', invalid_fields: [] },
      };
    }
    context.bill();
    const { fault } = context;
    const id = `${options.idPrefix ?? 'p'}${predictions.length + 1}`;
    const wanted = 'num_outputs' in input ? Number(input.num_outputs) : 1;
    const count = fault?.kind === 'twice' ? wanted + 1 : wanted;
    const names = Array.from({ length: count }, (_, index) =>
      fault?.kind === 'output-404'
        ? `missing-${index}`
        : fault?.kind === 'huge-picture'
          ? `huge-${index}`
          : `out-${index}`,
    );
    const output =
      fault?.kind === 'no-output' ? null : names.map((name) => `${origin}/delivery/${id}/${name}.png`);
    const made = {
      id,
      model: slug,
      version: typeof version === 'string' ? version : 'hidden',
      input,
      status: 'starting',
      created_at: new Date(now()).toISOString(),
      output: null,
      finalOutput: output,
    };
    predictions.push(made);
    if (options.webhooks && typeof webhook === 'string') void play(made, webhook, options.webhooks);
    return { status: 201, body: shown(made) };
  }

  /** Ends early when the double closes, without a word: the one who asked looks by themselves then. */
  async function play(
    entry: Prediction,
    webhook: string,
    { secret, pauseMs }: NonNullable<ReplicateDoubleOptions['webhooks']>,
  ): Promise<void> {
    while (isRunning(entry) && !stopped.signal.aborted) {
      await sleep(pauseMs, undefined, { signal: stopped.signal }).catch(() => undefined);
      if (stopped.signal.aborted) return;
      advance(entry);
      await sendWebhook(webhook, JSON.stringify(shown(entry)), secret, now());
    }
  }

  function look(id: string): Reply {
    const entry = predictions.find((one) => one['id'] === id);
    if (!entry) return { status: 404, body: { detail: 'No such prediction' } };
    if (!options.webhooks) advance(entry);
    return { body: shown(entry) };
  }

  function advance(entry: Prediction): void {
    const id = String(entry['id']);
    const turn = (seen.get(id) ?? 0) + 1;
    seen.set(id, turn);
    if (isRunning(entry)) {
      if (turn > looks) {
        Object.assign(entry, {
          status: 'succeeded',
          output: entry['finalOutput'],
          metrics: { predict_time: 2.5 },
        });
      } else {
        Object.assign(entry, {
          status: 'processing',
          started_at: new Date(now()).toISOString(),
          logs: ` ${turn * 10}%|##   | ${turn}/10 [00:01<00:09]`,
        });
      }
    }
  }

  const double = await startHttpDouble(
    [
      {
        method: 'GET',
        path: /^\/v1\/account$/,
        stage: 'check',
        answer: () => ({ body: { type: 'user', username: 'tester' } }),
      },
      {
        method: 'POST',
        path: /^\/v1\/models\/[^/]+\/[^/]+\/predictions$/,
        stage: 'submit',
        answer: (context) => create(context, context.url.pathname.split('/').slice(3, 5).join('/')),
      },
      {
        method: 'POST',
        path: /^\/v1\/predictions$/,
        stage: 'submit',
        answer: (context) => create(context, null),
      },
      {
        method: 'GET',
        path: /^\/v1\/predictions$/,
        stage: 'poll',
        answer: ({ url }) => list(Number(url.searchParams.get('cursor') ?? 0)),
      },
      {
        method: 'GET',
        path: /^\/v1\/predictions\/[^/]+$/,
        stage: 'poll',
        answer: ({ url }) => look(lastPart(url)),
      },
      {
        method: 'POST',
        path: /\/cancel$/,
        stage: 'poll',
        answer: ({ url }) => cancel(url.pathname.split('/').at(-2) ?? ''),
      },
      {
        method: 'POST',
        path: /^\/v1\/files$/,
        stage: 'poll',
        answer: () => ({ status: 201, body: { id: 'f1', urls: { get: `${origin}/v1/files/f1` } } }),
      },
      {
        method: 'GET',
        path: /^\/v1\/models\/[^/]+\/[^/]+$/,
        stage: 'check',
        answer: ({ url }) => model(url.pathname.split('/').slice(3).join('/')),
      },
      { method: 'GET', path: /^\/delivery\//, stage: 'output', answer: ({ url }) => deliver(url) },
    ],
    options,
  );
  origin = double.url;

  function model(slug: string): Reply {
    const body = options.models?.[slug];
    return body ? { body } : { status: 404, body: { detail: 'No such model' } };
  }

  /** Newest first, in pages. */
  function list(cursor: number): Reply {
    const end = cursor + (options.pageSize ?? 100);
    const next = end < predictions.length ? `${origin}/v1/predictions?cursor=${end}` : null;
    return { body: { next, results: predictions.toReversed().slice(cursor, end).map(shown) } };
  }

  function cancel(id: string): Reply {
    const entry = predictions.find((one) => one['id'] === id);
    if (!entry) return { status: 404, body: { detail: 'No such prediction' } };
    Object.assign(entry, { status: entry['started_at'] ? 'canceled' : 'aborted' });
    return { body: shown(entry) };
  }

  async function deliver(url: URL): Promise<Reply> {
    const name = lastPart(url);
    if (name.startsWith('missing')) return { status: 404, body: 'gone' };
    const place = Number(/\d+/.exec(name)?.[0] ?? 0);
    const made = predictions.find((one) => one['id'] === url.pathname.split('/').at(-2));
    if (options.draw && made) {
      const body = await options.draw(String(made['model']), { ...made.input }, place);
      return { headers: { 'content-type': 'application/octet-stream' }, body };
    }
    const bytes = options.output ?? (name.startsWith('huge') ? hugePng() : samplePng(64, 48, place + 1));
    return { headers: { 'content-type': 'image/png' }, body: bytes };
  }

  const { close } = double;
  return Object.defineProperties(double, {
    close: {
      value: async () => {
        stopped.abort();
        await close();
      },
    },
    predictions: { value: predictions },
    end: {
      value: (id: string, ending: Record<string, unknown>) => {
        const entry = predictions.find((one) => isDeepStrictEqual(one['id'], id));
        if (entry) Object.assign(entry, ending);
      },
    },
  }) as ReplicateDouble;
}

function isRunning({ status }: Prediction): boolean {
  return status === 'starting' || status === 'processing';
}

function shown({ finalOutput: _hidden, ...entry }: Record<string, unknown>): object {
  return entry;
}

function lastPart(url: URL): string {
  return url.pathname.split('/').at(-1) ?? '';
}
