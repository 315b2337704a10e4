import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { estimateCost } from '../../../shared/domain/estimate.ts';
import { isRetired, type ModelEntry } from '../../../shared/domain/model.ts';
import {
  checkValues,
  defaultValues,
  findByRole,
  type Parameter,
  parameterRole,
  type ParameterValues,
} from '../../../shared/domain/parameter.ts';
import { loadCatalogue } from './catalogue.ts';

const models = loadCatalogue(resolve(import.meta.dirname, '../../../resources'));
const byId = new Map(models.map((entry) => [entry.id, entry]));
const active = models.filter((entry) => entry.retiresOn === undefined);
const named = models.map((entry) => [entry.id, entry] as const);

describe('the catalogue that ships', () => {
  test('offers several models of each medium, and procedural ones that need no key', () => {
    for (const media of ['image', 'video']) {
      expect(active.filter((entry) => entry.media === media).length, media).toBeGreaterThanOrEqual(12);
    }
    expect(models.filter((entry) => !entry.ai).map((entry) => entry.id)).toEqual([
      'sketch/picture',
      'sketch/clip',
    ]);
  });

  test('retired models stay known, and their day is read as the studio reads it', () => {
    expect(retiredOn('2026-05-11')).toEqual([]);
    expect(retiredOn('2026-11-22')).toEqual(['openai/gpt-image-1', 'openai/dall-e-3', 'openai/sora-2']);
    expect(retiredOn('2026-12-01')).toContain('openai/gpt-image-1.5');
  });

  test.each(named)('%s: its id is provider/slug', (id, model) => {
    expect(id).toBe(`${model.provider}/${model.slug}`);
  });

  test.each(named)('%s: says what it is in one short line', (_id, model) => {
    expect(model.summary).toMatch(/^\S.{10,88}\.$/);
  });

  test.each(named)('%s: asks for exactly one prompt, and for nothing twice', (_id, model) => {
    const keys = model.parameters.map((entry) => entry.key);
    expect(new Set(keys).size).toBe(keys.length);
    // What enlarges a picture needs to be told nothing else.
    const enlarges = findByRole(model.parameters, 'scale') !== undefined;
    expect(model.parameters.filter((entry) => entry.role === 'prompt')).toEqual(
      enlarges ? [] : [expect.objectContaining({ kind: 'text', required: true })],
    );
    for (const role of parameterRole.options) {
      expect(model.parameters.filter((entry) => entry.role === role).length, role).toBeLessThanOrEqual(1);
    }
  });

  test.each(named)('%s: each role has a parameter of the fitting kind', (_id, model) => {
    for (const entry of model.parameters) {
      if (entry.role) expect(kindsOf[entry.role], `${entry.key} as ${entry.role}`).toContain(entry.kind);
    }
  });

  test('every mask says what it shows where the picture is drawn anew', () => {
    const masks = models.flatMap(({ parameters }) => findByRole(parameters, 'mask') ?? []);
    expect(masks.length).toBeGreaterThan(5);
    expect(masks.filter((mask) => mask.kind !== 'file' || mask.redraws === undefined)).toEqual([]);
  });

  test.each(named)('%s: accepts its own defaults', (_id, model) => {
    expect(checkValues(model.parameters, defaultValues(model.parameters))).toEqual([]);
  });

  test.each(named)(
    '%s: a price names its day and source, and asks for values the model takes',
    (_id, model) => {
      if (!model.price) return;
      expect(model.price.source.length).toBeGreaterThan(10);
      expect(Date.parse(model.price.asOf)).toBeLessThanOrEqual(Date.parse('2026-11-22'));
      for (const { when } of model.price.table ?? []) {
        expect(unknownKeys(model, when)).toEqual([]);
        expect(checkValues(model.parameters, when)).toEqual([]);
      }
    },
  );

  test('prices are left out only for what cannot be bought, or is not known', () => {
    expect(models.filter((entry) => entry.price === null).map((entry) => entry.id)).toEqual([
      'replicate/nightmareai/real-esrgan',
      'openai/gpt-image-1',
      'openai/dall-e-3',
      'replicate/luma/ray-2-720p',
      'openai/sora-2',
    ]);
  });

  test('what is priced by the second asks for seconds', () => {
    for (const model of models.filter((entry) => entry.price?.unit === 'second')) {
      expect(findByRole(model.parameters, 'seconds'), model.id).toBeDefined();
    }
  });

  test('a model that leaves has a successor of the same medium that stays', () => {
    for (const model of models.filter((entry) => entry.retiresOn !== undefined)) {
      const successor = byId.get(model.successor ?? '');
      expect(successor, model.id).toMatchObject({ media: model.media });
      expect(successor?.retiresOn, model.id).toBeUndefined();
    }
    expect(active.filter((entry) => entry.successor !== undefined)).toEqual([]);
  });
});

