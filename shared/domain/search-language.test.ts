import fc from 'fast-check';
import { expect, test } from 'vitest';
import { searchDateRange } from './search-date.ts';
import { describeSearchProblem, formatSearch, operatorNames, parseSearch } from './search-language.ts';

const terms = (text: string) => parseSearch(text).terms.map(({ term }) => term);

test('words, phrases, beginnings, insides and what is excluded', () => {
  expect(terms('light "at dusk" -fog harb* *ight* -"no people"')).toEqual([
    { kind: 'word', text: 'light', negated: false },
    { kind: 'phrase', text: 'at dusk', negated: false },
    { kind: 'word', text: 'fog', negated: true },
    { kind: 'prefix', text: 'harb', negated: false },
    { kind: 'contains', text: 'ight', negated: false },
    { kind: 'phrase', text: 'no people', negated: true },
  ]);
});

test('every operator reads its value', () => {
  expect(
    terms(
      'model:"GPT Image" provider:openai is:video -is:favorite rating:>=4 rating:3 size:<2048px size:tall before:2026-11 on:today label:none seed:42 collection:Best TAG:cat',
    ),
  ).toEqual([
    { kind: 'model', text: 'gpt image', negated: false },
    { kind: 'provider', text: 'openai', negated: false },
    { kind: 'is', is: 'video', negated: false },
    { kind: 'is', is: 'favourite', negated: true },
    { kind: 'rating', comparison: '>=', value: 4, negated: false },
    { kind: 'rating', comparison: '=', value: 3, negated: false },
    { kind: 'size', comparison: '<', value: 2048, negated: false },
    { kind: 'shape', shape: 'tall', negated: false },
    { kind: 'before', date: '2026-11', negated: false },
    { kind: 'on', date: 'today', negated: false },
    { kind: 'label', label: 'none', negated: false },
    { kind: 'seed', value: 42, negated: false },
    { kind: 'collection', text: 'best', negated: false },
    { kind: 'tag', text: 'cat', negated: false },
  ]);
});

test('unknown operators, half-typed quotes and lone signs are text', () => {
  expect(terms('https://x.y foo:bar "half typed')).toEqual([
    { kind: 'word', text: 'https://x.y', negated: false },
    { kind: 'word', text: 'foo:bar', negated: false },
    { kind: 'phrase', text: 'half typed', negated: false },
  ]);
  expect(terms('- "" *')).toEqual([
    { kind: 'word', text: '-', negated: false },
    { kind: 'word', text: '*', negated: false },
  ]);
});

test('a value that an operator cannot take is named with its place and left out', () => {
  const parsed = parseSearch('cat rating:>=9 before:2026-02-31 is:nice');
  expect(parsed.terms).toHaveLength(1);
  expect(parsed.problems.map(({ start, end }) => [start, end])).toEqual([
    [4, 14],
    [15, 32],
    [33, 40],
  ]);
  expect(parsed.problems.map(describeSearchProblem)[0]).toBe(
    '“rating:>=9” was left out: rating: takes stars from 0 to 5, such as rating:>=4.',
  );
});

test('whatever is typed, writing its terms and reading them again gives the same terms', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom('-', '"', '*', ':', ' ', 'ß', '京', '>=4', '2026-11'),
    fc.constantFrom(...operatorNames).map((name) => ` ${name}:`),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const first = terms(pieces.join(''));
      expect(terms(formatSearch(first))).toEqual(first);
    }),
    { numRuns: 2000 },
  );
});

test('places in the text cover exactly what was typed for a term', () => {
  const text = ' fog  model:"a b" -x';
  expect(parseSearch(text).terms.map(({ start, end }) => text.slice(start, end))).toEqual([
    'fog',
    'model:"a b"',
    '-x',
  ]);
});

test('dates are whole days, months and years of this zone', () => {
  const start = (year: number, month: number, day: number) => new Date(year, month - 1, day).getTime();
  expect(searchDateRange('2024-02', 0)).toEqual({ from: start(2024, 2, 1), to: start(2024, 3, 1) });
  expect(searchDateRange('2024-12-31', 0)).toEqual({ from: start(2024, 12, 31), to: start(2025, 1, 1) });
  expect(searchDateRange('yesterday', start(2026, 3, 1) + 5)).toEqual({
    from: start(2026, 2, 28),
    to: start(2026, 3, 1),
  });
  for (const wrong of ['2023-02-29', '2024-13', '1969', '20240101', '']) {
    expect(searchDateRange(wrong, 0)).toBeNull();
  }
});
