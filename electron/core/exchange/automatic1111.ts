import type { ParameterValues } from '../../../shared/domain/parameter.ts';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import type { ForeignRecipe } from './found-recipe.ts';

/**
 * The `parameters` text of AUTOMATIC1111's web UI, which most other programs write too:
 *
 *     prompt
 *     Negative prompt: negative
 *     Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512, Model: dreamshaper_8
 *
 * After `modules/infotext_utils.py` of AUTOMATIC1111/stable-diffusion-webui.
 */
const negativeHead = 'Negative prompt:';
const maxPairs = 200;

/** Names the text uses, and what they are called here. */
const names: Readonly<Record<string, string>> = {
  steps: 'steps',
  sampler: 'sampler',
  'schedule type': 'scheduler',
  'cfg scale': 'cfg_scale',
  'clip skip': 'clip_skip',
  'denoising strength': 'denoising_strength',
};

/** Null when the text has no line of parameters, and so is some other text. */
export function parseParameters(text: string): ForeignRecipe | null {
  const lines = text.replace(/\r\n?/g, '\n').trim().split('\n');
  // The line of parameters is the last one, but extensions put more lines behind it.
  const place = lines.findLastIndex((line) => /^\s*Steps:\s*\d/.test(line));
  const pairs = readPairs(lines[place] ?? '');
  if (place < 0 || !pairs) return null;
  const { prompt, negative } = splitPrompts(lines.slice(0, place));
  const seed = pairs.get('Seed');
  return {
    prompt,
    negative,
    seed: seed !== undefined && /^\d{1,16}$/.test(seed) ? Number(seed) : null,
    model: pairs.get('Model') ?? null,
    parameters: toParameters(pairs),
  };
}

function splitPrompts(lines: readonly string[]): { readonly prompt: string; readonly negative: string } {
  const at = lines.findIndex((line) => line.trimStart().startsWith(negativeHead));
  if (at < 0) return { prompt: lines.join('\n').trim(), negative: '' };
  const negative = lines.slice(at).join('\n').trimStart().slice(negativeHead.length);
  return { prompt: lines.slice(0, at).join('\n').trim(), negative: negative.trim() };
}

/** `Key: value, Key: "quoted, value"` by hand: an expression for it takes quadratic time on hostile text. */
function readPairs(line: string): ReadonlyMap<string, string> | null {
  const pairs = new Map<string, string>();
  let at = 0;
  while (at < line.length && pairs.size < maxPairs) {
    const colon = line.indexOf(':', at);
    if (colon < 0) break;
    const key = line.slice(at, colon).trim();
    if (key.length > 60) return null;
    let start = colon + 1;
    while (line[start] === ' ') start += 1;
    const end = line[start] === '"' ? closingQuote(line, start) : -1;
    const comma = line.indexOf(',', Math.max(end, start));
    const stop = comma < 0 ? line.length : comma;
    const raw = end > start ? unquote(line.slice(start, end + 1)) : line.slice(start, stop).trim();
    if (key !== '' && !pairs.has(key)) pairs.set(key, raw);
    at = stop + 1;
  }
  return pairs;
}

function closingQuote(line: string, start: number): number {
  for (let at = start + 1; at < line.length; at += 1) {
    if (line[at] === '\\') at += 1;
    else if (line[at] === '"') return at;
  }
  return -1;
}

function unquote(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}

function toParameters(pairs: ReadonlyMap<string, string>): ParameterValues {
  const values: Record<string, string | number> = {};
  for (const [key, value] of pairs) {
    if (key === 'Seed' || key === 'Model') continue;
    const size = key === 'Size' ? /^(\d{1,5})x(\d{1,5})$/.exec(value) : null;
    if (size) {
      values['width'] = Number(size[1]);
      values['height'] = Number(size[2]);
      continue;
    }
    const name = names[key.toLowerCase()] ?? key.toLowerCase().replace(/[^a-z0-9]+/g, '_');
    values[name] = /^-?\d{1,15}(?:\.\d{1,15})?$/.test(value) ? Number(value) : value;
  }
  return values;
}

/** The same text for a recipe of ours, so that other programs can read what we export. */
export function formatParameters(
  recipe: Recipe,
  size: { readonly width: number; readonly height: number },
): string {
  const { steps, sampler, cfg_scale: scale, ...rest } = recipe.parameters;
  const pairs: (readonly [string, unknown])[] = [
    // Every reader knows the line of parameters by this, so it is there even where the model has no steps.
    ['Steps', steps ?? rest['num_inference_steps'] ?? 1],
    ['Sampler', sampler],
    ['CFG scale', scale ?? rest['guidance_scale']],
    ['Seed', recipe.seed],
    ['Size', `${size.width}x${size.height}`],
    ['Model', recipe.model],
    ['Version', `VideoPicAI Studio ${recipe.app}`],
  ];
  const line = pairs
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .map(([key, value]) => `${key}: ${quote(String(value))}`)
    .join(', ');
  const negative = recipe.negative === '' ? [] : [`${negativeHead} ${recipe.negative}`];
  return [recipe.prompt, ...negative, line].join('\n');
}

function quote(value: string): string {
  return /[,:"\n]/.test(value) ? JSON.stringify(value) : value;
}
