import { z } from 'zod';
import type { MediaKind } from '../../../../shared/domain/media.ts';
import type { Parameter } from '../../../../shared/domain/parameter.ts';
import { isFileName, roleOf, acceptOf, isLinkName, redrawnOf } from './parameter-names.ts';

/** Replicate describes a model's inputs in OpenAPI; this reads the part of it that models really use. */

const property = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  title: z.string().optional(),
  description: z.string().nullish(),
  format: z.string().optional(),
  enum: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  default: z.unknown().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().optional(),
  'x-order': z.number().optional(),
  'x-cog-secret': z.boolean().optional(),
  $ref: z.string().optional(),
  allOf: z.array(z.looseObject({})).optional(),
  anyOf: z.array(z.looseObject({})).optional(),
  oneOf: z.array(z.looseObject({})).optional(),
  items: z.looseObject({}).optional(),
});
type Property = z.infer<typeof property>;

export const openapiSchema = z.looseObject({
  components: z.looseObject({ schemas: z.record(z.string(), z.looseObject({})) }),
});
export type OpenapiSchema = z.infer<typeof openapiSchema>;

const inputSchema = z.looseObject({
  properties: z.record(z.string(), z.looseObject({})).optional(),
  required: z.array(z.string()).optional(),
});

export type MappedSchema = {
  readonly parameters: readonly Parameter[];
  /** Null: the outputs are not files, or are sound. */
  readonly media: MediaKind | null;
};

/** @param about the model's name and description: a schema does not say whether an address is a picture or a video */
export function mapSchema(schema: OpenapiSchema, about: string): MappedSchema {
  const { schemas } = schema.components;
  const input = inputSchema.safeParse(schemas['Input'] ?? {});
  const properties = Object.entries(input.data?.properties ?? {}).map(([key, raw]) => ({
    key,
    entry: resolve(raw, schemas),
  }));
  properties.sort((a, b) => (a.entry['x-order'] ?? 999) - (b.entry['x-order'] ?? 999));
  const required = new Set(input.data?.required);
  const taken = new Set<string>();
  const parameters = properties.map(({ key, entry }) => {
    const bare = toParameter(key, entry, required.has(key), schemas);
    const role = roleOf(bare);
    const free = role !== undefined && !taken.has(role);
    if (role !== undefined) taken.add(role);
    const advanced = !free && !required.has(key) && !shownKeys.has(key);
    const redraws = free && role === 'mask' ? { redraws: redrawnOf(bare.description ?? '') } : {};
    return { ...bare, ...(free ? { role } : {}), ...redraws, ...(advanced ? { advanced } : {}) };
  });
  const output = resolve(schemas['Output'] ?? {}, schemas);
  return { parameters, media: holdsFiles(output, schemas) ? guessMedia(parameters, about) : null };
}

/** Worth seeing without asking, though they mean something else in every model. */
const shownKeys = new Set([
  'style',
  'style_type',
  'quality',
  'output_format',
  'scale',
  'upscale',
  'strength',
]);

/** Follows references and drops "or null", so that one plain property is left. */
function resolve(raw: unknown, schemas: Record<string, unknown>, depth = 0): Property {
  const own = property.safeParse(raw).data ?? {};
  if (depth > 4) return own;
  const choices = [...(own.anyOf ?? []), ...(own.oneOf ?? [])].filter((entry) => entry['type'] !== 'null');
  const parts = [
    ...(own.$ref ? [schemas[own.$ref.split('/').at(-1) ?? '']] : []),
    ...(own.allOf ?? []),
    ...(choices.length === 1 ? choices : []),
  ];
  const inherited = parts.map((part) => resolve(part, schemas, depth + 1));
  const { $ref: _ref, allOf: _allOf, ...rest } = own;
  return Object.assign({}, ...inherited, rest);
}

