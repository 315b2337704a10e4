import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { parameter } from '../../../../shared/domain/parameter.ts';
import { redrawnOf, roleOf } from './parameter-names.ts';
import { mapSchema, openapiSchema } from './schema-mapper.ts';

/** Real schemas of public models (January 2025), cut to inputs and outputs. */
const folder = new URL('../../../../tests/fixtures/replicate/', import.meta.url);
const fixture = z.object({
  owner: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  latest_version: z.object({ openapi_schema: openapiSchema }),
});

function mapModel(name: string) {
  const file = new URL(`${name.replace('/', '--')}.json`, folder);
  const model = fixture.parse(JSON.parse(readFileSync(file, 'utf8')));
  return mapSchema(model.latest_version.openapi_schema, `${name} ${model.description ?? ''}`);
}

const field = (name: string, key: string) => mapModel(name).parameters.find((entry) => entry.key === key);

test('every input of every fixture is a valid parameter, none left to raw JSON', () => {
  const names = readdirSync(folder).map((file) => file.replace('--', '/').replace('.json', ''));
  expect(names.length).toBeGreaterThanOrEqual(16);
  for (const name of names) {
    const { parameters } = mapModel(name);
    expect(z.array(parameter).parse(parameters).length).toBeGreaterThan(0);
    expect(parameters.filter((entry) => entry.kind === 'json')).toEqual([]);
    const roles = parameters.flatMap((entry) => entry.role ?? []);
    expect(new Set(roles).size).toBe(roles.length);
  }
});

test.each([
  ['black-forest-labs/flux-schnell', 'image', ['prompt', 'aspect', 'count', 'seed', 'resolution']],
  ['stability-ai/sdxl', 'image', ['prompt', 'negative', 'image', 'mask', 'width', 'height', 'count', 'seed']],
  ['minimax/video-01', 'video', ['prompt', 'image']],
  ['luma/ray', 'video', ['prompt', 'aspect', 'image', 'last-image']],
  ['anotherjesse/zeroscope-v2-xl', 'video', ['prompt', 'negative', 'width', 'height', 'seed']],
  ['tencent/hunyuan-video', 'video', ['prompt', 'width', 'height', 'seed']],
  ['lightricks/ltx-video', 'video', ['prompt', 'negative', 'image', 'size', 'aspect', 'seed']],
  ['nightmareai/real-esrgan', 'image', ['image', 'scale']],
  ['philz1337x/clarity-upscaler', 'image', ['image', 'prompt', 'negative', 'scale', 'seed', 'mask']],
  ['firtoz/trellis', 'image', ['images', 'seed']],
  ['recraft-ai/recraft-v3', 'image', ['prompt', 'size']],
  ['andreasjansson/blip-2', null, ['image']],
  ['meta/musicgen', null, ['prompt', 'seconds', 'seed']],
  ['cuuupid/markitdown', null, []],
])('%s makes %s from %j, in the order of its page', (name, media, roles) => {
  const mapped = mapModel(name);
  expect(mapped.media).toBe(media);
  expect(mapped.parameters.flatMap((entry) => entry.role ?? [])).toEqual(roles);
});

test.each([
  ['Input mask for inpaint mode. Black areas will be preserved, white areas will be inpainted.', 'white'],
  ['A black and white image. Black pixels are inpainted, white pixels are preserved.', 'black'],
  ['Mask image to mark areas that should be preserved during upscaling', 'black'],
  ['Transparent areas are edited', 'transparent'],
  ['Inpainting mask', 'white'],
  ['', 'white'],
] as const)('a mask described as "%s" redraws what is %s', (description, redraws) => {
  expect(redrawnOf(description)).toBe(redraws);
});

test('guidance that is called scale is no enlargement', () => {
  const number = { kind: 'number', key: 'scale', title: 'Scale' } as const;
  expect(roleOf({ ...number, description: 'Scale for classifier-free guidance' })).toBeUndefined();
  expect(roleOf({ ...number, description: 'Factor to scale image by' })).toBe('scale');
  expect(roleOf({ ...number, key: 'lora_scale' })).toBeUndefined();
});

test('referenced enums become choices with their default', () => {
  expect(field('stability-ai/sdxl', 'scheduler')).toMatchObject({
    kind: 'choice',
    default: 'K_EULER',
    options: expect.arrayContaining(['DDIM']),
  });
});

test('numbers keep limits and defaults; whole numbers listed as text become numbers', () => {
  expect(field('black-forest-labs/flux-schnell', 'num_outputs')).toMatchObject({
    kind: 'number',
    integer: true,
    min: 1,
    max: 4,
    default: 1,
  });
  expect(field('laion-ai/laionide-v2', 'side_x')).toMatchObject({
    kind: 'choice',
    default: 64,
    options: expect.arrayContaining([32, 64]),
  });
});

test('secrets are masked, links are typed, files are picked', () => {
  expect(field('cuuupid/markitdown', 'openai_api_key')).toMatchObject({ kind: 'text', secret: true });
  expect(field('stability-ai/sdxl', 'replicate_weights')).toMatchObject({ kind: 'text' });
  expect(field('lucataco/video-merge', 'video_files')).toMatchObject({
    kind: 'file',
    accept: 'video',
    multiple: true,
    required: true,
  });
  expect(field('stability-ai/sdxl', 'image')).toMatchObject({ kind: 'file', accept: 'image' });
});

test('a schema with nothing in it is no error', () => {
  expect(mapSchema({ components: { schemas: {} } }, '')).toEqual({ parameters: [], media: null });
});

test('whatever a schema says, valid parameters come out', () => {
  const property = fc.record(
    {
      type: fc.constantFrom('string', 'integer', 'number', 'boolean', 'array', 'object', 'odd', [
        'string',
        'null',
      ]),
      format: fc.constantFrom('uri', 'password', 'date'),
      enum: fc.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null))),
      default: fc.jsonValue(),
      minimum: fc.oneof(fc.integer(), fc.string()),
      allOf: fc.constant([{ $ref: '#/components/schemas/Input' }]),
      items: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  // The parser drops `__proto__`, which is no input's name and no safe key.
  const inputKey = fc.string({ minLength: 1 }).filter((key) => key !== '__proto__');
  fc.assert(
    fc.property(fc.dictionary(inputKey, property), (properties) => {
      const mapped = mapSchema({ components: { schemas: { Input: { properties }, Output: {} } } }, '');
      expect(z.array(parameter).safeParse(mapped.parameters).success).toBe(true);
      expect(mapped.parameters).toHaveLength(Object.keys(properties).length);
    }),
  );
});
