import { z } from 'zod';
import { fail, type Failure } from '../../../../shared/domain/failure.ts';
import { err, ok, type Result } from '../../../../shared/result.ts';
import { pictureFromBase64 } from '../picture-bytes.ts';
import type { Outcome, Output, ProviderInput, ProviderRequest } from '../provider.ts';
import { inputsByRole, pixelSize } from '../request-input.ts';
import type { Backend, BackendDeps } from './backend.ts';
import {
  countField,
  imageField,
  localModel,
  negativeField,
  numberField,
  promptField,
  seedField,
} from './models.ts';
import { pollUntil } from './poll.ts';

/** LocalAI, vLLM-Omni, SGLang and others that speak OpenAI's shapes: pictures at once, videos as jobs. */

const images = z.object({
  data: z.array(z.object({ b64_json: z.string().nullish(), url: z.string().nullish() })).nullish(),
});
const video = z.object({
  id: z.string(),
  status: z.string(),
  progress: z.number().nullish(),
  error: z.union([z.string(), z.object({ message: z.string().nullish() })]).nullish(),
});
const modelList = z.object({ data: z.array(z.object({ id: z.string() })) });

export function createOpenAICompatible({ connection, ...deps }: BackendDeps): Backend {
  const submitVideo = async (request: ProviderRequest, signal: AbortSignal) => {
    const sent = await connection.call('/v1/videos', video, {
      signal,
      post: await formOf(request, 'input_reference'),
    });
    return sent.ok ? ok({ kind: 'accepted', remoteId: sent.value.id } as const) : sent;
  };

  return {
    async submit(request, { signal }) {
      if (request.model.media === 'video') return submitVideo(request, signal);
      const edits = inputsByRole(request, 'image').length > 0;
      const answer = await connection.call(edits ? '/v1/images/edits' : '/v1/images/generations', images, {
        signal,
        post: edits ? await formOf(request, 'image') : fieldsOf(request),
        patient: true,
      });
      if (!answer.ok) return answer;
      const outputs = (answer.value.data ?? []).flatMap((entry): Output[] => {
        const source = sourceOf(entry);
        return source ? [{ source }] : [];
      });
      if (outputs.length === 0)
        return err(fail('bad_output', 'no', { detail: 'The server sent no picture.' }));
      return ok({ kind: 'finished', outcome: { outputs, costMicros: 0 } });
    },

    follow(remoteId, _request, context) {
      const path = `/v1/videos/${encodeURIComponent(remoteId)}`;
      return pollUntil(deps, context.signal, async () => {
        const seen = await connection.call(path, video, { signal: context.signal });
        if (!seen.ok) return seen;
        const { progress } = seen.value;
        context.onProgress(typeof progress === 'number' ? Math.min(1, progress / 100) : null);
        return endOf(seen.value, `${connection.base}${path}/content`);
      });
    },

    async cancel(remoteId, _request, signal) {
      const path = `/v1/videos/${encodeURIComponent(remoteId)}`;
      const answered = await connection.call(path, z.unknown(), { signal, method: 'DELETE' });
      return answered.ok || answered.error.code !== 'server_down' ? ok(undefined) : answered;
    },

    async listModels(signal) {
      const listed = await connection.call('/v1/models', modelList, { signal });
      return listed.ok ? ok(listed.value.data.map(({ id }) => toModel(id))) : listed;
    },
  };

  function sourceOf(entry: {
    b64_json?: string | null | undefined;
    url?: string | null | undefined;
  }): Output['source'] | null {
    const inline = entry.b64_json ?? (entry.url?.startsWith('data:') ? entry.url : null);
    if (inline) {
      const bytes = pictureFromBase64(inline);
      return bytes.ok ? { kind: 'bytes', bytes: bytes.value } : null;
    }
    return entry.url ? connection.outputAt(entry.url) : null;
  }

  function endOf(seen: z.infer<typeof video>, contentUrl: string): Result<Outcome, Failure> | null {
    if (seen.status === 'completed' || seen.status === 'succeeded') {
      const source = connection.outputAt(contentUrl);
      return source ? ok({ outputs: [{ source }], costMicros: 0 }) : null;
    }
    if (seen.status !== 'failed' && seen.status !== 'cancelled') return null;
    const detail = typeof seen.error === 'string' ? seen.error : seen.error?.message;
    const code = seen.status === 'failed' ? 'provider_error' : 'cancelled';
    return err(fail(code, 'no', { detail: detail ?? 'The server gave no reason.' }));
  }
}

function fieldsOf(request: ProviderRequest): Record<string, unknown> {
  const size = pixelSize(request);
  return {
    ...request.values,
    model: request.model.slug,
    prompt: request.prompt,
    ...(request.model.media === 'image' ? { n: request.count } : {}),
    ...(request.negative ? { negative_prompt: request.negative } : {}),
    ...(request.seed === null ? {} : { seed: request.seed }),
    ...(size ? { size: `${size.width}x${size.height}` } : {}),
  };
}

async function formOf(request: ProviderRequest, imageName: string): Promise<FormData> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fieldsOf(request))) {
    form.append(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  for (const input of inputsByRole(request, 'image'))
    form.append(imageName, await blobOf(input), 'image.png');
  return form;
}

async function blobOf(input: ProviderInput): Promise<Blob> {
  return new Blob([new Uint8Array(await input.read())], { type: input.mime });
}

/** The list says nothing of what a model makes; names of video models do. */
function toModel(id: string) {
  const isVideo = /video|\bwan|\bltx|cogvideo|mochi|[it]2v|\bsvd|hunyuanvideo/i.test(id);
  const sizes = isVideo
    ? ['832x480', '480x832', '1280x720', '720x1280']
    : ['512x512', '768x768', '1024x1024', '1024x1536', '1536x1024'];
  const size = { key: 'size', title: 'Size', kind: 'choice', role: 'size', options: sizes } as const;
  return localModel(id, id, isVideo ? 'video' : 'image', 'On your own server', [
    promptField,
    negativeField,
    imageField,
    { ...size, options: [...sizes], default: isVideo ? '832x480' : '1024x1024' },
    ...(isVideo
      ? [{ ...numberField('seconds', 'Seconds', 1, 15, 4, true), role: 'seconds' } as const]
      : [countField(4)]),
    seedField,
  ]);
}