describe('estimates', () => {
  const cases: readonly (readonly [string, ParameterValues, number, number | 'free' | 'unknown'])[] = [
    ['sketch/picture', {}, 8, 'free'],
    ['openai/gpt-image-2', { quality: 'high' }, 1, 211_000],
    ['openai/gpt-image-2', { quality: 'low', size: '1536x1024' }, 4, 20_000],
    ['openai/gpt-image-2', { quality: 'auto', size: 'auto' }, 1, 211_000],
    ['openai/gpt-image-2.6-flare', { quality: 'low', size: '1440x2560' }, 1, 11_000],
    ['openai/gpt-image-2.6-flare', { quality: 'auto', size: '2560x1440' }, 1, 370_000],
    ['openai/gpt-image-1-mini', { quality: 'low' }, 1, 5000],
    ['replicate/black-forest-labs/flux-schnell', {}, 4, 12_000],
    ['replicate/black-forest-labs/flux-2-pro', {}, 1, 30_000],
    ['replicate/black-forest-labs/flux-2-max', { resolution: '4 MP' }, 1, 160_000],
    ['replicate/google/nano-banana-2', { resolution: '4K' }, 2, 302_000],
    ['replicate/google/veo-3.1', {}, 1, 3_200_000],
    ['replicate/google/veo-3.1-fast', { duration: 4, generate_audio: false }, 1, 400_000],
    ['replicate/kwaivgi/kling-v2.5-turbo-pro', {}, 1, 350_000],
    ['replicate/kwaivgi/kling-v3-video', { mode: '4k', generate_audio: true, duration: 3 }, 1, 1_260_000],
    ['replicate/bytedance/seedance-1-pro', { resolution: '480p' }, 1, 150_000],
    ['replicate/wan-video/wan-2.2-i2v-fast', { resolution: '720p', interpolate_output: true }, 1, 145_000],
    ['replicate/luma/ray-2-720p', {}, 1, 'unknown'],
  ];

  test.each(cases)('%s %o × %i', (id, values, count, expected) => {
    const estimate = estimateCost(byId.get(id)!, values, count);
    if (typeof expected === 'string') expect(estimate).toEqual({ kind: expected });
    else expect(estimate).toMatchObject({ kind: 'usd', micros: expected });
  });
});

describe('a broken catalogue', () => {
  const folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (text: string) => writeFileSync(join(folder, 'models.json'), text);

  test('that is missing or not JSON is named', () => {
    expect(() => loadCatalogue(folder)).toThrow(/models\.json cannot be read/);
    write('[');
    expect(() => loadCatalogue(folder)).toThrow(/models\.json cannot be read/);
  });

  test('with a wrong field says which', () => {
    write(JSON.stringify([{ ...models[0], media: 'sound' }]));
    expect(() => loadCatalogue(folder)).toThrow(/models\.json is not a model catalogue[^]*\[0\]\.media/);
  });

  test('with one id twice is refused', () => {
    write(JSON.stringify([models[0], models[0]]));
    expect(() => loadCatalogue(folder)).toThrow(/lists sketch\/picture twice/);
  });
});

function retiredOn(day: string): readonly string[] {
  return models.filter((entry) => isRetired(entry, Date.parse(day))).map((entry) => entry.id);
}

const kindsOf: Record<NonNullable<Parameter['role']>, readonly Parameter['kind'][]> = {
  prompt: ['text'],
  negative: ['text'],
  seed: ['number'],
  count: ['number'],
  size: ['choice'],
  width: ['number'],
  height: ['number'],
  aspect: ['choice'],
  resolution: ['choice'],
  seconds: ['choice', 'number'],
  image: ['file'],
  images: ['file'],
  mask: ['file'],
  'last-image': ['file'],
  scale: ['choice', 'number'],
};

function unknownKeys(model: ModelEntry, when: ParameterValues): readonly string[] {
  return Object.keys(when).filter((key) => !model.parameters.some((entry) => entry.key === key));
}
