import type { MediaKind } from '../../../../shared/domain/media.ts';
import type { ModelEntry } from '../../../../shared/domain/model.ts';
import type { Parameter } from '../../../../shared/domain/parameter.ts';

/** The date under which "free" is filed: a server of one's own has no price list. */
const free = { unit: 'free', usd: 0, asOf: '2026-01-01', source: 'own server' } as const;

export function localModel(
  slug: string,
  name: string,
  media: MediaKind,
  summary: string,
  parameters: readonly Parameter[],
): ModelEntry {
  const id = slug
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return {
    id: `local-server/${id || 'model'}`,
    provider: 'local-server',
    slug,
    name,
    media,
    summary,
    parameters: [...parameters],
    price: free,
    ai: true,
    origin: 'server',
  };
}

export const promptField = {
  key: 'prompt',
  title: 'Prompt',
  kind: 'text',
  role: 'prompt',
  multiline: true,
  required: true,
} as const satisfies Parameter;
export const negativeField = {
  key: 'negative_prompt',
  title: 'Negative prompt',
  kind: 'text',
  role: 'negative',
  multiline: true,
} as const satisfies Parameter;
export const seedField = {
  key: 'seed',
  title: 'Seed',
  kind: 'number',
  role: 'seed',
  integer: true,
  min: 0,
  max: 4_294_967_295,
} as const satisfies Parameter;
export const imageField = {
  key: 'image',
  title: 'Picture to start from',
  kind: 'file',
  accept: 'image',
  role: 'image',
} as const satisfies Parameter;
export const maskField = {
  key: 'mask',
  title: 'Mask',
  kind: 'file',
  accept: 'image',
  role: 'mask',
  description: 'White is drawn anew',
  redraws: 'white',
} as const satisfies Parameter;

export function countField(max: number): Parameter {
  return {
    key: 'count',
    title: 'Pictures',
    kind: 'number',
    role: 'count',
    integer: true,
    min: 1,
    max,
    default: 1,
  };
}

/** Width and height in px, in steps of 8 as latent models need them. */
export function sizeFields(size: {
  readonly min?: number;
  readonly max?: number;
  readonly width?: number;
  readonly height?: number;
}): Parameter[] {
  const { min = 64, max = 2048, width = 1024, height = 1024 } = size;
  const common = { kind: 'number', integer: true, step: 8, min, max } as const;
  return [
    { ...common, key: 'width', title: 'Width', role: 'width', default: clamp(width, min, max) },
    { ...common, key: 'height', title: 'Height', role: 'height', default: clamp(height, min, max) },
  ];
}

export function numberField(
  key: string,
  title: string,
  min: number,
  max: number,
  preset: number,
  integer: boolean,
): Parameter {
  return {
    key,
    title,
    kind: 'number',
    min,
    max,
    default: clamp(preset, min, max),
    ...(integer ? { integer } : {}),
  };
}

export function choiceField(
  key: string,
  title: string,
  options: readonly string[],
  preset?: string,
): Parameter[] {
  if (options.length === 0) return [];
  const chosen = preset !== undefined && options.includes(preset) ? { default: preset } : {};
  return [{ key, title, kind: 'choice', options: [...options], advanced: true, ...chosen }];
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
