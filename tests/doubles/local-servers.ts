import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { jsonOf, startHttpDouble, type HttpDouble, type RouteContext } from './http-double.ts';
import { hugePng, samplePng } from './media-samples.ts';

/** Doubles of the four kinds of local server. None of them bills. */

/** Pictures of one job, as the scripted fault has them. */
function picturesOf({ fault }: Pick<RouteContext, 'fault'>, count: number): string[] {
  if (fault?.kind === 'no-output') return [];
  const length = fault?.kind === 'twice' ? count + 1 : count;
  return Array.from({ length }, (_, index) =>
    (fault?.kind === 'huge-picture' ? hugePng() : samplePng(64, 48, index + 1)).toString('base64'),
  );
}

export function startAutomatic1111Double(): Promise<HttpDouble> {
  const draw = (context: RouteContext) => {
    const { n_iter: count, seed } = jsonOf(context.request);
    const seeds = Array.from({ length: Number(count) }, (_, index) => Number(seed) + index);
    return {
      body: {
        images: picturesOf(context, Number(count)),
        parameters: {},
        info: JSON.stringify({ seed, all_seeds: seeds }),
      },
    };
  };
  return startHttpDouble([
    {
      method: 'GET',
      path: /^\/sdapi\/v1\/options$/,
      stage: 'check',
      answer: () => ({ body: { sd_model_checkpoint: 'dream.safetensors' } }),
    },
    {
      method: 'GET',
      path: /^\/sdapi\/v1\/sd-models$/,
      stage: 'check',
      answer: () => ({ body: [{ title: 'dream.safetensors [abc]', model_name: 'dream' }] }),
    },
    {
      method: 'GET',
      path: /^\/sdapi\/v1\/samplers$/,
      stage: 'check',
      answer: () => ({ body: [{ name: 'Euler a', aliases: [], options: {} }] }),
    },
    { method: 'POST', path: /^\/sdapi\/v1\/(?:txt2img|img2img)$/, stage: 'submit', answer: draw },
    {
      method: 'GET',
      path: /^\/sdapi\/v1\/progress$/,
      stage: 'poll',
      answer: () => ({ body: { progress: 0.5, current_image: samplePng(16, 12, 9).toString('base64') } }),
    },
    { method: 'POST', path: /^\/sdapi\/v1\/interrupt$/, stage: 'poll', answer: () => ({ body: {} }) },
  ]);
}

/** @param options.clip what a video job delivers */
export function startStableDiffusionCppDouble(options: { readonly clip?: Buffer } = {}): Promise<HttpDouble> {
  const jobs = new Map<string, { looks: number; status: string; images: string[] }>();
  const create = (context: RouteContext) => {
    const id = `job_${jobs.size + 1}`;
    jobs.set(id, {
      looks: 0,
      status: 'queued',
      images:
        context.url.pathname.endsWith('vid_gen') && options.clip
          ? [options.clip.toString('base64')]
          : picturesOf(context, Number(jsonOf(context.request)['batch_count'] ?? 1)),
    });
    return { status: 202, body: { id, kind: 'img_gen', status: 'queued', poll_url: `/sdcpp/v1/jobs/${id}` } };
  };
  const look = (id: string) => {
    const job = jobs.get(id);
    if (!job) return { status: 404, body: { error: { message: 'No such job' } } };
    job.looks += 1;
    if (job.status !== 'cancelled') job.status = job.looks > 2 ? 'completed' : 'generating';
    const images = job.images.map((data, index) => ({ index, b64_json: data }));
    return {
      body: {
        id,
        status: job.status,
        result: job.status === 'completed' ? { output_format: 'png', images } : null,
        error: null,
      },
    };
  };
  return startHttpDouble([
    {
      method: 'GET',
      path: /^\/sdcpp\/v1\/capabilities$/,
      stage: 'check',
      answer: () => ({
        body: {
          model: { name: 'sd-turbo', stem: 'sd-turbo', path: '/m' },
          supported_modes: ['img_gen', 'vid_gen'],
          defaults_by_mode: {
            img_gen: { width: 512, height: 512, sample_params: { sample_steps: 4, sample_method: 'euler' } },
          },
          samplers: ['euler', 'euler_a'],
          limits: {
            min_width: 64,
            max_width: 2048,
            min_height: 64,
            max_height: 2048,
            max_batch_count: 4,
            max_queue_size: 8,
          },
        },
      }),
    },
    { method: 'POST', path: /^\/sdcpp\/v1\/(?:img|vid)_gen$/, stage: 'submit', answer: create },
    {
      method: 'GET',
      path: /^\/sdcpp\/v1\/jobs\/[^/]+$/,
      stage: 'poll',
      answer: ({ url }) => look(url.pathname.split('/').at(-1) ?? ''),
    },
    {
      method: 'POST',
      path: /^\/sdcpp\/v1\/jobs\/[^/]+\/cancel$/,
      stage: 'poll',
      answer: ({ url }) => {
        const job = jobs.get(url.pathname.split('/').at(-2) ?? '');
        if (job) job.status = 'cancelled';
        return { body: {} };
      },
    },
  ]);
}

