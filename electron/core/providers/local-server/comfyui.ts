import { createHash } from 'node:crypto';
import { z } from 'zod';
import { fail, type Failure } from '../../../../shared/domain/failure.ts';
import type { ModelEntry } from '../../../../shared/domain/model.ts';
import type { Parameter } from '../../../../shared/domain/parameter.ts';
import { err, ok, type Result } from '../../../../shared/result.ts';
import type { Outcome, Output, ProviderInput, ProviderRequest } from '../provider.ts';
import { inputsByRole, pixelSize, seedFromKey, valueByRole } from '../request-input.ts';
import type { Backend, BackendDeps } from './backend.ts';
import { openComfySocket } from './comfy-socket.ts';
import { bindWorkflow, parseWorkflow, placeholdersIn, type Placeholder } from './comfy-workflow.ts';
import {
  countField,
  imageField,
  localModel,
  maskField,
  negativeField,
  numberField,
  promptField,
  seedField,
  sizeFields,
} from './models.ts';
import { pollUntil } from './poll.ts';

const queued = z.object({ prompt_id: z.string() });
const uploaded = z.object({ name: z.string(), subfolder: z.string().nullish() });
const file = z.looseObject({
  filename: z.string(),
  subfolder: z.string().nullish(),
  type: z.string().nullish(),
});
const run = z.object({
  outputs: z.record(z.string(), z.record(z.string(), z.unknown())).catch({}),
  status: z
    .object({ status_str: z.string().nullish(), completed: z.boolean().nullish(), messages: z.unknown() })
    .nullish(),
});
const history = z.record(z.string(), run);
const queue = z.object({ queue_running: z.array(z.unknown()), queue_pending: z.array(z.unknown()) });

/** ComfyUI runs the person's own workflow. Its job number is ours, so that a lost answer loses nothing. */
export function createComfyUI({ connection, server, ...deps }: BackendDeps): Backend {
  async function upload(input: ProviderInput, signal: AbortSignal): Promise<Result<string, Failure>> {
    const bytes = await input.read();
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
    const form = new FormData();
    const name = `studio-${hash}.${input.mime.split('/')[1] ?? 'png'}`;
    form.append('image', new Blob([new Uint8Array(bytes)], { type: input.mime }), name);
    form.append('overwrite', 'true');
    const sent = await connection.call('/upload/image', uploaded, { signal, post: form, timeoutMs: 120_000 });
    if (!sent.ok) return sent;
    return ok(sent.value.subfolder ? `${sent.value.subfolder}/${sent.value.name}` : sent.value.name);
  }

  /** Whether it waits or runs. A server that was started anew has forgotten it. */
  async function isQueued(promptId: string, signal: AbortSignal): Promise<Result<boolean, Failure>> {
    const told = await connection.call('/queue', queue, { signal });
    if (!told.ok) return told;
    return ok(JSON.stringify([told.value.queue_running, told.value.queue_pending]).includes(`"${promptId}"`));
  }

  async function look(promptId: string, signal: AbortSignal): Promise<Result<Outcome, Failure> | null> {
    const seen = await connection.call(`/history/${promptId}`, history, { signal });
    if (!seen.ok) return seen;
    const ended = seen.value[promptId];
    if (ended) return endOf(ended);
    const waiting = await isQueued(promptId, signal);
    if (!waiting.ok) return waiting;
    if (waiting.value) return null;
    // It may have ended between the two looks.
    const again = await connection.call(`/history/${promptId}`, history, { signal });
    if (!again.ok) return again;
    const late = again.value[promptId];
    return late
      ? endOf(late)
      : err(fail('provider_error', 'no', { detail: 'ComfyUI no longer knows this job.' }));
  }

  function endOf(ended: z.infer<typeof run>): Result<Outcome, Failure> | null {
    if (ended.status?.status_str === 'error') return err(failureOfRun(ended.status.messages));
    const files = Object.values(ended.outputs).flatMap((node) => Object.values(node).flatMap(filesOf));
    const finals = files.filter((entry) => entry.type !== 'temp');
    const outputs = (finals.length > 0 ? finals : files).flatMap((entry): Output[] => {
      const query = new URLSearchParams({
        filename: entry.filename,
        subfolder: entry.subfolder ?? '',
        type: entry.type ?? 'output',
      });
      const source = connection.outputAt(`${connection.base}/view?${query.toString()}`);
      return source ? [{ source }] : [];
    });
    if (outputs.length > 0) return ok({ outputs, costMicros: 0 });
    return err(fail('bad_output', 'no', { detail: 'The workflow ended without a picture or a video.' }));
  }

  return {
    async submit(request, { signal }) {
      const graph = parseWorkflow(server.workflow);
      if (!graph.ok) return err(fail('not_configured', 'no', { detail: graph.error }));
      const values: Partial<Record<Placeholder, string | number>> = valuesOf(request);
      for (const role of ['image', 'mask'] as const) {
        const [input] = inputsByRole(request, role);
        if (!input) continue;
        const name = await upload(input, signal);
        if (!name.ok) return name;
        values[role] = name.value;
      }
      const promptId = promptIdOf(request.key);
      const body = { prompt: bindWorkflow(graph.value, values), client_id: promptId, prompt_id: promptId };
      const sent = await connection.call('/prompt', queued, { signal, post: body });
      return sent.ok ? ok({ kind: 'accepted', remoteId: sent.value.prompt_id }) : sent;
    },

    async follow(remoteId, _request, context) {
      const socket = openComfySocket(connection.base, remoteId, context);
      try {
        return await pollUntil(deps, context.signal, () => look(remoteId, context.signal), socket.woken);
      } finally {
        socket.close();
      }
    },

    async cancel(remoteId, _request, signal) {
      const dropped = await connection.call('/queue', z.unknown(), { signal, post: { delete: [remoteId] } });
      const stopped = await connection.call('/interrupt', z.unknown(), {
        signal,
        post: { prompt_id: remoteId },
      });
      // Both answer with an empty body, which is no JSON.
      const down = [dropped, stopped].find((entry) => !entry.ok && entry.error.code === 'server_down');
      return down && !down.ok ? down : ok(undefined);
    },

    listModels: () => Promise.resolve(ok(toModels(server.workflow))),
  };
}

