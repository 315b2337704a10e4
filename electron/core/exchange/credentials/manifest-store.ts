import type { MediaFormat } from '../../media/formats.ts';
import type { ByteSource } from '../byte-source.ts';
import { boxes, jpegSegments, type Part, pngChunks, riffChunks } from '../containers.ts';

/** The `uuid` box of a C2PA manifest store (C2PA specification 2.1, "Embedding manifests into BMFF-based assets"). */
const manifestUuid = Buffer.from('d8fec3d61b0e483c92975828877ec481', 'hex');

/** Thumbnails and the manifests of what a picture was made from come along; more is no honest file. */
const maxStoreBytes = 32 * 1024 * 1024;
const jumbfHeadLength = 8;

/**
 * The C2PA manifest store of a file, in the places of the C2PA specification 2.1, appendix A.
 * @returns null when there is none; what there is of it when the file is cut off
 */
export async function readManifestStore(source: ByteSource, format: MediaFormat): Promise<Buffer | null> {
  switch (format) {
    case 'png':
      return readPart(source, await firstPart(pngChunks(source), 'caBX'));
    case 'webp':
      return readPart(source, await firstPart(riffChunks(source), 'C2PA'));
    case 'jpg':
      return fromSegments(source);
    case 'avif':
    case 'mp4':
    case 'mov':
      return fromBox(source);
    case 'gif':
    case 'svg':
    case 'webm':
      return null;
  }
}

async function firstPart(parts: AsyncIterable<Part>, type: string): Promise<Part | null> {
  for await (const part of parts) if (part.type === type) return part;
  return null;
}

async function readPart(source: ByteSource, part: Part | null): Promise<Buffer | null> {
  return part ? source.read(part.offset, Math.min(part.length, maxStoreBytes)) : null;
}

/**
 * APP11 segments of one box: "JP", its instance, the packet's number, then the box. Every packet begins with the
 * box's head; it counts once.
 */
async function fromSegments(source: ByteSource): Promise<Buffer | null> {
  const packets: { readonly number: number; readonly content: Buffer }[] = [];
  let instance: number | null = null;
  let total = 0;
  for await (const segment of jpegSegments(source)) {
    if (segment.type !== 'eb' || total > maxStoreBytes) continue;
    const bytes = await source.read(segment.offset, segment.length);
    if (bytes.length < 16 || bytes.toString('latin1', 0, 2) !== 'JP') continue;
    const box = bytes.readUInt16BE(2);
    const isStore = bytes.toString('latin1', 12, 16) === 'jumb' && bytes.subarray(0, 64).includes('c2pa');
    if (instance === null && isStore) instance = box;
    if (box !== instance) continue;
    total += bytes.length;
    packets.push({ number: bytes.readUInt32BE(4), content: bytes.subarray(8) });
  }
  if (packets.length === 0) return null;
  const inOrder = packets.toSorted((a, b) => a.number - b.number).map(({ content }) => content);
  return Buffer.concat(
    inOrder.map((content, at) => (at === 0 ? content : content.subarray(jumbfHeadLength))),
  );
}

/** UUID, version and flags, the purpose as a word that ends with 0, an offset, then the store. */
async function fromBox(source: ByteSource): Promise<Buffer | null> {
  for await (const box of boxes(source)) {
    if (box.type !== 'uuid' || !(await source.read(box.offset, 16)).equals(manifestUuid)) continue;
    const bytes = await source.read(box.offset + 20, Math.min(box.length - 20, maxStoreBytes));
    const purposeEnd = bytes.indexOf(0);
    if (bytes.toString('latin1', 0, purposeEnd) === 'manifest') return bytes.subarray(purposeEnd + 9);
  }
  return null;
}
