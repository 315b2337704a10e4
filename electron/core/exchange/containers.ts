import type { ByteSource } from './byte-source.ts';

/** A piece of a file: what it is called, and where its content lies. */
export type Part = { readonly type: string; readonly offset: number; readonly length: number };

/** A real file has dozens to a few thousand parts; a hostile one could have millions of empty ones. */
const maxParts = 50_000;

export const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Chunks of a PNG up to `IEND`. Ends where the file ends or stops making sense. */
export async function* pngChunks(source: ByteSource): AsyncGenerator<Part> {
  let at = pngSignature.length;
  for (let count = 0; count < maxParts; count += 1) {
    const head = await source.read(at, 8);
    if (head.length < 8) return;
    const length = head.readUInt32BE(0);
    const type = head.toString('latin1', 4, 8);
    if (at + 12 + length > source.sizeBytes) return;
    yield { type, offset: at + 8, length };
    if (type === 'IEND') return;
    at += 12 + length;
  }
}

/** Segments of a JPEG before its picture; the type is the marker in hex (`e1` holds EXIF and XMP). */
export async function* jpegSegments(source: ByteSource): AsyncGenerator<Part> {
  let at = 2;
  for (let count = 0; count < maxParts; count += 1) {
    const head = await source.read(at, 4);
    if (head.length < 4 || head[0] !== 0xff) return;
    const marker = head[1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    // Start of the picture, or its end.
    if (marker === 0xda || marker === 0xd9) return;
    const length = head.readUInt16BE(2);
    if (length < 2) return;
    yield { type: marker.toString(16).padStart(2, '0'), offset: at + 4, length: length - 2 };
    at += 2 + length;
  }
}

/** Chunks of a WebP. */
export async function* riffChunks(source: ByteSource): AsyncGenerator<Part> {
  let at = 12;
  for (let count = 0; count < maxParts; count += 1) {
    const head = await source.read(at, 8);
    if (head.length < 8) return;
    const length = head.readUInt32LE(4);
    yield { type: head.toString('latin1', 0, 4), offset: at + 8, length };
    at += 8 + length + (length % 2);
  }
}

/** Outermost boxes of an MP4, MOV or AVIF. */
export async function* boxes(source: ByteSource): AsyncGenerator<Part> {
  let at = 0;
  for (let count = 0; count < maxParts; count += 1) {
    const head = await source.read(at, 16);
    if (head.length < 8) return;
    const short = head.readUInt32BE(0);
    const type = head.toString('latin1', 4, 8);
    const isLong = short === 1;
    if (isLong && head.length < 16) return;
    const size = isLong ? Number(head.readBigUInt64BE(8)) : short === 0 ? source.sizeBytes - at : short;
    const headLength = isLong ? 16 : 8;
    if (size < headLength || at + size > source.sizeBytes) return;
    yield { type, offset: at + headLength, length: size - headLength };
    at += size;
  }
}