/** ComfyUI wants a UUID: ours is made from the request's key, the same for every try. */
function promptIdOf(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function valuesOf(request: ProviderRequest): Partial<Record<Placeholder, string | number>> {
  const seconds = Number(valueByRole(request, 'seconds'));
  const steps = Number(request.values['steps']);
  return {
    prompt: request.prompt,
    negative: request.negative,
    seed: request.seed ?? seedFromKey(request.key),
    count: request.count,
    ...pixelSize(request),
    ...(steps > 0 ? { steps } : {}),
    ...(seconds > 0 ? { seconds } : {}),
  };
}

function filesOf(value: unknown): z.infer<typeof file>[] {
  const parsed = z.array(file).safeParse(value);
  return parsed.success ? parsed.data : [];
}

function failureOfRun(messages: unknown): Failure {
  const text = JSON.stringify(messages ?? '');
  if (text.includes('execution_interrupted')) return fail('cancelled', 'no');
  const reason = /"exception_message":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
  return fail('provider_error', 'no', { detail: reason ?? 'ComfyUI gave no reason.' });
}

/** One model: the workflow, with the inputs that its placeholders ask for. */
function toModels(workflow: string | null): ModelEntry[] {
  const graph = parseWorkflow(workflow);
  if (!graph.ok) return [];
  const fields: Record<Placeholder, readonly Parameter[]> = {
    prompt: [promptField],
    negative: [negativeField],
    image: [{ ...imageField, required: true }],
    mask: [{ ...maskField, required: true }],
    width: sizeFields({}).slice(0, 1),
    height: sizeFields({}).slice(1),
    count: [countField(8)],
    seed: [seedField],
    steps: [numberField('steps', 'Steps', 1, 150, 24, true)],
    seconds: [{ ...numberField('seconds', 'Seconds', 1, 20, 4, false), role: 'seconds' }],
  };
  const held = placeholdersIn(graph.value);
  const parameters = Object.entries(fields).flatMap(([name, list]) =>
    held.some((entry) => entry === name) ? list : [],
  );
  const isVideo = /SaveVideo|VideoCombine|SaveWEBM|SaveAnimated/i.test(JSON.stringify(graph.value));
  return [
    localModel(
      'comfyui-workflow',
      'ComfyUI workflow',
      isVideo ? 'video' : 'image',
      'Your own workflow on your ComfyUI server',
      parameters,
    ),
  ];
}
