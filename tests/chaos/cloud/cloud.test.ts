import { expect, test } from 'vitest';
import { shortList } from './plan.ts';
import { nameOf } from './turnstile.ts';

/** A part of `npm run chaos -- cloud` that is short enough for every run of the tests. */

test('the functions killed where money changes hands: nobody pays for what they did not get, and nobody twice', async () => {
  const results = await shortList();
  const wrong = results.flatMap((result) =>
    result.wrong.map((what) => `${result.way.name}, ${nameOf(result.kill)}: ${what}`),
  );
  expect(wrong).toEqual([]);
  expect(results.length).toBeGreaterThan(20);
}, 300_000);
