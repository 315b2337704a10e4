import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import { formatParameters, parseParameters } from './automatic1111.ts';

const fixture = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../../tests/fixtures/recipes', name), 'utf8');

test('reads prompt, negative prompt over several lines, and every parameter', () => {
  expect(parseParameters(fixture('automatic1111-plain.txt'))).toEqual({
    prompt: 'a lighthouse at dusk, <lora:coast:0.8>, (detailed:1.2)\nsoft light, 50mm',
    negative: 'blurry, lowres,\nbad hands',
    seed: 3187264490,
    model: 'dreamshaper_8',
    parameters: {
      steps: 28,
      sampler: 'DPM++ 2M',
      scheduler: 'Karras',
      cfg_scale: 6.5,
      width: 768,
      height: 512,
      model_hash: '4199bcdd14',
      clip_skip: 2,
      lora_hashes: 'coast: 12ab34cd, detail: 56ef',
      version: 'v1.10.1',
    },
  });
});

test('a prompt that begins like parameters, quoted values, and lines behind the parameters', () => {
  const found = parseParameters(fixture('automatic1111-extra-lines.txt'));
  expect(found).toMatchObject({
    prompt: 'Steps: of stone, leading up',
    negative: '',
    seed: 5,
    model: 'v1-5-pruned',
  });
  expect(found?.parameters).toMatchObject({ template: 'a "quoted", line', wildcard_prompt: 'x' });
});

test('other text is no recipe', () => {
  for (const text of ['', 'a holiday photo', 'Steps', 'Steps: many', '{"prompt":"x"}', '\0\0\0']) {
    expect(parseParameters(text)).toBeNull();
  }
});

test('hostile text takes no more time than its length', () => {
  const started = process.cpuUsage();
  for (const piece of [',', ':', '": ', 'a:"', 'Steps: 1\n', '\\"', ' ']) {
    parseParameters(`Steps: 1, ${piece.repeat(500_000 / piece.length)}x`);
  }
  expect(process.cpuUsage(started).user).toBeLessThan(5_000_000);
});

test('never throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      parseParameters(text);
      parseParameters(`Steps: 1, ${text}`);
    }),
  );
});

test('what is written can be read', () => {
  const line = fc
    .string({ unit: 'grapheme', maxLength: 80 })
    .map((text) => text.replace(/[\r\n\u2028\u2029]/g, ' ').trim())
    .filter((text) => !/^(?:Steps|Negative prompt):/.test(text));
  fc.assert(
    fc.property(line, line, fc.integer({ min: 0, max: 2 ** 32 - 1 }), (prompt, negative, seed) => {
      const recipe: Recipe = {
        v: 1,
        app: '1.2.3',
        provider: 'openai',
        model: 'openai/a, "b": c',
        prompt,
        negative,
        seed,
        parameters: { steps: 12, size: { width: 1 } },
        inputs: [],
        ai: true,
      };
      const found = parseParameters(formatParameters(recipe, { width: 640, height: 480 }));
      expect(found).toMatchObject({ prompt, negative, seed, model: recipe.model });
      expect(found?.parameters).toMatchObject({ steps: 12, width: 640, height: 480 });
    }),
  );
});