function toParameter(
  key: string,
  entry: Property,
  required: boolean,
  schemas: Record<string, unknown>,
): Parameter {
  const description = entry.description?.trim();
  const common = {
    key,
    title: titleOf(key, entry.title),
    ...(description ? { description } : {}),
    ...(required ? { required } : {}),
  };
  const type = Array.isArray(entry.type) ? entry.type.find((name) => name !== 'null') : entry.type;
  const options = optionsOf(entry, type);
  if (options) {
    const chosen = options.find((option) => String(option) === String(entry.default));
    return { ...common, kind: 'choice', options, ...(chosen === undefined ? {} : { default: chosen }) };
  }
  if (type === 'boolean') {
    return {
      ...common,
      kind: 'boolean',
      ...(typeof entry.default === 'boolean' ? { default: entry.default } : {}),
    };
  }
  if (type === 'integer' || type === 'number')
    return { ...common, kind: 'number', ...numberLimits(entry, type) };
  if (type === 'string') return toTextOrFile(common, entry);
  if (type === 'array') {
    const items = resolve(entry.items ?? {}, schemas);
    if (items.type === 'string' && (items.format === 'uri' || isFileName(key)) && !isLinkName(key)) {
      return { ...common, kind: 'file', accept: acceptOf(key, description ?? ''), multiple: true };
    }
  }
  const preset = z.json().safeParse(entry.default);
  return {
    ...common,
    kind: 'json',
    ...(preset.success && preset.data !== null ? { default: preset.data } : {}),
  };
}

type Common = Pick<Parameter, 'key' | 'title' | 'description' | 'required'>;

function toTextOrFile(common: Common & { key: string; title: string }, entry: Property): Parameter {
  const preset = typeof entry.default === 'string' && entry.default !== '' ? { default: entry.default } : {};
  if (entry.format === 'password' || entry['x-cog-secret']) return { ...common, kind: 'text', secret: true };
  const isFile =
    entry.format === 'uri' ? !isLinkName(common.key) : entry.format === undefined && isFileName(common.key);
  if (isFile) return { ...common, kind: 'file', accept: acceptOf(common.key, common.description ?? '') };
  return {
    ...common,
    kind: 'text',
    ...(/prompt|text|caption/.test(common.key) ? { multiline: true } : {}),
    ...(entry.maxLength ? { maxLength: entry.maxLength } : {}),
    ...preset,
  };
}

function numberLimits(entry: Property, type: 'integer' | 'number') {
  return {
    ...(type === 'integer' ? { integer: true } : {}),
    ...(entry.minimum === undefined ? {} : { min: entry.minimum }),
    ...(entry.maximum === undefined ? {} : { max: entry.maximum }),
    ...(typeof entry.default === 'number' ? { default: entry.default } : {}),
  };
}

/** Options in the type that the model expects: some list whole numbers as text. */
function optionsOf(entry: Property, type: string | undefined): (string | number)[] | undefined {
  const isNumber = type === 'integer' || type === 'number';
  const options = entry.enum?.flatMap((option) => {
    if (option === null || option === '' || typeof option === 'boolean') return [];
    return [isNumber && !Number.isNaN(Number(option)) ? Number(option) : option];
  });
  return options && options.length > 0 ? options : undefined;
}

function holdsFiles(output: Property, schemas: Record<string, unknown>): boolean {
  if (output.type === 'string') return output.format === 'uri';
  if (output.type === 'array') return holdsFiles(resolve(output.items ?? {}, schemas), schemas);
  const fields = z.record(z.string(), z.looseObject({})).safeParse(output['properties']);
  return Object.values(fields.data ?? {}).some((field) => holdsFiles(resolve(field, schemas), schemas));
}

const videoKeys =
  /^(?:fps|num_frames|frames|frame_rate|video_length|duration|seconds|length_in_seconds|frames_per_second|motion_bucket_id|frame_num)$/;

function guessMedia(parameters: readonly Parameter[], about: string): MediaKind | null {
  const keys = parameters.map((entry) => entry.key);
  const takesVideo = parameters.some((entry) => entry.kind === 'file' && entry.accept === 'video');
  const says = (pattern: RegExp) => pattern.test(about);
  if (says(/\b(?:music|speech|voice|tts|audio|sound|song)s?\b|text-to-speech/i) && !says(/video/i))
    return null;
  if (keys.some((key) => videoKeys.test(key))) return 'video';
  if (says(/\bvideos?\b|text-to-video|image-to-video|[it]2v\b|\banimat/i) || takesVideo) return 'video';
  return 'image';
}

function titleOf(key: string, title: string | undefined): string {
  const words = (title ?? key).replaceAll(/[_-]+/g, ' ').trim();
  const sentence = words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
  return sentence.replaceAll(/\b(?:lora|cfg|fps|nsfw|hf|url|id|vae|clip)\b/gi, (word) =>
    word.toLowerCase() === 'lora' ? 'LoRA' : word.toUpperCase(),
  );
}
