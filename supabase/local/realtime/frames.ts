import { z } from 'zod';

/** A message of the Phoenix channels protocol. */
export type Frame = {
  readonly joinRef: string | null;
  readonly ref: string | null;
  readonly topic: string;
  readonly event: string;
  readonly payload: unknown;
};
/** As version 1 and 2 of its serialisation write it. */
const asObject = z.object({
  join_ref: z.string().nullish(),
  ref: z.string().nullish(),
  topic: z.string().max(255),
  event: z.string(),
  payload: z.unknown(),
});
const asList = z.tuple([
  z.string().nullable(),
  z.string().nullable(),
  z.string().max(255),
  z.string(),
  z.unknown(),
]);

export type Codec = {
  /** @returns undefined for what is no frame */
  decode(text: string): Frame | undefined;
  encode(frame: Frame): string;
};

/** @param version as the client names it in the address: `1.0.0` or `2.0.0` */
export function codecFor(version: string | null): Codec {
  return version?.startsWith('2.') ? listCodec : objectCodec;
}

const objectCodec: Codec = {
  decode: (text) => {
    const frame = asObject.safeParse(parse(text)).data;
    if (!frame) return undefined;
    const { join_ref: joinRef = null, ref = null, ...rest } = frame;
    return { joinRef, ref, ...rest };
  },
  encode: ({ joinRef, ...rest }) => JSON.stringify({ join_ref: joinRef, ...rest }),
};

const listCodec: Codec = {
  decode: (text) => {
    const frame = asList.safeParse(parse(text)).data;
    if (!frame) return undefined;
    const [joinRef, ref, topic, event, payload] = frame;
    return { joinRef, ref, topic, event, payload };
  },
  encode: ({ joinRef, ref, topic, event, payload }) => JSON.stringify([joinRef, ref, topic, event, payload]),
};

/** The kind of a binary frame, the first of its bytes: a broadcast that a client sends. */
const USER_BROADCAST = 3;
const JSON_CONTENT = 1;
const HEADER_BYTES = 7;

/**
 * Reads a broadcast as clients of version 2 send it: kind, five lengths and the encoding in a byte each, then join
 * reference, reference, topic, event, metadata, and the content.
 * @returns undefined for what is no such frame, or whose content is not JSON
 */
export function decodeBroadcast(bytes: Buffer): Frame | undefined {
  if (bytes.length < HEADER_BYTES || bytes[0] !== USER_BROADCAST || bytes[6] !== JSON_CONTENT)
    return undefined;
  let offset = HEADER_BYTES;
  const [joinRef = '', ref = '', topic = '', event = ''] = [...bytes.subarray(1, 6)].map((length) => {
    offset += length;
    return bytes.subarray(offset - length, offset).toString('utf8');
  });
  const payload = parse(bytes.subarray(offset).toString('utf8'));
  if (payload === undefined || topic === '') return undefined;
  return { joinRef, ref, topic, event: 'broadcast', payload: { type: 'broadcast', event, payload } };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
