import { readFile, stat } from 'node:fs/promises';
import { embeddedRecipe, sidecar, type EmbeddedRecipe } from '../../../shared/domain/exchange.ts';
import type { MediaFormat } from '../media/formats.ts';
import { kindOfFormat } from '../media/formats.ts';
import { parseParameters } from './automatic1111.ts';
import { withFile } from './byte-source.ts';
import { parseComfy } from './comfyui.ts';
import { type ExifText, readExif } from './exif.ts';
import type { FoundRecipe } from './found-recipe.ts';
import { readPngTexts } from './png-text.ts';
import { readXmp } from './xmp.ts';

/** The keyword of our own JSON in PNG files; also what recipes in other places are marked by. */
export const recipeKeyword = 'videopicai';

/** What a file says of itself, as far as it says anything. */
export type FoundInFile = {
  readonly recipe: FoundRecipe | null;
  /** When the picture was made by what is inside the file, ms since the epoch. */
  readonly madeAt: number | null;
};

/** Every text a file holds, by where it was found. */
type Texts = {
  readonly png: ReadonlyMap<string, string>;
  readonly exif: ExifText | null;
  readonly xmp: string | null;
  readonly comment: string | null;
};

/**
 * Looks for a recipe: our own first, then AUTOMATIC1111's, ComfyUI's, and a description in XMP. Whatever is broken is
 * as if it were not there; a file never fails to come in because of its recipe.
 */
export async function readRecipe(path: string, format: MediaFormat): Promise<FoundInFile> {
  const texts = kindOfFormat(format) === 'video' ? await readVideo(path) : await readImage(path, format);
  const recipe = findRecipe(texts);
  const own = recipe?.from === 'studio' ? recipe.recipe.createdAt : null;
  return { recipe, madeAt: own ?? texts.exif?.takenAt ?? null };
}

function findRecipe({ png, exif, xmp, comment }: Texts): FoundRecipe | null {
  const fields = xmp === null ? null : readXmp(xmp);
  for (const text of [png.get(recipeKeyword), fields?.recipe, comment]) {
    const recipe = text ? parseOwn(text) : null;
    if (recipe) return { from: 'studio', recipe };
  }
  for (const text of [png.get('parameters'), exif?.userComment, exif?.description, comment]) {
    const recipe = text ? parseParameters(text) : null;
    if (recipe) return { from: 'automatic1111', recipe };
  }
  const graph = parseComfy(
    png.get('prompt') ?? prefixed('prompt:', exif?.model, exif?.make),
    png.get('workflow') ?? prefixed('workflow:', exif?.make, exif?.model),
  );
  if (graph) return { from: 'comfyui', recipe: graph };
  const prompt = fields?.description ?? null;
  return prompt === null
    ? null
    : { from: 'xmp', recipe: { prompt, negative: '', seed: null, model: null, parameters: {} } };
}

/** ComfyUI has no text chunks in WebP: it puts its graphs into the camera's make and model. */
function prefixed(head: string, ...texts: readonly (string | null | undefined)[]): string | undefined {
  return texts.find((text) => text?.toLowerCase().startsWith(head))?.slice(head.length);
}

async function readImage(path: string, format: MediaFormat): Promise<Texts> {
  const png = format === 'png' ? await withFile(path, readPngTexts) : new Map<string, string>();
  const { default: sharp } = await import('sharp');
  const found = await sharp(path, { limitInputPixels: false }).metadata();
  return {
    png,
    exif: found.exif ? readExif(found.exif) : null,
    xmp: found.xmp?.toString('utf8') ?? png.get('XML:com.adobe.xmp') ?? null,
    comment: null,
  };
}

async function readVideo(path: string): Promise<Texts> {
  const { ALL_FORMATS, FilePathSource, Input } = await import('mediabunny');
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(path) });
  try {
    const tags = await input.getMetadataTags();
    return { png: new Map(), exif: null, xmp: null, comment: tags.comment ?? tags.description ?? null };
  } catch {
    return { png: new Map(), exif: null, xmp: null, comment: null };
  } finally {
    input.dispose();
  }
}

/** As JSON; prompts are at most some ten thousand characters, parameters a few hundred. */
const maxRecipeLength = 1024 * 1024;

/** Null also for what is nested so deeply that it could be read but never written again. */
function parseOwn(text: string): EmbeddedRecipe | null {
  if (text.length > maxRecipeLength) return null;
  try {
    const parsed = embeddedRecipe.safeParse(JSON.parse(text));
    return parsed.success && JSON.stringify(parsed.data).length <= maxRecipeLength ? parsed.data : null;
  } catch {
    return null;
  }
}

/** A sidecar is a few kB; what is larger is not one. */
const maxSidecarBytes = 4 * 1024 * 1024;

/** Files beside a picture that may say how it was made: ours, then the text AUTOMATIC1111 can write. */
function sidecarPaths(path: string): readonly string[] {
  const stem = path.replace(/\.[^./\\]+$/, '');
  return [`${path}.json`, `${stem}.json`, `${stem}.txt`];
}

/** Tells a sidecar by its name, so that a folder of pictures with sidecars is not full of junk. */
export function companionsOf(path: string): readonly string[] {
  const stem = path.replace(/\.(?:json|txt)$/i, '');
  if (stem === path) return [];
  return [
    stem,
    ...['png', 'jpg', 'jpeg', 'webp', 'avif', 'gif', 'mp4', 'webm', 'mov'].flatMap((ending) => [
      `${stem}.${ending}`,
      `${stem}.${ending.toUpperCase()}`,
    ]),
  ];
}

/** The recipe in the first sidecar that is one; null when there is none. */
export async function readSidecar(path: string): Promise<FoundInFile | null> {
  for (const candidate of sidecarPaths(path)) {
    const text = await readSmall(candidate);
    const found = text === null ? null : parseSidecar(text);
    if (found) return found;
  }
  return null;
}

function parseSidecar(text: string): FoundInFile | null {
  try {
    const parsed = sidecar.safeParse(JSON.parse(text));
    const own = parsed.success
      ? parseOwn(JSON.stringify({ ...parsed.data.recipe, original: parsed.data.sha256 }))
      : null;
    if (parsed.success && own) {
      return { recipe: { from: 'studio', recipe: own }, madeAt: Date.parse(parsed.data.createdAt) };
    }
  } catch {
    // Not JSON: perhaps the other kind.
  }
  const recipe = parseParameters(text);
  return recipe ? { recipe: { from: 'automatic1111', recipe }, madeAt: null } : null;
}

async function readSmall(path: string): Promise<string | null> {
  try {
    const found = await stat(path);
    return found.isFile() && found.size <= maxSidecarBytes ? await readFile(path, 'utf8') : null;
  } catch {
    return null;
  }
}
