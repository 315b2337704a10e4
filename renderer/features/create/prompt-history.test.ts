import { expect, test } from 'vitest';
import { type HistoryPlace, rememberPrompt, stepHistory } from './prompt-history.ts';

test('a prompt stands in the history once, newest first, and empty ones never', () => {
  expect(rememberPrompt(['a', 'b'], ' b ')).toEqual(['b', 'a']);
  expect(rememberPrompt(['a'], '  ')).toEqual(['a']);
  const full = Array.from({ length: 200 }, (_, index) => `p${index}`);
  expect(rememberPrompt(full, 'new')).toHaveLength(200);
});

test('stepping back and forth ends at the draft', () => {
  const history = ['newest', 'older'];
  let place: HistoryPlace | null = null;
  let text = 'draft';
  const walk = ([1, 1, 1, -1, -1, -1] as const).map((steps) => {
    const step = stepHistory(history, place, text, steps);
    if (!step) return null;
    ({ place, text } = step);
    return text;
  });
  expect(walk).toEqual(['newest', 'older', null, 'newest', 'draft', null]);
});

test('the prompt that was just used is not offered again', () => {
  expect(stepHistory(['same', 'older'], null, 'same', 1)?.text).toBe('older');
  expect(stepHistory(['same'], null, 'same', 1)).toBeUndefined();
});
