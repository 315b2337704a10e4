import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exifWith } from '../../../tests/fixtures/recipes/exif-block.ts';
import { readExif } from './exif.ts';

const comment = 'a café 🦊 by night\nSteps: 20, Seed: 1';

test('reads a comment in UTF-16 of either byte order, whatever the order of the block', () => {
  for (const blockOrder of ['little', 'big'] as const) {
    for (const textOrder of ['little', 'big'] as const) {
      const block = exifWith({ userComment: comment, blockOrder, textOrder });
      expect(readExif(block)?.userComment).toBe(comment);
    }
  }
});

test('reads make, model and the time it was taken', () => {
  const found = readExif(
    exifWith({ make: 'workflow:{}', model: 'prompt:{}', takenAt: '2024:03:05 06:07:08' }),
  );
  expect(found).toMatchObject({
    make: 'workflow:{}',
    model: 'prompt:{}',
    userComment: null,
    description: null,
  });
  expect(found?.takenAt).toBe(new Date(2024, 2, 5, 6, 7, 8).getTime());
  expect(readExif(exifWith({ takenAt: '0000:00:00 00:00:00' }))?.takenAt).toBeNull();
});

test('never throws, whatever is broken', () => {
  const whole = exifWith({ userComment: comment, make: 'm', model: 'n', takenAt: '2024:03:05 06:07:08' });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 12 }),
      fc.nat(whole.length),
      (hits, end) => {
        const broken = Buffer.from(whole);
        for (const [at, value] of hits) broken[at] = value;
        readExif(broken);
        readExif(broken.subarray(0, end));
      },
    ),
    { numRuns: 500 },
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void readExif(bytes)));
});
