import { expect, test } from 'vitest';
import { checkWorkflow } from './workflow.ts';

test('a workflow is a JSON object with a place for the prompt', () => {
  expect(checkWorkflow('{"6":{"inputs":{"text":"%prompt%"},"class_type":"CLIPTextEncode"}}')).toBeNull();
  expect(checkWorkflow('{"6":{"inputs":{"text":"a cat"}}}')).toBe('no-prompt');
});

test.each(['', '{', '[]', 'null', '"%prompt%"'])('what is no JSON object is refused: %s', (source) => {
  expect(checkWorkflow(source)).toBe('not-json');
});
