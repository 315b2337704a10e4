import { isDeepStrictEqual } from 'node:util';
import { jsonOf, startHttpDouble, type HttpDouble, type Reply, type RouteContext } from './http-double.ts';
import { hugePng, samplePng } from './media-samples.ts';

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
  readonly now?: () => number;
  readonly pageSize?: number;
  /** Bodies of `GET /v1/models/{slug}`. */
  readonly models?: Readonly<Record<string, object>>;
};

/** Replicate's predictions, files and models. Base address for the adapter: `url` + "/v1". */
export async function startReplicateDouble(options: ReplicateDoubleOptions = {}): Promise<ReplicateDouble> {
  const looks = options.looks ?? 2;
  const now = options.now ?? Date.now;
  const predictions: Record<string, unknown>[] = [];
  const seen = new Map<string, number>();
  let origin = '';

  function create(context: RouteContext, slug: string | null): Reply {
    const { version, input } = jsonOf(context.request);
    if (typeof input !== 'object' || input === null) {
      return {
        status: 422,
        body: { title: 'Input validation failed', detail: '- input is required', invalid_fields: [] },
      };
    }
    context.bill();
    const { fault } = context;
    const id = `p${predictions.length + 1}`;
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
    return { status: 201, body: shown(made) };
  }

  function look(id: string): Reply {
    const entry = predictions.find((one) => one['id'] === id);
    if (!entry) return { status: 404, body: { detail: 'No such prediction' } };
    const turn = (seen.get(id) ?? 0) + 1;
    seen.set(id, turn);
    if (entry['status'] === 'starting' || entry['status'] === 'processing') {
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
    return { body: shown(entry) };
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
      { method: 'GET', path: /^\/delivery\//, stage: 'output', answer: ({ url }) => deliver(lastPart(url)) },
    ],
    options.key ? { key: options.key } : {},
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

  function deliver(name: string): Reply {
    if (name.startsWith('missing')) return { status: 404, body: 'gone' };
    const seed = Number(/\d+/.exec(name)?.[0] ?? 0) + 1;
    const bytes = options.output ?? (name.startsWith('huge') ? hugePng() : samplePng(64, 48, seed));
    return { headers: { 'content-type': 'image/png' }, body: bytes };
  }

  return Object.defineProperties(double, {
    predictions: { value: predictions },
    end: {
      value: (id: string, ending: Record<string, unknown>) => {
        const entry = predictions.find((one) => isDeepStrictEqual(one['id'], id));
        if (entry) Object.assign(entry, ending);
      },
    },
  }) as ReplicateDouble;
}

function shown({ finalOutput: _hidden, ...entry }: Record<string, unknown>): object {
  return entry;
}

function lastPart(url: URL): string {
  return url.pathname.split('/').at(-1) ?? '';
}
