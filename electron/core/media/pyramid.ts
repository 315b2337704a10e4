import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Sharp } from 'sharp';
import { screenEdge, tileEdge } from '../../../shared/domain/large-picture.ts';
import { openPicture } from './open-picture.ts';

/** Endings of what is made: lossy and quick where a picture has no transparency. */
export const renditionEndings = ['jpg', 'webp'] as const;
export const tileEndings = ['jpeg', 'png'] as const;

/**
 * A picture upright at screen size, in sRGB, as `<target>.jpg` or `<target>.webp`.
 * @param scratch a path that is free, on the same disk: the target appears only when it is complete
 * @throws when it cannot be decoded or written; the message says why
 */
export async function makeRendition(source: string, target: string, scratch: string): Promise<void> {
  const { image, hasAlpha } = await upright(source);
  const fitted = image.resize(screenEdge, screenEdge, { fit: 'inside', withoutEnlargement: true });
  const [ending] = hasAlpha ? [renditionEndings[1]] : renditionEndings;
  const encoded = hasAlpha ? fitted.webp({ quality: 90, effort: 0 }) : fitted.jpeg({ quality: 90 });
  await putInPlace(scratch, `${target}.${ending}`, () => encoded.toFile(scratch));
}

/**
 * Every level of a picture, upright and in sRGB, as `<target>/<level from the smallest>/<x>_<y>.<ending>`. One pass
 * over the file: memory stays at a few rows of tiles, however large the picture.
 * @param scratch as for `makeRendition`
 * @throws when it cannot be decoded or written; the message says why
 */
export async function makePyramid(source: string, target: string, scratch: string): Promise<void> {
  const { image, hasAlpha } = await upright(source);
  const encoded = hasAlpha
    ? image.png({ compressionLevel: 1 })
    : image.jpeg({ quality: 92, chromaSubsampling: '4:4:4' });
  const tiled = encoded.tile({ size: tileEdge, overlap: 0, layout: 'dz', container: 'fs', depth: 'onetile' });
  await putInPlace(scratch, target, async () => {
    await mkdir(scratch);
    await tiled.toFile(join(scratch, 'picture'));
    // Beside the levels come descriptions of them, with the picture's metadata. Nobody here reads those.
    await rm(join(scratch, 'picture_files', 'vips-properties.xml'), { force: true });
    await rename(join(scratch, 'picture_files'), `${scratch}.levels`);
    await rm(scratch, { recursive: true });
    await rename(`${scratch}.levels`, scratch);
  });
}

async function upright(source: string): Promise<{ readonly image: Sharp; readonly hasAlpha: boolean }> {
  // What is left of a damaged file is shown, as the window does with small ones.
  const { orientation = 1, hasAlpha } = await (await openPicture(source)).metadata();
  // A turned picture is read in another order than it is stored: by way of a temporary file, not of memory.
  const image = await openPicture(source, { sequentialRead: orientation === 1, failOn: 'none' });
  return { image: image.autoOrient(), hasAlpha };
}

async function putInPlace(scratch: string, target: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await mkdir(dirname(scratch), { recursive: true });
    await mkdir(dirname(target), { recursive: true });
    await write();
    await rename(scratch, target);
  } finally {
    for (const left of [scratch, `${scratch}.levels`]) await rm(left, { recursive: true, force: true });
  }
}
