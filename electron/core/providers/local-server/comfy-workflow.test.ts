import fc from 'fast-check';
import { expect, test } from 'vitest';
import { previewOf } from './comfy-socket.ts';
import { bindWorkflow, parseWorkflow, placeholdersIn } from './comfy-workflow.ts';

const text = JSON.stringify({
  '1': {
    class_type: 'A',
    inputs: {
      seed: '%seed%',
      text: 'a %prompt%, %unknown% 100%',
      list: ['%width%', 3],
      nested: { image: '%image%' },
    },
  },
});

test('placeholders take the type of what fills them, and only known ones are touched', () => {
  const graph = parseWorkflow(text);
  if (!graph.ok) throw new Error(graph.error);
  expect(placeholdersIn(graph.value)).toEqual(['prompt', 'seed', 'width', 'image']);
  expect(bindWorkflow(graph.value, { seed: 5, prompt: '"quoted" %seed%', width: 640 })['1']?.inputs).toEqual({
    seed: 5,
    text: 'a "quoted" %seed%, %unknown% 100%',
    list: [640, 3],
    nested: { image: '%image%' },
  });
});

test('a prompt is never read as a placeholder or as part of the graph', () => {
  const graph = parseWorkflow(text);
  if (!graph.ok) throw new Error(graph.error);
  fc.assert(
    fc.property(fc.string(), (prompt) => {
      expect(bindWorkflow(graph.value, { prompt })['1']?.inputs['text']).toBe(`a ${prompt}, %unknown% 100%`);
    }),
  );
});

test.each([
  [null, 'No workflow'],
  ['{', 'not JSON'],
  ['{"nodes":[]}', 'Export (API)'],
  ['{}', 'not a ComfyUI workflow'],
  ['{"1":{"inputs":{}}}', 'not a ComfyUI workflow'],
])('%j is refused in words', (given, words) => {
  expect(parseWorkflow(given)).toEqual({ ok: false, error: expect.stringContaining(words) });
});

test('only preview frames are pictures', () => {
  const frame = (event: number, format: number) =>
    new Uint8Array([0, 0, 0, event, 0, 0, 0, format, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(previewOf(frame(1, 2))).toEqual({
    bytes: new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]),
    mime: 'image/png',
  });
  expect(previewOf(frame(1, 1))?.mime).toBe('image/jpeg');
  expect(previewOf(frame(2, 1))).toBeNull();
  expect(previewOf(new Uint8Array(4))).toBeNull();
});
