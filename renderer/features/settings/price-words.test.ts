import { expect, test } from 'vitest';
import type { Price } from '../../../shared/domain/model.ts';
import { priceWords } from './price-words.ts';

const listed = { asOf: '2026-11-20', source: 'https://example.com' };
const cases: readonly [Price | null, string][] = [
  [null, 'Price unknown'],
  [{ ...listed, unit: 'free', usd: 0 }, 'Free'],
  [{ ...listed, unit: 'image', usd: 0.003 }, '$0.003 per image'],
  [{ ...listed, unit: 'second', usd: 0.4, approximate: true }, 'About $0.40 per second'],
  [{ ...listed, unit: 'megapixel', usd: 0.03, baseUsd: 0.015 }, '$0.03 per megapixel + $0.015 per run'],
  [
    {
      ...listed,
      unit: 'image',
      usd: 0.053,
      table: [
        { when: { quality: 'low' }, usd: 0.006 },
        { when: { quality: 'high' }, usd: 0.211 },
      ],
    },
    '$0.006–$0.211 per image',
  ],
];

test.each(cases)('a price is put into words', (price, expected) => {
  expect(priceWords(price)).toBe(expected);
});
