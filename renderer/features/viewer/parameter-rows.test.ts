import { expect, test } from 'vitest';
import { parameterRows } from './parameter-rows.ts';

test('keys read as words and values as written; empty ones are left out', () => {
  expect(
    parameterRows({
      num_inference_steps: 28,
      aspectRatio: '16:9',
      disable_safety_checker: false,
      negative: '',
      mask: null,
      duration: '8',
      loras: [{ name: 'ink' }],
    }).map(({ name, value }) => [name, value]),
  ).toEqual([
    ['Num inference steps', '28'],
    ['Aspect ratio', '16:9'],
    ['Disable safety checker', 'No'],
    ['Duration', '8 s'],
    ['Loras', '[{"name":"ink"}]'],
  ]);
});
