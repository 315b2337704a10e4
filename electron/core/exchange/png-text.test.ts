import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { samplePng } from '../../../tests/doubles/media-samples.ts';
import { pngWith } from '../../../tests/fixtures/recipes/marked-files.ts';
import { bufferSource } from './byte-source.ts';
import { readPngTexts, rewritePngTexts } from './png-text.ts';

const read = (bytes: Uint8Array) => readPngTexts(bufferSource(bytes));

test('reads all three kinds of text, in Latin-1 and in UTF-8', async () => {
  const png = pngWith([
    ['tEXt', Buffer.from('parameters\0caf\xe9', 'latin1')],
    ['tEXt', Buffer.from('utf8\0café 🦊', 'utf8')],
    ['zTXt', Buffer.concat([Buffer.from('workflow\0\0'), deflateSync(Buffer.from('{"nodes":[]}'))])],
    ['iTXt', Buffer.concat([Buffer.from('prompt\0\x01\0en\0Eingabe\0'), deflateSync(Buffer.from('紫'))])],
  ]);
  expect(Object.fromEntries(await read(png))).toEqual({
    parameters: 'café',
    utf8: 'café 🦊',
    workflow: '{"nodes":[]}',
    prompt: '紫',
  });
});

test('passes over bombs, cut chunks and nameless ones', async () => {
  const bomb = deflateSync(Buffer.alloc(64 * 1024 * 1024));
  const png = pngWith([
    ['zTXt', Buffer.concat([Buffer.from('bomb\0\0'), bomb])],
    ['zTXt', Buffer.from('broken\0\0nothing')],
    ['iTXt', Buffer.from('short\0\0')],
    ['tEXt', Buffer.from('\0nameless')],
    ['tEXt', Buffer.from('good\0yes')],
  ]);
  expect([...(await read(png))]).toEqual([['good', 'yes']]);
});

test('what is written is read, by others too, and the picture is the same', async () => {
  const before = samplePng();
  const texts = fc.dictionary(
    fc.constantFrom('parameters', 'videopicai', 'Comment'),
    fc.string({ unit: 'binary', maxLength: 200 }).map((text) => text.toWellFormed()),
  );
  await fc.assert(
    fc.asyncProperty(texts, async (entries) => {
      const after = rewritePngTexts(before, new Map(Object.entries(entries)));
      expect(Object.fromEntries(await read(after))).toEqual({ ...entries });
      expect(rewritePngTexts(after, new Map()).equals(before)).toBe(true);
    }),
    { numRuns: 50 },
  );
  const marked = rewritePngTexts(before, new Map([['parameters', 'café 🦊']]));
  expect((await sharp(marked).metadata()).comments).toEqual([{ keyword: 'parameters', text: 'café 🦊' }]);
  expect((await sharp(marked).raw().toBuffer()).equals(await sharp(before).raw().toBuffer())).toBe(true);
});

test('never throws, whatever is broken', async () => {
  const whole = pngWith([
    ['tEXt', Buffer.from('a\0b')],
    ['iTXt', Buffer.from('c\0\0\0\0\0d')],
  ]);
  const hits = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(hits, fc.nat(whole.length), async (changes, end) => {
      const broken = Buffer.from(whole);
      for (const [at, value] of changes) broken[at] = value;
      await read(broken);
      await read(broken.subarray(0, end));
    }),
    { numRuns: 300 },
  );
});
