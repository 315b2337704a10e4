import { decode, type TagDecodeControl } from 'cborg';

/** Claims and assertions are a few kB; thumbnails are no CBOR. */
const maxBytes = 1024 * 1024;

const content = (decodeContent: TagDecodeControl) => decodeContent();
/** Dates, COSE's wrapper, encoded CBOR, addresses, UUIDs: what they wrap is enough. */
const tags = { 0: content, 1: content, 18: content, 24: content, 32: content, 37: content };

/**
 * @returns maps as `Map`, since COSE has numbers for keys
 * @throws when it is no CBOR, or more than a claim can be
 */
export function decodeCbor(bytes: Uint8Array): unknown {
  if (bytes.length > maxBytes) throw new RangeError('More CBOR than a claim can be');
  return decode(bytes, { useMaps: true, tags });
}

/** The same with objects for maps: for parsing. Keys that are no words are left out. */
export function decodeCborObject(bytes: Uint8Array): unknown {
  return plain(decodeCbor(bytes));
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!(value instanceof Map)) return value;
  const words = [...value].filter((entry): entry is [string, unknown] => typeof entry[0] === 'string');
  return Object.fromEntries(words.map(([key, inner]) => [key, plain(inner)]));
}
