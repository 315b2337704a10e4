import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { interpret } from './interpret.ts';

test('reads scene, time, subjects and hues, and names the words it used', () => {
  const read = interpret('A red lighthouse by the sea at dusk, with two dragons');
  expect(read).toMatchObject({ scene: 'coast', time: 'sunset', hues: ['red'], flags: ['lighthouse'] });
  expect(read.matched).toEqual(['red', 'lighthouse', 'sea', 'dusk']);
  expect(read.ignored).toEqual(['two', 'dragons']);
});

test('short words are reported honestly and only stop words go unmentioned', () => {
  expect(interpret('a cat')).toMatchObject({
    scene: 'meadow',
    flags: ['cat'],
    matched: ['cat'],
    ignored: [],
  });
  expect(interpret('an owl on the elm')).toMatchObject({ scene: null, matched: [], ignored: ['owl', 'elm'] });
});

test('a word that loses to another is reported as ignored', () => {
  expect(interpret('a forest in space')).toMatchObject({
    scene: 'forest',
    matched: ['forest'],
    ignored: ['space'],
  });
  expect(interpret('galaxy with birds in the morning')).toMatchObject({
    flags: [],
    time: null,
    matched: ['galaxy'],
    ignored: ['birds', 'morning'],
  });
});

test.each([
  ['northern lights', { time: 'aurora', matched: ['northern lights'] }],
  ['hot air balloons', { flags: ['balloon'], matched: ['hot air balloons'] }],
  ['ink mountains', { scene: 'mountain', flags: ['ink'], ignored: [] }],
  ['flowing ink', { scene: 'flow', ignored: [] }],
  ['snow-capped peaks', { scene: 'mountain', flags: ['snow'], ignored: ['capped'] }],
  ['stormy night', { time: 'storm', ignored: ['night'] }],
  ['field of poppies', { petals: ['red'], hues: [] }],
  ['🐈 🌙', { flags: ['cat'], time: 'night' }],
])('%s', (prompt, expected) => {
  expect(interpret(prompt)).toMatchObject(expected);
});

test('the negative prompt takes words away, in singular or plural, and keeps the seed from adding them', () => {
  const read = interpret('sea with boats at night', 'boat, birds');
  expect(read).toMatchObject({ scene: 'coast', flags: [], avoided: ['birds', 'boat'] });
  expect(read.matched).toEqual(['sea', 'night']);
  expect(read.ignored).toEqual([]);
});

test('any text of any script and length reads to bounded lists that never overlap', () => {
  expect(interpret('قمر فوق البحر').ignored).toEqual(['قمر', 'فوق', 'البحر']);
  expect(interpret('x'.repeat(100_000)).ignored[0]).toHaveLength(41);
  assert(
    property(string({ unit: 'binary', maxLength: 400 }), string({ maxLength: 40 }), (prompt, negative) => {
      const { matched, ignored } = interpret(prompt, negative);
      expect(ignored.length).toBeLessThanOrEqual(60);
      expect(matched.filter((word) => ignored.includes(word))).toEqual([]);
    }),
  );
});
