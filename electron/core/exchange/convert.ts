import { readFile, stat, writeFile } from 'node:fs/promises';
import type { MetadataTags } from 'mediabunny';
import type { Sharp } from 'sharp';
import type { Creation } from '../../../shared/domain/creation.ts';
import type { EmbeddedRecipe, ExportOptions } from '../../../shared/domain/exchange.ts';
import { maxPixels } from '../media/inspect.ts';
import { formatParameters } from './automatic1111.ts';
import { rewritePngTexts } from './png-text.ts';
import { recipeKeyword } from './read-recipe.ts';
import { writeXmp } from './xmp.ts';

export type ImageFormat = Exclude<ExportOptions['images'], 'original'>;

/** What a new file says of itself; null: nothing. */
export type Saying = {
  readonly document: EmbeddedRecipe;
  readonly width: number;
  readonly height: number;
} | null;

/** What an exported file, or a copied recipe, says of a creation. */
export function documentOf({ recipe, createdAt, sha256 }: Creation): EmbeddedRecipe {
  return { ...recipe, createdAt, original: sha256 };
}

/**
 * Writes a picture in another format. A PNG of a PNG keeps its pixel data as it is; only what it says changes.
 * @param from path of the original, never changed
 * @param format the original's
 * @throws when the picture cannot be decoded or the format cannot hold it; the message says why
 */
export async function convertImage(
  from: { readonly path: string; readonly format: string },
  to: { readonly path: string; readonly format: ImageFormat; readonly quality: number },
  saying: Saying,
): Promise<void> {
  if (to.format === 'png') {
    const png = (await isUprightPng(from))
      ? await readFile(from.path)
      : await (await decode(from)).png().toBuffer();
    await writeFile(to.path, rewritePngTexts(png, pngTexts(saying)), { flag: 'wx' });
    return;
  }
  const picture = encode(await decode(from, to.format === 'webp'), to.format, to.quality);
  await (saying ? picture.withXmp(writeXmp(saying.document)) : picture).toFile(to.path);
}

/** Its pixel data can stay: nothing that is left out says how to turn it. */
async function isUprightPng(from: { readonly path: string; readonly format: string }): Promise<boolean> {
  if (from.format !== 'png') return false;
  const { default: sharp } = await import('sharp');
  const { orientation = 1 } = await sharp(from.path, { limitInputPixels: maxPixels }).metadata();
  return orientation === 1;
}

/** Upright, in its own colour space, and saying nothing: sharp keeps no metadata it is not asked for. */
async function decode(from: { readonly path: string }, animated = false): Promise<Sharp> {
  const { default: sharp } = await import('sharp');
  return sharp(from.path, { limitInputPixels: maxPixels, animated, failOn: 'error' })
    .autoOrient()
    .keepIccProfile();
}

function encode(picture: Sharp, format: Exclude<ImageFormat, 'png'>, quality: number): Sharp {
  switch (format) {
    case 'jpeg':
      // JPEG knows no transparency: white, as on paper.
      return picture.flatten({ background: '#ffffff' }).jpeg({ quality, chromaSubsampling: '4:4:4' });
    case 'webp':
      return picture.webp({ quality });
    case 'avif':
      return picture.avif({ quality });
  }
}

function pngTexts(saying: Saying): ReadonlyMap<string, string> {
  if (!saying) return new Map();
  const { document, width, height } = saying;
  return new Map([
    ['parameters', formatParameters(document, { width, height })],
    [recipeKeyword, JSON.stringify(document)],
    ['XML:com.adobe.xmp', writeXmp(document)],
  ]);
}

const maxInMemoryBytes = 256 * 1024 * 1024;

/**
 * Puts a clip into an MP4 as it is, without encoding anything anew.
 * @throws when one of its tracks cannot be in an MP4
 */
export async function remux(from: string, to: string, saying: Saying, signal: AbortSignal): Promise<void> {
  const { ALL_FORMATS, Conversion, FilePathSource, FilePathTarget, Input, Mp4OutputFormat, Output } =
    await import('mediabunny');
  const { size } = await stat(from);
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(from) });
  try {
    const output = new Output({
      // The index in front, so that the clip plays before it is wholly there; that takes its size in memory.
      format: new Mp4OutputFormat({ fastStart: size <= maxInMemoryBytes ? 'in-memory' : false }),
      target: new FilePathTarget(to),
    });
    const conversion = await Conversion.init({ input, output, tags: videoTags(saying), showWarnings: false });
    if (!conversion.isValid || conversion.discardedTracks.length > 0)
      throw new Error('The clip cannot be put into an MP4 as it is.');
    const cancel = () => void conversion.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      await conversion.execute();
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  } finally {
    input.dispose();
  }
}

function videoTags(saying: Saying): MetadataTags {
  if (!saying) return {};
  const { document } = saying;
  return {
    title: document.prompt.slice(0, 200).toWellFormed(),
    comment: JSON.stringify(document),
    ...(document.createdAt === null ? {} : { date: new Date(document.createdAt) }),
  };
}
