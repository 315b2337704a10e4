import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, encode } from './wire.ts';

const roundTrip = (value: unknown) => decode(encode(value));

test('every structured-clone value survives', () => {
  const value = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: false,
    withNullPrototype: false,
  });
  fc.assert(
    fc.property(value, (given) => {
      expect(roundTrip(given)).toEqual(structuredClone(given));
    }),
    { numRuns: 1000 },
  );
});

test('an object with a field called $ is not taken for a tag', () => {
  const value = { $: 'date', v: 0, inner: { $: 'bytes' } };
  expect(roundTrip(value)).toEqual(value);
});

test('a Buffer arrives as a Uint8Array, an error with its name and message', () => {
  expect(roundTrip(Buffer.from([1, 2]))).toEqual(new Uint8Array([1, 2]));
  expect(roundTrip(new RangeError('too far'))).toMatchObject({ name: 'RangeError', message: 'too far' });
});

test.each([
  ['a function', { run: () => 1 }],
  ['a symbol', Symbol('x')],
  ['a blob', new Blob(['x'])],
])("%s is refused in Electron's words", (_kind, value) => {
  expect(() => encode(value)).toThrow('An object could not be cloned.');
});

test('a circular value is refused by name', () => {
  const value: { self?: unknown } = {};
  value.self = value;
  expect(() => encode(value)).toThrow('circular values are not offered');
});
