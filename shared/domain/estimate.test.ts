import { expect, test } from 'vitest';
import { estimateCost, sumEstimates } from './estimate.ts';
import { modelEntry, type Price } from './model.ts';

const model = (price: Partial<Price> | null, parameters: object[] = []) =>
  modelEntry.parse({
    id: 'replicate/x',
    provider: 'replicate',
    slug: 'x',
    name: 'X',
    media: 'image',
    summary: '',
    parameters,
    price: price && { unit: 'image', usd: 0, asOf: '2026-11-01', source: 'test', ...price },
    ai: true,
  });
const usd = (micros: number, approximate = false) => ({ kind: 'usd', micros, approximate });

test('a picture, a run and a table row', () => {
  expect(estimateCost(model({ usd: 0.003 }), {}, 4)).toEqual(usd(12_000));
  const table = [{ when: { quality: 'high', size: '1024x1024' }, usd: 0.2 }];
  const tabled = model({ usd: 0.05, table, approximate: true });
  expect(estimateCost(tabled, { quality: 'high', size: '1024x1024' }, 1)).toEqual(usd(200_000, true));
  expect(estimateCost(tabled, { quality: 'high' }, 1)).toEqual(usd(50_000, true));
});

test('seconds of a clip, from the value or its default; unknown without a length', () => {
  const seconds = {
    key: 'duration',
    title: 'Length',
    kind: 'choice',
    role: 'seconds',
    options: [5, 10],
    default: 5,
  };
  expect(estimateCost(model({ unit: 'second', usd: 0.07 }, [seconds]), {}, 1)).toEqual(usd(350_000));
  expect(estimateCost(model({ unit: 'second', usd: 0.07 }, [seconds]), { duration: 10 }, 2)).toEqual(
    usd(1_400_000),
  );
  expect(estimateCost(model({ unit: 'second', usd: 0.07 }), {}, 1)).toEqual({ kind: 'unknown' });
});

test('megapixels from width and height, a size, a resolution; one without any', () => {
  const price = { unit: 'megapixel' as const, usd: 0.01, baseUsd: 0.02 };
  const field = (role: string) => ({ key: role, title: role, kind: 'text', role });
  expect(
    estimateCost(model(price, [field('width'), field('height')]), { width: 2000, height: 1000 }, 1),
  ).toEqual(usd(40_000));
  expect(estimateCost(model(price, [field('size')]), { size: '1000x1000' }, 1)).toEqual(usd(30_000));
  expect(estimateCost(model(price, [field('resolution')]), { resolution: '4 MP' }, 1)).toEqual(usd(60_000));
  expect(estimateCost(model(price), {}, 1)).toEqual(usd(30_000));
});

test('free, unknown, and hardware that is only typical', () => {
  expect(estimateCost(model({ unit: 'free' }), {}, 9)).toEqual({ kind: 'free' });
  expect(estimateCost(model(null), {}, 1)).toEqual({ kind: 'unknown' });
  expect(estimateCost(model({ unit: 'hardware-second', usd: 0.001, typicalSeconds: 8 }), {}, 1)).toEqual(
    usd(8000, true),
  );
});

test('sums say when they are not whole', () => {
  const known = { kind: 'usd', micros: 5, approximate: false } as const;
  expect(sumEstimates([known, { kind: 'free' }])).toEqual({ micros: 5, complete: true, approximate: false });
  expect(sumEstimates([known, { kind: 'unknown' }])).toMatchObject({ micros: 5, complete: false });
});
