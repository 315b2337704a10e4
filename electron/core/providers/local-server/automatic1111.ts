import { z } from 'zod';
import { fail, type Failure } from '../../../../shared/domain/failure.ts';
import { err, ok, type Result } from '../../../../shared/result.ts';
import { mediaMime, pictureFromBase64 } from '../picture-bytes.ts';
import type { Output, ProviderRequest, RunContext, Submission } from '../provider.ts';
import { inputsByRole, pixelSize, seedFromKey } from '../request-input.ts';
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

/** AUTOMATIC1111, Forge and SD.Next, started with `--api`: one call that ends with the pictures, progress beside it. */

const drawn = z.object({ images: z.array(z.string()).nullish(), info: z.unknown() });
const drawnInfo = z.object({ all_seeds: z.array(z.number()).optional(), seed: z.number().optional() });
const progress = z.object({ progress: z.number(), current_image: z.string().nullish() });
const modelList = z.array(z.object({ title: z.string(), model_name: z.string() }));
const nameList = z.array(z.object({ name: z.string() }));

const progressEveryMs = 700;

export function createAutomatic1111({ connection, ...deps }: BackendDeps): Backend {
  /** Looks at the progress until the drawing is over. A look that fails is skipped: it is only decoration. */
  async function watch(context: RunContext, over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      try {
        await deps.sleep(progressEveryMs, over);
      } catch {
        return;
      }
      const seen = await connection.call('/sdapi/v1/progress?skip_current_image=false', progress, {
        signal: over,
      });
      if (!seen.ok || over.aborted) continue;
      context.onProgress(Math.min(1, Math.max(0, seen.value.progress)));
      const preview = seen.value.current_image ? pictureFromBase64(seen.value.current_image) : null;
      if (preview?.ok)
        context.onPreview({ bytes: preview.value, mime: mediaMime(preview.value) ?? 'image/png' });
    }
  }

  async function submit(request: ProviderRequest, context: RunContext): Promise<Result<Submission, Failure>> {
    const [image] = inputsByRole(request, 'image');
    const [mask] = inputsByRole(request, 'mask');
    const body = {
      ...request.values,
      ...pixelSize(request),
      prompt: request.prompt,
      negative_prompt: request.negative,
      seed: request.seed ?? seedFromKey(request.key),
      batch_size: 1,
      n_iter: request.count,
      override_settings: { sd_model_checkpoint: request.model.slug },
      override_settings_restore_afterwards: false,
      ...(image ? { init_images: [await base64Of(image)] } : {}),
      ...(image && mask ? { mask: await base64Of(mask) } : {}),
    };
    const over = new AbortController();
    const watching = watch(context, AbortSignal.any([context.signal, over.signal]));
    const answer = await connection.call(image ? '/sdapi/v1/img2img' : '/sdapi/v1/txt2img', drawn, {
      signal: context.signal,
      post: body,
      patient: true,
    });
    over.abort();
    await watching;
    if (context.signal.aborted) {
      await connection.call('/sdapi/v1/interrupt', z.unknown(), {
        signal: AbortSignal.timeout(3000),
        post: {},
      });
      return err(fail('cancelled', 'no'));
    }
    if (!answer.ok) return answer;
    return finish(answer.value);
  }

  return {
    submit,
    async listModels(signal) {
      const listed = await connection.call('/sdapi/v1/sd-models', modelList, { signal });
      if (!listed.ok) return listed;
      const samplers = await connection.call('/sdapi/v1/samplers', nameList, { signal });
      const names = samplers.ok ? samplers.value.map((entry) => entry.name) : [];
      return ok(listed.value.map(({ title, model_name }) => toModel(title, model_name, names)));
    },
  };
}

function toModel(title: string, name: string, samplers: readonly string[]) {
  return localModel(title, name, 'image', 'On your AUTOMATIC1111 or Forge server', [
    promptField,
    negativeField,
    imageField,
    maskField,
    ...sizeFields({}),
    countField(8),
    seedField,
    numberField('steps', 'Steps', 1, 150, 24, true),
    numberField('cfg_scale', 'Guidance', 1, 30, 7, false),
    { ...numberField('denoising_strength', 'Change from the picture', 0, 1, 0.6, false), advanced: true },
    ...choiceField('sampler_name', 'Sampler', samplers),
  ]);
}

/** With several pictures, some builds put a grid of all first: it has no seed of its own and is left out. */
function finish(answer: z.infer<typeof drawn>): Result<Submission, Failure> {
  const seeds = seedsOf(answer.info);
  const images = answer.images ?? [];
  const own = seeds.length > 1 && images.length === seeds.length + 1 ? images.slice(1) : images;
  const outputs = own.flatMap((text, index): Output[] => {
    const bytes = pictureFromBase64(text);
    const seed = seeds[index];
    if (!bytes.ok) return [];
    return [{ source: { kind: 'bytes', bytes: bytes.value }, ...(seed === undefined ? {} : { seed }) }];
  });
  if (outputs.length === 0) return err(fail('bad_output', 'no', { detail: 'The server sent no picture.' }));
  return ok({ kind: 'finished', outcome: { outputs, costMicros: 0 } });
}

/** `info` is JSON inside a string; stable-diffusion.cpp leaves it empty. */
function seedsOf(info: unknown): readonly number[] {
  try {
    const parsed = drawnInfo.parse(JSON.parse(String(info)));
    return parsed.all_seeds ?? (parsed.seed === undefined ? [] : [parsed.seed]);
  } catch {
    return [];
  }
}

async function base64Of(input: { readonly read: () => Promise<Uint8Array> }): Promise<string> {
  return Buffer.from(await input.read()).toString('base64');
}
