import { expect, test } from 'vitest';
import type { StorageCheck } from '../../../shared/domain/storage.ts';
import { brokenOf, findingsOf, isRepairable, repairsOf } from './storage-findings.ts';
import { fractionOf } from './use-storage-task.ts';

const fine: StorageCheck = {
  checked: 10,
  missing: [],
  changed: [],
  damaged: [],
  strays: 0,
  thumbnailsMissing: 0,
  searchWrong: 0,
  databaseOk: true,
};
const nothingDone = {
  originalsFound: 0,
  thumbnailsMade: 0,
  searchRebuilt: 0,
  databaseAtNextStart: false,
  left: fine,
};

test('a library in order has no findings', () => {
  expect(findingsOf(fine)).toEqual([]);
  expect(isRepairable(fine)).toBe(false);
});

test('every kind of trouble is a line of its own, and all but strays can be repaired', () => {
  const troubles: readonly (readonly [Partial<StorageCheck>, boolean])[] = [
    [{ missing: [1] }, true],
    [{ changed: [1] }, true],
    [{ damaged: [1] }, true],
    [{ thumbnailsMissing: 2 }, true],
    [{ searchWrong: 1 }, true],
    [{ databaseOk: false }, true],
    [{ strays: 3 }, false],
  ];
  for (const [trouble, repairable] of troubles) {
    expect(findingsOf({ ...fine, ...trouble })).toHaveLength(1);
    expect(isRepairable({ ...fine, ...trouble })).toBe(repairable);
  }
  const all = Object.assign({}, fine, ...troubles.map(([trouble]) => trouble));
  expect(new Set(findingsOf(all)).size).toBe(troubles.length);
});

test('what a repair could not put right is named, without the thumbnails that cannot be made of it', () => {
  const left = { ...fine, missing: [1], damaged: [3, 2], thumbnailsMissing: 3 };
  expect(findingsOf(left)).toHaveLength(3);
  expect(findingsOf(left, true)).toHaveLength(2);
  expect(findingsOf({ ...fine, thumbnailsMissing: 3 }, true)).toHaveLength(1);
  expect(brokenOf(left)).toEqual([
    { id: 1, state: 'missing' },
    { id: 3, state: 'damaged' },
    { id: 2, state: 'damaged' },
  ]);
});

test('a repair says what it did, also when that is nothing', () => {
  expect(repairsOf(nothingDone)).toHaveLength(1);
  const busy = { originalsFound: 1, thumbnailsMade: 2, searchRebuilt: 3, databaseAtNextStart: true };
  expect(repairsOf({ ...nothingDone, ...busy })).toHaveLength(4);
});

test('how far a task is, and that nobody can tell before it is known how much there is', () => {
  expect(fractionOf({ done: 0, total: 0 })).toBeNull();
  expect(fractionOf({ done: 5, total: 10 })).toBe(0.5);
  expect(fractionOf({ done: 12, total: 10 })).toBe(1);
});
