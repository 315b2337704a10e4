/** The few EXIF fields in which generators and cameras say something the library keeps. */
export type ExifText = {
  readonly userComment: string | null;
  readonly description: string | null;
  readonly make: string | null;
  readonly model: string | null;
  /** When it was made, ms since the epoch, read in this machine's zone: EXIF of this kind names none. */
  readonly takenAt: number | null;
};

const tags = {
  description: 0x010e,
  make: 0x010f,
  model: 0x0110,
  exif: 0x8769,
  takenAt: 0x9003,
  userComment: 0x9286,
};
const maxEntries = 1000;
const maxValueBytes = 4 * 1024 * 1024;

type Reader = { readonly u16: (at: number) => number; readonly u32: (at: number) => number };
type Entry = { readonly value: Buffer; readonly number: number };

/**
 * Reads an EXIF block (TIFF, with or without its `Exif\0\0` head). Null when it is none; a field that points outside
 * or makes no sense is null, the others stay.
 */
export function readExif(block: Uint8Array): ExifText | null {
  const all = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  const tiff = all.toString('latin1', 0, 6) === 'Exif\0\0' ? all.subarray(6) : all;
  const order = tiff.toString('latin1', 0, 2);
  if (tiff.length < 8 || (order !== 'II' && order !== 'MM')) return null;
  const little = order === 'II';
  const reader: Reader = {
    u16: (at) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at)),
    u32: (at) => (little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at)),
  };
  const first = readFolder(tiff, reader, reader.u32(4));
  const detailAt = first.get(tags.exif)?.number;
  const detail = detailAt === undefined ? new Map<number, Entry>() : readFolder(tiff, reader, detailAt);
  const comment = detail.get(tags.userComment)?.value;
  return {
    userComment: comment ? decodeComment(comment) : null,
    description: plainText(first.get(tags.description)),
    make: plainText(first.get(tags.make)),
    model: plainText(first.get(tags.model)),
    takenAt: readTime(plainText(detail.get(tags.takenAt))),
  };
}

const bytesPerUnit: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 7: 1, 13: 4 };

function readFolder(tiff: Buffer, reader: Reader, at: number): Map<number, Entry> {
  const entries = new Map<number, Entry>();
  if (at + 2 > tiff.length) return entries;
  const count = Math.min(reader.u16(at), maxEntries);
  for (let index = 0; index < count; index += 1) {
    const entry = at + 2 + index * 12;
    if (entry + 12 > tiff.length) break;
    const unit = bytesPerUnit[reader.u16(entry + 2)];
    if (unit === undefined) continue;
    const length = reader.u32(entry + 4) * unit;
    const start = length <= 4 ? entry + 8 : reader.u32(entry + 8);
    if (length > maxValueBytes || start + length > tiff.length) continue;
    entries.set(reader.u16(entry), {
      value: tiff.subarray(start, start + length),
      number: unit === 2 ? reader.u16(entry + 8) : reader.u32(entry + 8),
    });
  }
  return entries;
}

function plainText(entry: Entry | undefined): string | null {
  const text = entry?.value.toString('utf8').replace(/\0+$/, '').trim();
  return text ? text : null;
}

/** Eight bytes name the character set. "UNICODE" is UTF-16 of whichever byte order the writer liked. */
function decodeComment(value: Buffer): string | null {
  const charset = value.toString('latin1', 0, 8).replace(/\0+$/, '');
  const body = value.subarray(8);
  const text = charset === 'UNICODE' ? decodeUtf16(body) : body.toString('utf8');
  const clean = text.replace(/\0+$/, '').trim();
  return clean === '' ? null : clean;
}

function decodeUtf16(body: Buffer): string {
  const even = body.subarray(0, body.length - (body.length % 2));
  let zerosFirst = 0;
  let zerosSecond = 0;
  for (let at = 0; at < even.length; at += 2) {
    if (even[at] === 0) zerosFirst += 1;
    if (even[at + 1] === 0) zerosSecond += 1;
  }
  // Parameters are mostly ASCII, whose high byte is zero. Big-endian where nothing can be told.
  const isLittle = zerosSecond > zerosFirst;
  return isLittle ? even.toString('utf16le') : Buffer.from(even).swap16().toString('utf16le');
}

function readTime(text: string | null): number | null {
  const found = /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)$/.exec(text ?? '');
  if (!found) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1).map(Number);
  const at = new Date(year, month - 1, day, hour, minute, second).getTime();
  return Number.isFinite(at) && at > 0 ? at : null;
}
