import { z } from 'zod';
import { composeScene } from '../../../../shared/sketch/compose.ts';
import { encodePng } from '../png.ts';
import { failedWith, type CloudProvider } from './provider.ts';

/** Two seconds of processor time are all that an edge worker gets: a picture of this many pixels takes one. */
const maxPixels = 1024 * 1024;

const parameters = z.object({
  size: z
    .string()
    .regex(/^\d{2,4}x\d{2,4}$/)
    .default('1024x1024'),
  negative: z.string().default(''),
  seed: z.number().int().min(0).max(4_294_967_295).default(0),
});

/** Draws by rules, with no key and no network: what the whole path can be tried and tested with. */
export const sketch: CloudProvider = {
  repeatable: true,
  async start(request) {
    const given = parameters.safeParse(request.parameters);
    if (!given.success) return failedWith('invalid_input', z.prettifyError(given.error));
    const [width = 0, height = 0] = given.data.size.split('x').map(Number);
    if (width * height > maxPixels) return failedWith('invalid_input', `${given.data.size} is too large.`);
    const { prompt } = request;
    const { negative, seed } = given.data;
    return {
      kind: 'done',
      files: Array.from({ length: request.count }, (_, place) => ({
        mime: 'image/png',
        read: async () => {
          const scene = composeScene({ prompt, negative, seed: (seed + place) >>> 0, width, height });
          return await encodePng(scene.frame(0), width, height);
        },
      })),
    };
  },
};
