import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeTemplate, expandTemplate, parseTemplate } from './expansion.ts';

function expand(prompt: string, limit = 1000): readonly string[] {
  return expandTemplate(parseTemplate(prompt), limit);
}

test.each([
  ['a cat', ['a cat']],
  ['a {red|blue} cat', ['a red cat', 'a blue cat']],
  ['{a|b} {1|2}', ['a 1', 'a 2', 'b 1', 'b 2']],
  ['{a|{b|c} d}', ['a', 'b d', 'c d']],
  ['{|big }cat', ['cat', 'big cat']],
  ['\\{a|b\\}', ['{a|b}']],
  ['{a\\|b|c}', ['a|b', 'c']],
  ['{"style": "ink"}', ['{"style": "ink"}']],
  ['{x {a|b}}', ['{x a}', '{x b}']],
  ['open {a|b', ['open {a|b']],
  ['open {a|{b|c}', ['open {a|b', 'open {a|c']],
  ['close a|b}', ['close a|b}']],
  ['C:\\new', ['C:\\new']],
  ['{猫|🐈} مرحبا', ['猫 مرحبا', '🐈 مرحبا']],
])('%s', (prompt, expected) => {
  expect(expand(prompt)).toEqual(expected);
});

test('a huge template is counted and its beginning expanded without expanding the rest', () => {
  const template = parseTemplate('{a|b}'.repeat(2000));
  expect(template.size).toBe(Number.POSITIVE_INFINITY);
  const [first, second] = expandTemplate(template, 2);
  expect(first).toBe('a'.repeat(2000));
  expect(second).toBe(`${'a'.repeat(1999)}b`);
});

test('deeply nested braces do not exhaust the stack', () => {
  const prompt = '{a|'.repeat(8000) + '}'.repeat(8000);
  expect(expand(prompt, 3)).toHaveLength(3);
});

test('an escaped text expands to itself and nothing else', () => {
  const text = fc.string({ unit: fc.constantFrom('{', '}', '|', '\\', 'a', ' b') });
  fc.assert(
    fc.property(text, (value) => {
      expect(expand(escapeTemplate(value))).toEqual([value.trim()]);
    }),
  );
});

test('the number of expansions is the size of the template', () => {
  const prompt = fc.string({ unit: fc.constantFrom('{', '}', '|', 'a'), maxLength: 24 });
  fc.assert(
    fc.property(prompt, (value) => {
      const template = parseTemplate(value);
      expect(expandTemplate(template, 100_000)).toHaveLength(template.size);
    }),
  );
});
