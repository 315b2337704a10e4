import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Draw } from '../../../tests/doubles/media-samples.ts';
import { startOpenAIDouble } from '../../../tests/doubles/openai.ts';
import { startReplicateDouble } from '../../../tests/doubles/replicate.ts';
import type { Drawing } from '../drawing.ts';
import { askedSize } from './asked-size.ts';

export type ProviderStandIns = {
  /** Settings that lead the functions to the stand-ins; empty where real ones are used. */
  readonly settings: Readonly<Record<string, string>>;
  /** What runs here and how it behaves, a line each, for whoever started the cloud. */
  readonly described: readonly ProviderLine[];
  readonly close: () => Promise<void>;
};
export type ProviderLine = { readonly name: string; readonly what: string };

/** What of a request Sketch can follow, in the words of OpenAI and of Replicate's models. */
const asked = z.object({
  prompt: z.string().catch(''),
  negative_prompt: z.string().catch(''),
  seed: z.coerce.number().optional().catch(undefined),
  duration: z.coerce.number().catch(5),
});

const picturePixels = 1024 * 1024;
const clipPixels = 640 * 360;
const clipFramesPerSecond = 12;
/** Of a prediction's steps: started, half way, done. */
const pauseMs = 400;

/**
 * Starts a stand-in for each provider that `env` has no key of: the doubles of the providers' HTTP that the tests use,
 * with Sketch drawing what they deliver. They know no other machine and bill nobody.
 * @param clips models of Replicate's, by its names, that make clips
 */
export async function startProviderStandIns(
  env: Readonly<Record<string, string | undefined>>,
  clips: ReadonlySet<string>,
  drawing: Drawing,
): Promise<ProviderStandIns> {
  const draw: Draw = async (model, input, place) => {
    const media = clips.has(model) ? 'video' : 'image';
    const { prompt, negative_prompt: negative, seed, duration: seconds } = asked.parse(input);
    const { bytes } = await drawing.draw({
      media,
      prompt,
      negative,
      seed: ((seed ?? randomBytes(4).readUInt32BE()) + place) >>> 0,
      ...askedSize(input, media === 'video' ? clipPixels : picturePixels),
      seconds,
      framesPerSecond: clipFramesPerSecond,
    });
    return Buffer.from(bytes);
  };
  const key = `stand-in-${randomBytes(12).toString('hex')}`;
  const common = { key, draw, keepsRequests: false };
  const openai = env['OPENAI_API_KEY'] ? null : await startOpenAIDouble(common);
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  const replicate = env['REPLICATE_API_TOKEN']
    ? null
    : await startReplicateDouble({
        ...common,
        webhooks: { secret, pauseMs },
        idPrefix: `${randomBytes(6).toString('hex')}-`,
      });
  return {
    settings: {
      ...(openai ? { OPENAI_API_KEY: key, OPENAI_BASE_URL: `${openai.url}/v1` } : {}),
      ...(replicate
        ? {
            REPLICATE_API_TOKEN: key,
            REPLICATE_BASE_URL: `${replicate.url}/v1`,
            REPLICATE_WEBHOOK_SECRET: secret,
          }
        : {}),
    },
    described: [
      openai
        ? {
            name: 'stand-in OpenAI',
            what: 'Sketch draws; refuses texts with “forbidden”, doubts those with “doubtful”',
          }
        : { name: 'OpenAI', what: 'the real one, by OPENAI_API_KEY: jobs cost money there' },
      replicate
        ? { name: 'stand-in Replicate', what: 'Sketch draws' }
        : { name: 'Replicate', what: 'the real one, by REPLICATE_API_TOKEN: jobs cost money there' },
    ],
    close: async () => {
      await Promise.all([openai?.close(), replicate?.close()]);
    },
  };
}
