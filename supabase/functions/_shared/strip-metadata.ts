import { joinBytes, viewOf } from './bytes.ts';

/**
 * Takes out of a file whatever it says besides its picture: recipes, comments, places, cameras, signatures. Pixels stay
 * as they are to the byte; the colour profile and a JPEG's rotation stay: without them it would be another picture.
 * @throws UnknownFormat for what cannot be taken apart here: it must not be shown to strangers then
 */
export function stripMetadata(bytes: Uint8Array, mime: string): Uint8Array {
  switch (mime) {
    case 'image/png':
      return stripPng(bytes);
    case 'image/jpeg':
      return stripJpeg(bytes);
    case 'image/webp':
      return stripWebp(bytes);
    case 'video/mp4':
    case 'video/quicktime':
      return blankBoxes(bytes);
    default:
      throw new UnknownFormat(mime);
  }
}

export class UnknownFormat extends Error {
  override readonly name = 'UnknownFormat';
}

/** What a PNG needs to look as it does. @source W3C PNG (Third Edition), §11 */
const pngNeeds = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD pHYs acTL fcTL fdAT'.split(' '),
);

function stripPng(bytes: Uint8Array): Uint8Array {
  const view = viewOf(bytes);
  const kept = [bytes.subarray(0, 8)];
  let ended = false;
  for (let at = 8; at + 12 <= bytes.length && !ended;) {
    const end = at + 12 + view.getUint32(at);
    const type = textAt(bytes, at + 4, 4);
    if (end > bytes.length) throw new UnknownFormat('image/png');
    if (pngNeeds.has(type)) kept.push(bytes.subarray(at, end));
    ended = type === 'IEND';
    at = end;
  }
  // Whatever hangs on behind the end is left behind too.
  if (!ended) throw new UnknownFormat('image/png');
  return joinBytes(kept);
}

/** @source ITU-T T.81, annex B; EXIF and XMP are APP1, ICC is APP2, C2PA APP11, Photoshop APP13 */
function stripJpeg(bytes: Uint8Array): Uint8Array {
  const view = viewOf(bytes);
  const kept = [bytes.subarray(0, 2)];
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1] ?? 0;
    const end = at + 2 + view.getUint16(at + 2);
    if (end > bytes.length) break;
    if (marker === 0xda) {
      const next = endOfScan(bytes, end);
      kept.push(bytes.subarray(at, next));
      // Whatever hangs on behind the end is left behind: phones put a second picture, or a clip, there.
      if (bytes[next + 1] === 0xd9) return joinBytes([...kept, bytes.subarray(next, next + 2)]);
      at = next;
      continue;
    }
    const rotation = marker === 0xe1 ? orientationOf(bytes.subarray(at + 4, end)) : 1;
    if (rotation > 1) kept.push(orientationSegment(rotation));
    if (isNeededSegment(marker, bytes, at)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  throw new UnknownFormat('image/jpeg');
}

/** Where the next marker begins: in a scan 0xff is followed by a zero or a restart, which are no markers. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at += 1) {
    const next = bytes[at + 1] ?? 0;
    if (bytes[at] === 0xff && next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  throw new UnknownFormat('image/jpeg');
}

function isNeededSegment(marker: number, bytes: Uint8Array, at: number): boolean {
  const isApplication = marker >= 0xe0 && marker <= 0xef;
  // JFIF says the density, APP14 how colours are to be read, APP2 the colour profile.
  if (isApplication) return marker === 0xe0 || marker === 0xee || textAt(bytes, at + 4, 11) === 'ICC_PROFILE';
  return marker !== 0xfe;
}

/** The EXIF rotation, 1–8; 1 where there is none. @source CIPA DC-008 (Exif 2.32), §4.6 */
function orientationOf(segment: Uint8Array): number {
  if (segment.length < 20 || textAt(segment, 0, 4) !== 'Exif') return 1;
  const tiff = viewOf(segment.subarray(6));
  const little = tiff.getUint16(0) === 0x4949;
  const first = tiff.getUint32(4, little);
  if (first + 2 > tiff.byteLength) return 1;
  const count = tiff.getUint16(first, little);
  for (let entry = 0, at = first + 2; entry < count && at + 12 <= tiff.byteLength; entry += 1, at += 12) {
    if (tiff.getUint16(at, little) !== 0x0112) continue;
    const value = tiff.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** An EXIF block that holds the rotation and nothing else. */
function orientationSegment(orientation: number): Uint8Array {
  const out = new Uint8Array(36);
  const view = viewOf(out);
  out.set([0xff, 0xe1, 0, 34], 0);
  out.set(new TextEncoder().encode('Exif'), 4);
  out.set([0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8, 0, 1], 10);
  view.setUint16(20, 0x0112);
  view.setUint16(22, 3);
  view.setUint32(24, 1);
  view.setUint16(28, orientation);
  return out;
}

/** @source developers.google.com/speed/webp/docs/riff_container */
function stripWebp(bytes: Uint8Array): Uint8Array {
  const view = viewOf(bytes);
  const kept: Uint8Array[] = [];
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    const end = at + 8 + size + (size % 2);
    if (at + 8 + size > bytes.length) throw new UnknownFormat('image/webp');
    const type = textAt(bytes, at, 4);
    if (['VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP'].includes(type)) kept.push(bytes.subarray(at, end));
    if (type === 'VP8X') {
      const header = bytes.slice(at, end);
      // The flags that say EXIF and XMP are there.
      header[8] = (header[8] ?? 0) & ~0b1100;
      kept.push(header);
    }
    at = end;
  }
  const body = joinBytes(kept);
  const out = new Uint8Array(12 + body.length);
  out.set(bytes.subarray(0, 12));
  viewOf(out).setUint32(4, 4 + body.length, true);
  out.set(body, 12);
  return out;
}

const containers = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl', 'edts', 'moof', 'traf']);
const telling = new Set(['udta', 'meta', 'uuid', 'loci', '\u00a9xyz', 'free', 'skip']);

/**
 * Empties boxes that tell something, in their place: media data is found by absolute offsets, which must stay right.
 * @source ISO/IEC 14496-12
 */
function blankBoxes(bytes: Uint8Array): Uint8Array {
  const out = bytes.slice();
  blankWithin(out, 0, out.length, 0);
  return out;
}

function blankWithin(bytes: Uint8Array, from: number, to: number, depth: number): void {
  const view = viewOf(bytes);
  for (let at = from; at + 8 <= to;) {
    const short = view.getUint32(at);
    const isLong = short === 1 && at + 16 <= to;
    const size = isLong ? Number(view.getBigUint64(at + 8)) : short === 0 ? to - at : short;
    const start = at + (isLong ? 16 : 8);
    if (size < start - at || at + size > to) throw new UnknownFormat('video/mp4');
    const type = textAt(bytes, at + 4, 4);
    if (telling.has(type)) {
      bytes.set(new TextEncoder().encode('free'), at + 4);
      bytes.fill(0, start, at + size);
    } else if (containers.has(type) && depth < 8) blankWithin(bytes, start, at + size, depth + 1);
    at += size;
  }
}

function textAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
