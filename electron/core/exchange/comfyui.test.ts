import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseComfy } from './comfyui.ts';

const fixture = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../../tests/fixtures/recipes', name), 'utf8');

test('walks from the sampler to both texts; NaN does not stop it', () => {
  expect(parseComfy(fixture('comfyui-prompt.json'), undefined)).toEqual({
    prompt: 'a glass bottle with a galaxy inside, 紫',
    negative: 'text, watermark',
    seed: 156680208700286,
    model: 'v1-5-pruned-emaonly',
    parameters: { steps: 20, cfg_scale: 8, sampler: 'euler', scheduler: 'normal', denoising_strength: 1 },
  });
});

test('a guider, a text that comes from another node, noise of its own', () => {
  expect(parseComfy(fixture('comfyui-guider.json'), undefined)).toEqual({
    prompt: 'a cat that sleeps on a map',
    negative: '',
    seed: 219670278747233,
    model: 'flux1-dev',
    parameters: { steps: 25, cfg_scale: 3.5, sampler: 'euler', scheduler: 'simple', denoising_strength: 1 },
  });
});

test('only the drawn workflow is there', () => {
  expect(parseComfy(undefined, fixture('comfyui-workflow.json'))).toMatchObject({
    prompt: 'a quiet harbour',
    negative: 'text, watermark',
    seed: 42,
    model: 'sd_xl_base_1.0',
    parameters: { steps: 30, cfg_scale: 7.5, sampler: 'dpmpp_2m', scheduler: 'karras' },
  });
});

test('links in a circle end', () => {
  const graph = {
    1: { class_type: 'KSampler', inputs: { positive: ['2', 0], negative: ['1', 0], seed: 7 } },
    2: { class_type: 'ConditioningCombine', inputs: { a: ['3', 0], b: ['2', 0] } },
    3: { class_type: 'Reroute', inputs: { in: ['2', 0] } },
  };
  expect(parseComfy(JSON.stringify(graph), undefined)).toMatchObject({ prompt: '', negative: '', seed: 7 });
});

test('other JSON, and no JSON, is no recipe', () => {
  for (const text of [
    '',
    'null',
    '[]',
    '{}',
    '"x"',
    '{"a":1}',
    '{"1":{"class_type":"SaveImage","inputs":{}}}',
    '{"1":',
  ]) {
    expect(parseComfy(text, text)).toBeNull();
  }
});

test('hostile text takes no more time than its length', () => {
  const started = process.cpuUsage();
  for (const piece of ['[', '{"a":', ': ', ':NaN,', '"', '\\"', '\n']) {
    const text = `${piece.repeat(500_000 / piece.length)}NaN`;
    parseComfy(text, text);
  }
  expect(process.cpuUsage(started).user).toBeLessThan(5_000_000);
});

test('NaN in a prompt stays a word', () => {
  const graph =
    '{"1":{"class_type":"CLIPTextEncode","inputs":{"text":"bread: NaN, \\"NaN\\""}},"2":[NaN,-Infinity]}';
  expect(parseComfy(graph, undefined)?.prompt).toBe('bread: NaN, "NaN"');
});

test('never throws on any JSON', () => {
  const inputs = fc.dictionary(
    fc.constantFrom('positive', 'negative', 'text', 'seed', 'steps', 'guider'),
    fc.jsonValue(),
  );
  const nodes = fc.record({ class_type: fc.constantFrom('KSampler', 'CLIPTextEncode', 'x'), inputs });
  fc.assert(
    fc.property(fc.oneof(fc.dictionary(fc.constantFrom('1', '2', '3'), nodes), fc.jsonValue()), (graph) => {
      parseComfy(JSON.stringify(graph), undefined);
      parseComfy(undefined, JSON.stringify({ nodes: [graph], links: [graph] }));
    }),
  );
});
