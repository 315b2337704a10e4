import { expect, test } from 'vitest';
import { ThumbnailLoader } from './thumbnail-loader.ts';

function harness() {
  const loader = new ThumbnailLoader();
  const started: number[] = [];
  const finish = new Map<number, () => void>();
  const want = (id: number, tile: object = {}): object => {
    loader.want(tile, {
      distance: () => id,
      load: () => {
        started.push(id);
        return new Promise((resolve) => finish.set(id, resolve));
      },
    });
    return tile;
  };
  const settle = async (id: number): Promise<void> => {
    finish.get(id)?.();
    for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
  };
  return { loader, started, want, settle };
}

test('on the move at most twelve load at once, then the nearest of those waiting', async () => {
  const { loader, started, want, settle } = harness();
  loader.setPace('moving');
  for (let id = 100; id < 112; id += 1) want(id);
  for (const id of [50, 7, 30]) want(id);
  expect(started).toHaveLength(12);
  await settle(100);
  await settle(101);
  expect(started.slice(12)).toEqual([7, 30]);
});

test('a recycled tile is not loaded, and a new wish replaces the old', async () => {
  const { loader, started, want, settle } = harness();
  loader.setPace('moving');
  for (let id = 100; id < 112; id += 1) want(id);
  const gone = want(1);
  const reused = want(2);
  loader.forget(gone);
  want(3, reused);
  await settle(100);
  await settle(101);
  expect(started.slice(12)).toEqual([3]);
});

test('nothing starts in flight, and all that waited starts after', () => {
  const { loader, started, want } = harness();
  loader.setPace('flying');
  want(5);
  want(4);
  expect(started).toEqual([]);
  loader.setPace('still');
  expect(started).toEqual([4, 5]);
});

test('a still view has all of its pictures loaded at once', () => {
  const { started, want } = harness();
  for (let id = 0; id < 40; id += 1) want(id);
  expect(started).toHaveLength(40);
});

test('however many wait, all are loaded in the end', async () => {
  const loader = new ThumbnailLoader();
  const started: number[] = [];
  for (let id = 0; id < 400; id += 1) {
    loader.want(
      {},
      {
        distance: () => id,
        load: () => {
          started.push(id);
          return Promise.resolve();
        },
      },
    );
  }
  for (let turn = 0; turn < 400; turn += 1) await Promise.resolve();
  expect(started).toHaveLength(400);
});
