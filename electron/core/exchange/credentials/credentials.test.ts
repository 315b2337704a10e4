import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { sampleMp4, samplePng } from '../../../../tests/doubles/media-samples.ts';
import { withManifest } from '../../../../tests/fixtures/recipes/marked-files.ts';
import { signFile, type SignedFormat } from '../../../../tests/support/credentials-signer.ts';
import type { MediaFormat } from '../../media/formats.ts';
import { bufferSource } from '../byte-source.ts';
import { credentialsIn } from './read-credentials.ts';

const formats = ['png', 'jpg', 'webp', 'mp4'] as const;
const going = new AbortController().signal;

async function sample(format: SignedFormat): Promise<Buffer> {
  if (format === 'png') return samplePng();
  if (format === 'mp4') return sampleMp4();
  const picture = sharp(samplePng());
  return format === 'jpg' ? picture.jpeg().withXmp('<x/>').toBuffer() : picture.webp().toBuffer();
}

async function read(bytes: Uint8Array, format: MediaFormat) {
  const found = await credentialsIn(bufferSource(bytes), format, going);
  return found.carried ? found.credentials : undefined;
}

test.each(formats)('%s: none; some that make no sense; whole ones, read and checked', async (format) => {
  const plain = await sample(format);
  expect(await read(plain, format)).toBeUndefined();
  expect(await read(withManifest[format](plain), format)).toBeNull();
  const signed = signFile(format, plain, {
    organisation: 'OpenAI',
    title: 'image.png',
    ingredients: ['sketch.png'],
  });
  expect(await read(signed, format)).toEqual({
    title: 'image.png',
    generator: 'Test API',
    signer: {
      name: 'OpenAI',
      issuer: 'OpenAI',
      validFrom: Date.UTC(2026, 0, 1),
      validTo: Date.UTC(2027, 0, 1),
    },
    actions: [
      { kind: 'c2pa.created', software: 'Test Model' },
      { kind: 'c2pa.converted', software: null },
    ],
    ingredients: ['sketch.png'],
    source: 'ai',
    signature: 'intact',
    file: 'unchanged',
  });
});

test.each(formats)(
  '%s: a file that was changed afterwards is said to be, its signature is still good',
  async (format) => {
    const plain = await sample(format);
    const signed = signFile(format, plain);
    // In the picture itself: in front of a manifest at the end, behind one at the beginning.
    const at = (format === 'webp' || format === 'mp4' ? plain.length : signed.length) - 20;
    signed.writeUInt8(signed.readUInt8(at) ^ 1, at);
    expect(await read(signed, format)).toMatchObject({ signature: 'intact', file: 'changed' });
  },
);

test.each(formats)('%s: a changed claim or assertion breaks the signature', async (format) => {
  for (const word of ['Test API', 'c2pa.created', 'trainedAlgorithmicMedia']) {
    const signed = signFile(format, await sample(format));
    const at = signed.indexOf(word);
    signed.write('X', at, 'latin1');
    expect(await read(signed, format)).toMatchObject({ signature: 'broken' });
  }
});

test.each(['ec', 'rsa', 'ed25519'] as const)('signatures by %s keys', async (key) => {
  const signed = signFile('png', samplePng(), { key, version: 2 });
  expect(await read(signed, 'png')).toMatchObject({ signature: 'intact', file: 'unchanged', source: 'ai' });
});

test('an algorithm that is not known is not called broken', async () => {
  const signed = signFile('png', samplePng(), { algorithm: -65_000 });
  expect(await read(signed, 'png')).toMatchObject({
    signature: 'unchecked',
    signer: { name: 'Test Studio' },
  });
});

test('a store that a JPEG holds in several segments', async () => {
  const signed = signFile('jpg', await sample('jpg'), { packet: 300 });
  expect(await read(signed, 'jpg')).toMatchObject({ signature: 'intact', file: 'unchanged' });
});

test.each([
  ['compositeWithTrainedAlgorithmicMedia', 'partly-ai'],
  ['digitalCapture', 'camera'],
  ['somethingNew', null],
] as const)('%s', async (type, source) => {
  const signed = signFile('png', samplePng(), { source: `https://cv.iptc.org/newscodes/${type}` });
  expect(await read(signed, 'png')).toMatchObject({ source });
});

test('a program is named by a word or by a map; hostile text stays text, and short', async () => {
  const software = `<script>${'x'.repeat(10_000)}`;
  const signed = signFile('png', samplePng(), { software, title: '\u202E__proto__' });
  const found = await read(signed, 'png');
  expect(found?.actions[0]?.software).toBe(software.slice(0, 200));
  expect(found?.title).toBe('\u202E__proto__');
});

test('never throws, however it is cut off or turned about, and takes nothing broken for intact', async () => {
  const any = fc.constantFrom('png', 'jpg', 'webp', 'avif', 'mp4', 'mov', 'gif', 'svg', 'webm');
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), any, async (bytes, format) => {
      await read(bytes, format);
    }),
    { numRuns: 300 },
  );
  for (const format of formats) {
    const whole = signFile(format, await sample(format));
    for (let end = 0; end < whole.length; end += 97) await read(whole.subarray(0, end), format);
    const change = fc.record({
      at: fc.nat(whole.length - 1),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ at, bytes }) => {
        const turned = Buffer.from(whole);
        turned.set(bytes.subarray(0, whole.length - at), at);
        if (turned.equals(whole)) return;
        const found = await read(turned, format);
        // Changes outside of everything that is signed: the container's own fields, spare bytes.
        if (found?.signature === 'intact' && found.file === 'unchanged')
          expect({ ...found }).toEqual(await read(whole, format));
      }),
      { numRuns: 200 },
    );
  }
});

test('boxes in boxes without end, huge lengths and numbers, deep nesting', async () => {
  const box = (size: number, content: Buffer) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(size);
    head.write('jumb', 4);
    return Buffer.concat([head, content]);
  };
  let deep = Buffer.alloc(0);
  for (let level = 0; level < 3000; level += 1) deep = box(deep.length + 8, deep);
  const empty = Buffer.concat(Array.from({ length: 50_000 }, () => box(8, Buffer.alloc(0))));
  const nested = Buffer.alloc(500_000, 0x81);
  for (const hostile of [deep, empty, box(1, Buffer.alloc(8, 0xff)), box(0xffffffff, nested), nested])
    expect(await read(withManifest.png(samplePng(), hostile), 'png')).toBeNull();
});