export function startOpenAICompatibleDouble(
  options: { readonly as?: 'b64' | 'relative-url'; readonly clip?: Buffer } = {},
): Promise<HttpDouble> {
  const looks = new Map<string, number>();
  const draw = (context: RouteContext) => {
    const type = String(context.request.headers['content-type']);
    const count = type.includes('json') ? Number(jsonOf(context.request)['n'] ?? 1) : 1;
    const data = picturesOf(context, count).map((picture, index) =>
      options.as === 'relative-url' ? { url: `/generated-images/${index}.png` } : { b64_json: picture },
    );
    return { body: { created: 1, data } };
  };
  const look = (id: string) => {
    const turn = (looks.get(id) ?? 0) + 1;
    looks.set(id, turn);
    return { body: { id, status: turn > 2 ? 'completed' : 'in_progress', progress: turn * 30 } };
  };
  return startHttpDouble([
    {
      method: 'GET',
      path: /^\/v1\/models$/,
      stage: 'check',
      answer: () => ({ body: { object: 'list', data: [{ id: 'flux-local' }, { id: 'wan2.2-t2v' }] } }),
    },
    { method: 'POST', path: /^\/v1\/images\/(?:generations|edits)$/, stage: 'submit', answer: draw },
    {
      method: 'POST',
      path: /^\/v1\/videos$/,
      stage: 'submit',
      answer: () => ({ body: { id: 'video_1', status: 'queued' } }),
    },
    {
      method: 'GET',
      path: /^\/v1\/videos\/[^/]+\/content$/,
      stage: 'output',
      answer: () => ({ headers: { 'content-type': 'video/mp4' }, body: options.clip ?? '' }),
    },
    {
      method: 'GET',
      path: /^\/v1\/videos\/[^/]+$/,
      stage: 'poll',
      answer: ({ url }) => look(url.pathname.split('/').at(-1) ?? ''),
    },
    { method: 'DELETE', path: /^\/v1\/videos\//, stage: 'poll', answer: () => ({ body: { deleted: true } }) },
    {
      method: 'GET',
      path: /^\/generated-images\//,
      stage: 'output',
      answer: () => ({ headers: { 'content-type': 'image/png' }, body: samplePng() }),
    },
  ]);
}

export async function startComfyUIDouble(options: { readonly clip?: Buffer } = {}): Promise<HttpDouble> {
  const runs = new Map<
    string,
    { looks: number; files: { filename: string; subfolder: string; type: string }[] }
  >();
  const sockets = new Map<string, Duplex>();
  const create = (context: RouteContext) => {
    const { prompt_id: given } = jsonOf(context.request);
    const id = String(given);
    const files = picturesOf(context, 1).map((_, index) => ({
      filename: `out_${index}.png`,
      subfolder: '',
      type: 'output',
    }));
    runs.set(id, { looks: 0, files });
    return { body: { prompt_id: id, number: 1, node_errors: {} } };
  };
  const look = (id: string) => {
    const run = runs.get(id);
    if (!run) return { body: {} };
    run.looks += 1;
    const socket = sockets.get(id);
    socket?.write(
      textFrame(
        JSON.stringify({ type: 'progress', data: { prompt_id: id, node: '3', value: run.looks, max: 4 } }),
      ),
    );
    socket?.write(binaryFrame(Buffer.concat([Buffer.from([0, 0, 0, 1, 0, 0, 0, 2]), samplePng(16, 12, 3)])));
    if (run.looks < 3) return { body: {} };
    return {
      body: {
        [id]: {
          outputs: { '9': { images: run.files } },
          status: { status_str: 'success', completed: true, messages: [] },
        },
      },
    };
  };
  return startHttpDouble(
    [
      {
        method: 'GET',
        path: /^\/system_stats$/,
        stage: 'check',
        answer: () => ({ body: { system: { os: 'posix' }, devices: [] } }),
      },
      { method: 'POST', path: /^\/prompt$/, stage: 'submit', answer: create },
      {
        method: 'POST',
        path: /^\/upload\/image$/,
        stage: 'poll',
        answer: () => ({ body: { name: 'input.png', subfolder: '', type: 'input' } }),
      },
      {
        method: 'GET',
        path: /^\/history\//,
        stage: 'poll',
        answer: ({ url }) => look(url.pathname.split('/').at(-1) ?? ''),
      },
      {
        method: 'GET',
        path: /^\/queue$/,
        stage: 'poll',
        answer: () => ({ body: { queue_running: [...runs.keys()].map((id) => [0, id]), queue_pending: [] } }),
      },
      { method: 'POST', path: /^\/(?:queue|interrupt)$/, stage: 'poll', answer: () => ({ body: '' }) },
      {
        method: 'GET',
        path: /^\/view$/,
        stage: 'output',
        answer: () => ({ body: options.clip ?? samplePng() }),
      },
    ],
    { onUpgrade: (request, socket) => upgrade(request, socket, sockets) },
  );
}

/** The server's half of RFC 6455, as much of it as progress messages need. */
function upgrade(request: IncomingMessage, socket: Duplex, sockets: Map<string, Duplex>): void {
  const accept = createHash('sha1')
    .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64');
  socket.on('error', () => undefined);
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  const id = new URL(request.url ?? '/', 'http://double').searchParams.get('clientId') ?? '';
  sockets.set(id, socket);
}

const textFrame = (text: string) => frame(0x81, Buffer.from(text));
const binaryFrame = (bytes: Buffer) => frame(0x82, bytes);

function frame(opcode: number, payload: Buffer): Buffer {
  const header =
    payload.length < 126
      ? Buffer.from([opcode, payload.length])
      : Buffer.from([opcode, 126, payload.length >> 8, payload.length & 255]);
  return Buffer.concat([header, payload]);
}
