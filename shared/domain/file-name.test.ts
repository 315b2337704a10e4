import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fillTemplate, nameKey, type NameFacts, numbered, safeName, unknownTokens } from './file-name.ts';

const facts: NameFacts = {
  id: 42,
  createdAt: new Date(2026, 10, 23, 7, 5, 9).getTime(),
  prompt: 'A lighthouse at dusk, painted in watercolour by the sea',
  model: 'Flux Schnell',
  provider: 'replicate',
  seed: 7,
  width: 1024,
  height: 768,
  sha256: 'abcdef0123456789'.repeat(4),
  n: 3,
};

test('fills every token', () => {
  expect(fillTemplate('{date} {time} {prompt:20} {model} {seed}', facts)).toBe(
    '2026-11-23 07-05-09 A lighthouse at dusk Flux Schnell 7',
  );
  expect(fillTemplate('{year}/{month}/{n:4}_{width}x{height}_{hash}', facts)).toBe(
    '2026/11/0003_1024x768_abcdef01',
  );
  expect(fillTemplate('{provider} {id} {day}', facts)).toBe('replicate 42 23');
});

test('says which tokens mean nothing, and leaves them', () => {
  expect(unknownTokens('{date} {promt:4} {x}')).toEqual(['promt', 'x']);
  expect(fillTemplate('{promt} {seed}', { ...facts, seed: null })).toBe('{promt}');
});

test('cuts by characters as people count them', () => {
  const family = '👨‍👩‍👧‍👦';
  expect(fillTemplate('{prompt:2}', { ...facts, prompt: family.repeat(5) })).toBe(family.repeat(2));
  expect(fillTemplate('{prompt:14}', facts)).toBe('A lighthouse');
});

test('a prompt makes no folder and leaves none', () => {
  for (const prompt of ['../../etc/passwd', '..\\..\\Windows', '/etc', 'C:\\x', '....//']) {
    const name = fillTemplate('{prompt}', { ...facts, prompt });
    expect(name).not.toMatch(/[/\\:]/);
    expect(name).not.toMatch(/^\./);
  }
  expect(fillTemplate('../{prompt}/../x', { ...facts, prompt: '..' })).toBe('x');
});

test('names of devices and names that only look like others', () => {
  expect(safeName('CON')).toBe('_CON');
  expect(safeName('con.png')).toBe('_con.png');
  expect(safeName('COM¹')).toBe('_COM¹');
  expect(safeName('console')).toBe('console');
  expect(safeName('photo\u202egpj.exe')).toBe('photo gpj.exe');
  expect(fillTemplate('{prompt}', { ...facts, prompt: ' . ' })).toBe('untitled');
});

test('every name is safe on every system, and stays so when it is numbered', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.string({ unit: 'grapheme', maxLength: 400 }),
    fc.constantFrom('NUL', 'aux.', ' lpt1 ', '.\u0000.', 'ﬀ'.repeat(300), '\ud800', 'e\u0301'.repeat(300)),
  );
  fc.assert(
    fc.property(text, text, (prompt, template) => {
      const path = fillTemplate(`${template}{prompt:300}`, { ...facts, prompt });
      for (const part of path.split('/')) {
        const name = numbered(part, 99_999);
        // oxlint-disable-next-line no-control-regex -- looks for exactly those
        expect(name).not.toMatch(/[<>:"\\|?*\u0000-\u001f\u007f]/);
        expect(part).toBe(part.normalize('NFC'));
        expect(part).toMatch(/^[^\s.](?:.*[^\s.])?$/su);
        expect(part).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i);
        expect(new TextEncoder().encode(`${name}.webm.json`).length).toBeLessThanOrEqual(255);
      }
    }),
    { numRuns: 200 },
  );
});

test('one key for what Windows and macOS call the same file', () => {
  expect(nameKey('Caf\u00e9.PNG')).toBe(nameKey('cafe\u0301.png'));
});
