import type { Sharp, SharpOptions } from 'sharp';
import { maxPixels } from './inspect.ts';

/**
 * Begins a decode. `sharp` is loaded with the first picture: it takes 30 ms of a start that shows none.
 * @param source path of a picture, or its bytes
 */
export async function openPicture(
  source: string | Uint8Array,
  options: Pick<SharpOptions, 'failOn' | 'sequentialRead'> = {},
): Promise<Sharp> {
  const { default: sharp } = await import('sharp');
  // Every picture is seen once. One thread each: several pictures at a time use the processor better.
  sharp.cache(false);
  sharp.concurrency(1);
  return sharp(source, { limitInputPixels: maxPixels, sequentialRead: true, failOn: 'error', ...options });
}
