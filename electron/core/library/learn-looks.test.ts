import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { createExchangeRig } from '../../../tests/support/exchange-rig.ts';
import { tempFolder } from '../../../tests/support/temp-folder.ts';
import { createThumbnailMaker } from '../media/thumbnail-maker.ts';
import { openThumbnailStore } from '../media/thumbnails.ts';
import { composeScene } from '../../../shared/sketch/compose.ts';
import { systemClock } from '../system-clock.ts';
import { alikeBits } from './look-alikes.ts';
import { createLookLearner } from './learn-looks.ts';

/** A picture with something to see in it. */
function picture(seed: number): Promise<Buffer> {
  const [width, height] = [120, 80];
  const { frame } = composeScene({ prompt: 'a lighthouse at dusk', negative: '', seed, width, height });
  return sharp(frame(0), { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

async function library() {
  const folder = tempFolder();
  const inbox = tempFolder();
  for (let n = 0; n < 20; n += 1) writeFileSync(join(inbox, `${n}.png`), await picture(n));
  const rig = await createExchangeRig(folder);
  await rig.importAll(inbox);
  const known = () =>
    rig.db
      .prepare<[], [bigint, bigint | null]>('SELECT id, look FROM creation ORDER BY id')
      .raw()
      .safeIntegers()
      .all();
  const store = openThumbnailStore(join(folder, 'thumbnails.sqlite'));
  const { creations, originals } = rig;
  const failed: number[] = [];
  const emit = (_: unknown, payload: unknown) => void failed.push((payload as { readonly id: number }).id);
  const thumbnails = createThumbnailMaker({ store, creations, originals, emit });
  /** Runs the learner until it has nothing more to do, or until it is stopped. */
  async function learn(until: (sleeps: number) => boolean): Promise<void> {
    const errors: unknown[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    let sleeps = 0;
    const clock = {
      ...systemClock,
      after: (_ms: number, run: () => void) => {
        run();
        return () => undefined;
      },
      sleep: async () => {
        sleeps += 1;
        if (until(sleeps)) resolve();
      },
    };
    const log = {
      info: () => undefined,
      error: (_message: string, cause: unknown) => `${errors.push(cause)}`,
    };
    const learner = createLookLearner({ creations, originals, store, thumbnails, clock, log });
    await promise;
    await learner.stop();
    expect(errors).toEqual([]);
  }
  return {
    ...rig,
    known,
    store,
    failed,
    learn,
    pathOf: (id: number) => originals.pathOf(creations.originalOf(id)!),
  };
}

test('what comes in is looked at on the way', async () => {
  const { known } = await library();
  expect(known().filter(([, look]) => look === null || look === 0n)).toEqual([]);
});

test('an older library is looked at bit by bit, broken files once', async () => {
  const { db, known, store, failed, learn, pathOf, creations } = await library();
  const before = known();
  const [withThumbnail, broken, missing, ...others] = before.map(([id]) => Number(id));
  db.exec('UPDATE creation SET look = NULL');
  store.remove([broken ?? 0, missing ?? 0, ...others.slice(0, 3)]);
  writeFileSync(pathOf(broken ?? 0), 'no picture');
  rmSync(pathOf(missing ?? 0));
  // The originals of the rest are not needed: their thumbnails are there.
  rmSync(pathOf(withThumbnail ?? 0));

  await learn((sleeps) => sleeps === 1);
  const halfway = known().filter(([, look]) => look !== null);
  expect(halfway.length).toBeGreaterThan(0);
  expect(halfway.length).toBeLessThan(before.length - 1);
  await learn((sleeps) => sleeps === 1);

  const after = new Map(known().map(([id, look]) => [Number(id), look]));
  expect(after.get(missing ?? 0)).toBeNull();
  expect(after.get(broken ?? 0)).toBe(0n);
  expect(failed).toEqual([broken]);
  for (const [key, look] of before) {
    const id = Number(key);
    if (id === broken || id === missing) continue;
    expect(bits((look ?? 0n) ^ (after.get(id) ?? 0n))).toBeLessThanOrEqual(alikeBits);
  }
  expect(creations.unlooked(Number.MAX_SAFE_INTEGER, 100)).toEqual([missing]);
});

function bits(value: bigint): number {
  return BigInt.asUintN(64, value).toString(2).replaceAll('0', '').length;
}
