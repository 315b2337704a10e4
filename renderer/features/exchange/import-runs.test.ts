import fc from 'fast-check';
import { expect, test } from 'vitest';
import { importState, type ImportRun } from '../../../shared/domain/exchange.ts';
import { fractionOf, isUnderWay, shownRuns, withRun } from './import-runs.ts';

function run(id: number, patch: Partial<ImportRun> = {}): ImportRun {
  return {
    id,
    state: 'reading',
    found: 10,
    imported: 0,
    duplicates: 0,
    skipped: 0,
    problem: null,
    startedAt: 0,
    finishedAt: null,
    keep: 'copy',
    watchedFolderId: null,
    ...patch,
  };
}

test('how far an import is counts everything that was dealt with', () => {
  expect(fractionOf(run(1, { imported: 2, duplicates: 2, skipped: 1 }))).toBe(0.5);
  expect(fractionOf(run(1, { state: 'listing', found: 500, imported: 2 }))).toBeNull();
  expect(fractionOf(run(1, { found: 0 }))).toBeNull();
});

test('the fraction stays between 0 and 1 whatever the counts say', () => {
  const count = fc.nat(100_000);
  fc.assert(
    fc.property(count, count, count, count, (found, imported, duplicates, skipped) => {
      const fraction = fractionOf(run(1, { found, imported, duplicates, skipped }));
      expect(fraction === null || (fraction >= 0 && fraction <= 1)).toBe(true);
    }),
  );
});

test('news of a run replaces it; runs stay the newest first', () => {
  const runs = [run(3), run(2), run(1)];
  const next = withRun(runs, run(2, { imported: 7 }));
  expect(next.map(({ id, imported }) => [id, imported])).toEqual([
    [3, 0],
    [2, 7],
    [1, 0],
  ]);
  expect(withRun(next, run(4)).map(({ id }) => id)).toEqual([4, 3, 2, 1]);
});

test('a finished run is shown only to who saw it run, until it is dismissed; an unfinished one always', () => {
  for (const state of importState.options) {
    const runs = [run(1, { state })];
    const always = ['listing', 'reading', 'halted'].includes(state);
    expect(shownRuns(runs, new Set(), new Set()).length).toBe(always ? 1 : 0);
    expect(shownRuns(runs, new Set([1]), new Set()).length).toBe(1);
    expect(shownRuns(runs, new Set([1]), new Set([1])).length).toBe(always ? 1 : 0);
  }
});

test('a halted import is not under way', () => {
  expect(importState.options.filter((state) => isUnderWay(run(1, { state })))).toEqual([
    'listing',
    'reading',
  ]);
});
