import { crc32, inflateSync } from 'node:zlib';
import type { ByteSource } from './byte-source.ts';
import { pngChunks, pngSignature } from './containers.ts';

/** The most text of one chunk, and of one file, that is looked at. */
const maxTextBytes = 4 * 1024 * 1024;
const maxTexts = 64;
const textTypes = new Set(['tEXt', 'zTXt', 'iTXt']);

/** Text chunks of a PNG by keyword, the first of each. Damaged and oversized ones are passed over. */
export async function readPngTexts(source: ByteSource): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for await (const { type, offset, length } of pngChunks(source)) {
    if (!textTypes.has(type) || length > maxTextBytes) continue;
    const found = decodeText(type, await source.read(offset, length));
    if (found && !texts.has(found.keyword)) texts.set(found.keyword, found.text);
    if (texts.size >= maxTexts) break;
  }
  return texts;
}

function decodeText(type: string, data: Buffer): { readonly keyword: string; readonly text: string } | null {
  const end = data.indexOf(0);
  if (end < 1 || end > 79) return null;
  const keyword = data.toString('latin1', 0, end);
  // Latin-1 by the standard, but many programs write UTF-8 here.
  if (type === 'tEXt') return { keyword, text: utf8OrLatin1(data.subarray(end + 1)) };
  if (type === 'zTXt') {
    const text = inflate(data.subarray(end + 2));
    return text ? { keyword, text: utf8OrLatin1(text) } : null;
  }
  const isCompressed = data[end + 1] === 1;
  const language = data.indexOf(0, end + 3);
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1);
  if (translated < 0) return null;
  const raw = data.subarray(translated + 1);
  const text = isCompressed ? inflate(raw) : raw;
  return text ? { keyword, text: text.toString('utf8') } : null;
}

function inflate(data: Buffer): Buffer | null {
  try {
    return inflateSync(data, { maxOutputLength: maxTextBytes });
  } catch {
    return null;
  }
}

function utf8OrLatin1(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

/** Chunks that say something about the file rather than about its pixels. A manifest is void once anything changes. */
const sayings = new Set([...textTypes, 'eXIf', 'tIME', 'caBX', 'dSIG']);

/**
 * The same picture, pixel data untouched, saying only `texts`: whatever it said before is gone.
 * @param png a whole PNG
 */
export function rewritePngTexts(png: Uint8Array, texts: ReadonlyMap<string, string>): Buffer {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  const parts: Buffer[] = [pngSignature];
  let at = pngSignature.length;
  while (at + 12 <= bytes.length) {
    const type = bytes.toString('latin1', at + 4, at + 8);
    const next = at + 12 + bytes.readUInt32BE(at);
    if (!sayings.has(type)) parts.push(bytes.subarray(at, next));
    // Right behind the header, where every reader looks first.
    if (type === 'IHDR') for (const [keyword, text] of texts) parts.push(textChunk(keyword, text));
    if (type === 'IEND') break;
    at = next;
  }
  return Buffer.concat(parts);
}

/** `iTXt`, uncompressed: the one kind that is UTF-8 by the standard. */
function textChunk(keyword: string, text: string): Buffer {
  const body = Buffer.concat([
    Buffer.from('iTXt', 'latin1'),
    Buffer.from(keyword, 'latin1'),
    // End of keyword, not compressed, method 0, no language, no translated keyword.
    Buffer.from([0, 0, 0, 0, 0]),
    Buffer.from(text.toWellFormed(), 'utf8'),
  ]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(body.length - 4, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}
