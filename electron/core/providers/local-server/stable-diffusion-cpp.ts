import { z } from 'zod';
import { fail, type Failure } from '../../../../shared/domain/failure.ts';
import type { MediaKind } from '../../../../shared/domain/media.ts';
import type { ModelEntry } from '../../../../shared/domain/model.ts';
import { err, ok, type Result } from '../../../../shared/result.ts';
import { pictureFromBase64 } from '../picture-bytes.ts';
import type { Outcome, Output, ProviderInput, ProviderRequest } from '../provider.ts';
import { inputsByRole, pixelSize, seedFromKey, valueByRole } from '../request-input.ts';
import type { Backend, BackendDeps } from './backend.ts';
import {
  choiceField,
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

/** The native job API of stable-diffusion.cpp's server (`examples/server/api.md` there). */

const accepted = z.object({ id: z.string() });
const job = z.object({
  status: z.string(),
  queue_position: z.number().nullish(),
  progress: z.number().nullish(),
  result: z
    .object({ images: z.array(z.object({ b64_json: z.string() })).nullish(), b64_json: z.string().nullish() })
    .nullish(),
  error: z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
});
const defaults = z.looseObject({
  width: z.number().optional(),
  height: z.number().optional(),
  video_frames: z.number().optional(),
  fps: z.number().optional(),
  sample_params: z
    .looseObject({ sample_steps: z.number().optional(), sample_method: z.string().optional() })
    .optional(),
});
const capabilities = z.object({
  model: z.object({ name: z.string().optional(), stem: z.string().optional() }),
  supported_modes: z.array(z.string()).catch(['img_gen']),
  defaults_by_mode: z.record(z.string(), defaults).catch({}),
  samplers: z.array(z.string()).catch([]),
  limits: z
    .object({ max_width: z.number(), max_height: z.number(), max_batch_count: z.number() })
    .partial()
    .catch({}),
});

const frameRate = 16;

export function createStableDiffusionCpp({ connection, ...deps }: BackendDeps): Backend {
  return {
    async submit(request, { signal }) {
      const mode = request.model.media === 'video' ? 'vid_gen' : 'img_gen';
      const sent = await connection.call(`/sdcpp/v1/${mode}`, accepted, {
        signal,
        post: await bodyOf(request),
      });
      return sent.ok ? ok({ kind: 'accepted', remoteId: sent.value.id }) : sent;
    },

    follow(remoteId, request, context) {
      return pollUntil(deps, context.signal, async () => {
        const path = `/sdcpp/v1/jobs/${encodeURIComponent(remoteId)}`;
        const seen = await connection.call(path, job, { signal: context.signal });
        if (!seen.ok) return seen;
        context.onProgress(seen.value.progress ?? null);
        return endOf(seen.value, request);
      });
    },

    async cancel(remoteId, _request, signal) {
      const path = `/sdcpp/v1/jobs/${encodeURIComponent(remoteId)}/cancel`;
      const answered = await connection.call(path, z.unknown(), { signal, post: {} });
      // 404, 409 and 410: it is over or forgotten.
      return answered.ok || answered.error.code !== 'server_down' ? ok(undefined) : answered;
    },

    async listModels(signal) {
      const told = await connection.call('/sdcpp/v1/capabilities', capabilities, { signal });
      if (!told.ok) return told;
      return ok(told.value.supported_modes.flatMap((mode) => toModel(mode, told.value)));
    },
  };
}

async function bodyOf(request: ProviderRequest) {
  const [image] = inputsByRole(request, 'image');
  const [last] = inputsByRole(request, 'last-image');
  const [mask] = inputsByRole(request, 'mask');
  const { values } = request;
  const seconds = Number(valueByRole(request, 'seconds'));
  return {
    prompt: request.prompt,
    negative_prompt: request.negative,
    seed: firstSeed(request),
    ...pixelSize(request),
    ...(request.model.media === 'video'
      ? { fps: frameRate, video_frames: seconds > 0 ? Math.round(seconds * frameRate) + 1 : 33 }
      : { batch_count: request.count, output_format: 'png' }),
    ...(image ? { init_image: await dataUrl(image) } : {}),
    ...(last ? { end_image: await dataUrl(last) } : {}),
    ...(mask ? { mask_image: await dataUrl(mask) } : {}),
    ...(values['strength'] === undefined ? {} : { strength: values['strength'] }),
    sample_params: {
      ...(values['steps'] === undefined ? {} : { sample_steps: values['steps'] }),
      ...(values['sampler'] === undefined ? {} : { sample_method: values['sampler'] }),
    },
  };
}

/** @returns null while the job runs */
function endOf(seen: z.infer<typeof job>, request: ProviderRequest): Result<Outcome, Failure> | null {
  switch (seen.status) {
    case 'completed': {
      const encoded = seen.result?.images?.map((entry) => entry.b64_json) ?? [];
      const single = seen.result?.b64_json;
      const outputs = [...encoded, ...(single ? [single] : [])].flatMap((text, index): Output[] => {
        const bytes = pictureFromBase64(text);
        return bytes.ok
          ? [{ source: { kind: 'bytes', bytes: bytes.value }, seed: firstSeed(request) + index }]
          : [];
      });
      if (outputs.length > 0) return ok({ outputs, costMicros: 0 });
      return err(fail('bad_output', 'no', { detail: 'The server ended the job without a picture.' }));
    }
    case 'failed':
      return err(
        fail('provider_error', 'no', { detail: seen.error?.message ?? 'The server gave no reason.' }),
      );
    case 'cancelled':
      return err(fail('cancelled', 'no'));
    default:
      return null;
  }
}

/** The server counts on from here, picture by picture. */
function firstSeed(request: ProviderRequest): number {
  return request.seed ?? seedFromKey(request.key);
}

function toModel(mode: string, told: z.infer<typeof capabilities>): ModelEntry[] {
  if (mode !== 'img_gen' && mode !== 'vid_gen') return [];
  const media: MediaKind = mode === 'vid_gen' ? 'video' : 'image';
  const preset = told.defaults_by_mode[mode] ?? {};
  const name = told.model.name ?? told.model.stem ?? 'stable-diffusion.cpp';
  const { max_width = 2048, max_height = 2048, max_batch_count = 4 } = told.limits;
  const { width = 512, height = 512, sample_params } = preset;
  const slug = media === 'video' ? `${name}-video` : name;
  return [
    localModel(slug, name, media, 'On your stable-diffusion.cpp server', [
      promptField,
      negativeField,
      imageField,
      ...(media === 'video'
        ? [
            { ...imageField, key: 'end_image', title: 'Last picture', role: 'last-image' } as const,
            { ...numberField('seconds', 'Seconds', 1, 10, 2, false), role: 'seconds' } as const,
          ]
        : [maskField, countField(Math.max(1, Math.min(8, max_batch_count)))]),
      ...sizeFields({ max: Math.min(max_width, max_height, 4096), width, height }),
      seedField,
      numberField('steps', 'Steps', 1, 150, sample_params?.sample_steps ?? 20, true),
      { ...numberField('strength', 'Change from the picture', 0, 1, 0.75, false), advanced: true },
      ...choiceField('sampler', 'Sampler', told.samplers, sample_params?.sample_method),
    ]),
  ];
}

async function dataUrl(input: ProviderInput): Promise<string> {
  return `data:${input.mime};base64,${Buffer.from(await input.read()).toString('base64')}`;
}
