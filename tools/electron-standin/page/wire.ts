// Structured-clone values as JSON text, for the DevTools pipe. Values JSON lacks become `{ $: kind, … }`.
// Runs in the main process and inside the page, so it uses what both have.

type Packed = string | number | boolean | null | Packed[] | { readonly [key: string]: Packed };

/** Throws "An object could not be cloned." for what structured cloning or Electron's IPC refuses. */
export function encode(value: unknown): string {
  let copy: unknown;
  try {
    copy = structuredClone(value);
  } catch {
    throw uncloneable();
  }
  return JSON.stringify(pack(copy, []));
}

export function decode(text: string): unknown {
  return unpack(JSON.parse(text));
}

function uncloneable(): Error {
  return new Error('An object could not be cloned.');
}

function pack(value: unknown, parents: readonly object[]): unknown {
  if (value === undefined) return { $: 'undefined' };
  if (typeof value === 'bigint') return { $: 'bigint', v: String(value) };
  if (Object.is(value, -0)) return { $: 'number', v: '-0' };
  if (typeof value === 'number' && !Number.isFinite(value)) return { $: 'number', v: String(value) };
  return typeof value === 'object' && value !== null ? packObject(value, parents) : value;
}

function packObject(value: object, parents: readonly object[]): unknown {
  if (parents.includes(value)) throw new Error('electron stand-in: circular values are not offered over IPC');
  const inside = [...parents, value];
  const packInner = (inner: unknown) => pack(inner, inside);
  if (Array.isArray(value)) return value.map(packInner);
  if (value instanceof Date) return { $: 'date', v: String(value.getTime()) };
  if (value instanceof RegExp) return { $: 'regexp', v: value.source, as: value.flags };
  if (value instanceof Map) return { $: 'map', v: [...value].map(packInner) };
  if (value instanceof Set) return { $: 'set', v: [...value].map(packInner) };
  if (value instanceof Error) return { $: 'error', v: [value.name, value.message, value.stack] };
  if (value instanceof ArrayBuffer)
    return { $: 'bytes', v: toBase64(new Uint8Array(value)), as: 'ArrayBuffer' };
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    return { $: 'bytes', v: toBase64(bytes), as: value.constructor.name };
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) throw uncloneable(); // Blob, CryptoKey, DOM objects
  const fields = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, packInner(inner)]));
  return '$' in fields ? { $: 'object', v: fields } : fields;
}

function unpack(packed: Packed): unknown {
  if (packed === null || typeof packed !== 'object') return packed;
  if (Array.isArray(packed)) return packed.map(unpack);
  return '$' in packed ? unpackTagged(packed) : unpackFields(packed);
}

function unpackFields(packed: object): object {
  return Object.fromEntries(Object.entries(packed).map(([key, inner]) => [key, unpack(inner)]));
}

function unpackTagged(packed: { readonly [key: string]: Packed }): unknown {
  const { $: kind, v: value = null, as = '' } = packed;
  switch (kind) {
    case 'undefined':
      return undefined;
    case 'bigint':
      return BigInt(textOf(value));
    case 'number':
      return Number(value);
    case 'date':
      return new Date(Number(value));
    case 'regexp':
      return new RegExp(textOf(value), textOf(as));
    case 'map':
      return new Map(listOf(value).map((pair) => entryOf(listOf(pair).map(unpack))));
    case 'set':
      return new Set(listOf(value).map(unpack));
    case 'error': {
      const [name, message, stack] = listOf(value).map(textOf);
      return Object.assign(new Error(message), { name, stack });
    }
    case 'bytes':
      return unpackBytes(textOf(value), textOf(as));
    case 'object':
      return unpackFields(Object(value));
    default:
      throw new Error(`Unknown kind ${JSON.stringify(kind)}`);
  }
}

function listOf(packed: Packed): readonly Packed[] {
  return Array.isArray(packed) ? packed : [];
}

function textOf(packed: Packed): string {
  return typeof packed === 'string' ? packed : '';
}

function entryOf([key, value]: readonly unknown[]): [unknown, unknown] {
  return [key, value];
}

function unpackBytes(text: string, kind: string): unknown {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  if (kind === 'ArrayBuffer') return bytes.buffer;
  if (kind === 'Uint8Array' || kind === 'Buffer') return bytes;
  const View: (new (buffer: ArrayBuffer) => unknown) | undefined = Reflect.get(globalThis, kind);
  if (!View) throw uncloneable();
  return new View(bytes.buffer);
}

function toBase64(bytes: Uint8Array): string {
  const chunks: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192)
    chunks.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return btoa(chunks.join(''));
}
