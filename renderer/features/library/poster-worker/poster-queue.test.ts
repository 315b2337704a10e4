import { expect, test } from 'vitest';
import { PosterQueue } from './poster-queue.ts';

async function idle(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

type Behaviour = {
  readonly wanted?: (id: number) => boolean;
  readonly works?: (id: number) => boolean;
};

const always = (): boolean => true;

function harness({ wanted = always, works = always }: Behaviour = {}) {
  const started: number[] = [];
  const made: number[] = [];
  let atOnce = 0;
  let most = 0;
  const queue = new PosterQueue({
    isWanted: wanted,
    made: (id) => made.push(id),
    make: async (id) => {
      started.push(id);
      atOnce += 1;
      most = Math.max(most, atOnce);
      await Promise.resolve();
      atOnce -= 1;
      return works(id);
    },
  });
  return { queue, started, made, most: () => most };
}

test('posters are made one at a time, in the order asked for, also those asked for meanwhile', async () => {
  const { queue, started, made, most } = harness();
  queue.add(1);
  queue.add(2);
  await Promise.resolve();
  queue.add(3);
  await idle();
  queue.add(4);
  await idle();
  expect(started).toEqual([1, 2, 3, 4]);
  expect(made).toEqual(started);
  expect(most()).toBe(1);
});

test('a tile that has gone is passed over, and a video that failed is not tried again', async () => {
  const { queue, started, made } = harness({ wanted: (id) => id !== 2, works: (id) => id !== 3 });
  for (const id of [1, 2, 3, 4]) queue.add(id);
  await idle();
  queue.add(3);
  await idle();
  expect(started).toEqual([1, 3, 4]);
  expect(made).toEqual([1, 4]);
});

test('after dispose nothing is made or told', async () => {
  const { queue, started, made } = harness();
  queue.add(1);
  queue.add(2);
  queue.dispose();
  queue.add(3);
  await idle();
  expect(started).toEqual([1]);
  expect(made).toEqual([]);
});
