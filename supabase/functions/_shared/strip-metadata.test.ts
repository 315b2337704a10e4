import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { stripMetadata, UnknownFormat } from './strip-metadata.ts';

const secret = 'a secret prompt nobody may read';
const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description>${secret}</dc:description></rdf:Description></rdf:RDF></x:xmpmeta>`;

function telling() {
  return sharp({ create: { width: 64, height: 48, channels: 3, background: '#336699' } })
    .withExif({
      IFD0: { ImageDescription: secret, Copyright: secret },
      IFD3: { GPSLatitude: '51/1 30/1 0/1' },
    })
    .withXmp(xmp)
    .withIccProfile('p3');
}

test.each([
  ['image/png', () => telling().png()],
  ['image/jpeg', () => telling().jpeg()],
  ['image/jpeg', () => telling().jpeg({ progressive: true })],
  ['image/webp', () => telling().webp()],
])('%s keeps its pixels and colours and nothing else', async (mime, make) => {
  const original = await make().toBuffer();
  expect(original.includes(secret)).toBe(true);
  const stripped = Buffer.from(stripMetadata(original, mime));
  expect(stripped.includes(secret)).toBe(false);
  expect(stripped.includes('GPS')).toBe(false);
  const { exif, xmp: left, icc, width, height } = await sharp(stripped).metadata();
  expect({ exif, left, width, height }).toEqual({ exif: undefined, left: undefined, width: 64, height: 48 });
  expect(icc).toBeDefined();
  const pixels = (bytes: Buffer) => sharp(bytes, { failOn: 'warning' }).raw().toBuffer();
  expect((await pixels(stripped)).equals(await pixels(original))).toBe(true);
});

test('a JPEG keeps its rotation, without the rest of its EXIF', async () => {
  const original = await telling().withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const { orientation, exif } = await sharp(stripMetadata(original, 'image/jpeg')).metadata();
  expect(orientation).toBe(6);
  expect(exif?.length).toBeLessThan(40);
});

test('what hangs on behind the end of a picture is left behind', async () => {
  for (const [mime, picture] of [
    ['image/png', await telling().png().toBuffer()],
    ['image/jpeg', await telling().jpeg().toBuffer()],
  ] as const) {
    const stripped = Buffer.from(stripMetadata(Buffer.concat([picture, Buffer.from(secret)]), mime));
    expect(stripped.includes(secret)).toBe(false);
  }
});

function box(type: string, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}

test('a clip keeps every byte in its place and says nothing', () => {
  const media = Buffer.from('the frames of the clip');
  const original = Buffer.concat([
    box('ftyp', Buffer.from('isommp42')),
    box(
      'moov',
      box('mvhd', Buffer.alloc(100, 7)),
      box('trak', box('udta', Buffer.from(secret))),
      box('udta', Buffer.from(secret)),
    ),
    box('uuid', Buffer.from(secret)),
    box('mdat', media),
  ]);
  const stripped = Buffer.from(stripMetadata(original, 'video/mp4'));
  expect(stripped.length).toBe(original.length);
  expect(stripped.includes(secret)).toBe(false);
  expect(stripped.indexOf(media)).toBe(original.indexOf(media));
  expect(stripped.indexOf('mvhd')).toBe(original.indexOf('mvhd'));
});

test('bytes that are no such file are refused, whatever they are', () => {
  const mimes = ['image/png', 'image/jpeg', 'image/webp', 'video/mp4', 'image/gif', 'text/html'];
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(...mimes), (bytes, mime) => {
      try {
        stripMetadata(bytes, mime);
      } catch (error) {
        expect(error).toBeInstanceOf(UnknownFormat);
      }
    }),
  );
});

test('a file that is cut off or damaged never lets its words through by a wrong turn', async () => {
  const originals = [
    ['image/png', await telling().png().toBuffer()],
    ['image/jpeg', await telling().jpeg().toBuffer()],
  ] as const;
  fc.assert(
    fc.property(fc.constantFrom(...originals), fc.nat(), ([mime, original], cut) => {
      const part = original.subarray(0, cut % original.length);
      try {
        expect(Buffer.from(stripMetadata(part, mime)).includes(secret)).toBe(false);
      } catch (error) {
        expect(error).toBeInstanceOf(UnknownFormat);
      }
    }),
  );
});
