import { beforeAll, expect, test } from 'vitest';
import { buildChild } from './build-child.ts';
import { measureLives, randomCases, runAll, shortList } from './plan.ts';
import { nameOf, type CaseResult } from './run-case.ts';

/** A part of `npm run chaos` that is short enough for every run of the tests. */

let child = '';
beforeAll(async () => {
  child = await buildChild();
});

const wrongOf = (results: readonly CaseResult[]) =>
  results.flatMap(({ target, kill, wrong }) =>
    wrong.map((what) => `${target.name}, ${nameOf(kill)}: ${what}`),
  );

test('killed at every step: one outcome, at most one bill, whole files, nothing left behind', async () => {
  const results = await runAll(child, shortList(), () => undefined);
  expect(wrongOf(results)).toEqual([]);
  expect(results.length).toBeGreaterThan(30);
}, 120_000);

test('killed at random times', async () => {
  const results = await runAll(
    child,
    randomCases(10, 20_261_123, await measureLives(child)),
    () => undefined,
  );
  expect(wrongOf(results)).toEqual([]);
}, 120_000);
