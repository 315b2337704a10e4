import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { Caller } from '../caller.ts';
import { HttpError } from '../http/http-error.ts';
import type { StorageContext } from './context.ts';
import {
  findBucket,
  type NewObject,
  type Place,
  requireMayWrite,
  requireName,
  writeObject,
} from './objects.ts';
import { storageError } from './storage-error.ts';

/** What a client says of a file before its bytes. */
export type Announced = {
  readonly mimetype: string;
  readonly cacheControl: string;
  readonly userMetadata: unknown;
};
type Incoming = Announced & { readonly body: AsyncIterable<Uint8Array> };

const userMetadata = z.record(z.string(), z.json());

/**
 * Takes a file in one request: as the body itself, or as the one file of a form. Policies are asked first; the row is
 * written once the bytes are all there.
 * @param probeAs who must be allowed; undefined when a signed link has allowed it already
 */
export async function receiveFile(
  context: StorageContext,
  request: Request,
  place: Place,
  as: { readonly owner: string | null; readonly probeAs: Caller | undefined; readonly replace: boolean },
): Promise<{ readonly id: string }> {
  requireName(place.name);
  const { maxBytes, check } = await limitsOf(context, place.bucket);
  const version = randomUUID();
  const announced = announcedBy(request);
  const plan = (sizeBytes: number, hash: string, said: Announced): NewObject =>
    describe(place, as.owner, version, sizeBytes, hash, said, context.now());
  if (as.probeAs) await requireMayWrite(context.database, as.probeAs, plan(0, '', announced), as.replace);
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes + FORM_BYTES) throw tooLarge();
  const incoming = await openBody(request, announced);
  check(incoming.mimetype);
  const part = context.files.pathOfPart(version);
  try {
    const { sizeBytes, hash } = await save(incoming.body, part, maxBytes);
    const object = plan(sizeBytes, hash, incoming);
    await context.files.adopt(part, place, version);
    return await commitObject(context, object, as.replace);
  } finally {
    await rm(part, { force: true });
  }
}

/** Writes the row of bytes that have their place, and removes those it replaces; or removes them where it may not be. */
export async function commitObject(
  { database, files }: StorageContext,
  object: NewObject,
  replace: boolean,
): Promise<{ readonly id: string }> {
  try {
    const { id, replaced } = await writeObject(database, object, replace);
    if (replaced) await files.remove(object.place, replaced);
    return { id };
  } catch (error) {
    await files.remove(object.place, object.version);
    throw error;
  }
}

export function describe(
  place: Place,
  owner: string | null,
  version: string,
  size: number,
  hash: string,
  said: Announced,
  nowMs: number,
): NewObject {
  const lastModified = new Date(nowMs).toISOString();
  const { mimetype, cacheControl, userMetadata: more } = said;
  return {
    place,
    owner,
    version,
    facts: { eTag: `"${hash}"`, size, mimetype, cacheControl, lastModified },
    userMetadata: more,
  };
}

/** What a bucket takes. */
export async function limitsOf(
  { database, maxFileBytes }: StorageContext,
  bucketId: string,
): Promise<{ readonly maxBytes: number; check(mimetype: string): void }> {
  const bucket = await findBucket(database.query, bucketId);
  const allowed = bucket.allowed_mime_types;
  return {
    maxBytes: Math.min(Number(bucket.file_size_limit ?? maxFileBytes), maxFileBytes),
    check: (mimetype) => {
      const fits = (pattern: string): boolean =>
        pattern === mimetype || (pattern.endsWith('/*') && mimetype.startsWith(pattern.slice(0, -1)));
      if (allowed && !allowed.some(fits)) {
        throw storageError(415, 'invalid_mime_type', `mime type ${mimetype} is not supported`);
      }
    },
  };
}

export function tooLarge(): HttpError {
  return storageError(
    413,
    'Payload too large',
    'The object exceeded the maximum allowed size',
    'EntityTooLarge',
  );
}

/** @throws {HttpError} 400 for what is not an object */
export function parseUserMetadata(text: string | null): unknown {
  if (text === null || text === '') return null;
  try {
    return userMetadata.parse(JSON.parse(text));
  } catch {
    throw storageError(400, 'invalid_metadata', 'The metadata must be an object');
  }
}

/** What a form adds around the file, in bytes. */
const FORM_BYTES = 64 * 1024;

function announcedBy({ headers }: Request): Announced {
  const encoded = headers.get('x-metadata');
  return {
    mimetype: baseType(headers.get('content-type')),
    cacheControl: headers.get('cache-control') ?? 'no-cache',
    userMetadata: parseUserMetadata(encoded === null ? null : Buffer.from(encoded, 'base64').toString()),
  };
}

async function openBody(request: Request, announced: Announced): Promise<Incoming> {
  if (announced.mimetype !== 'multipart/form-data') {
    return { ...announced, body: request.body ?? new Blob([]).stream() };
  }
  const form = await request.formData().catch(() => undefined);
  const file = form && [...form.values()].find((value) => typeof value !== 'string');
  if (!form || !file) throw storageError(400, 'InvalidRequest', 'The form holds no file');
  const text = (name: string): string | null => {
    const value = form.get(name);
    return typeof value === 'string' ? value : null;
  };
  return {
    mimetype: baseType(file.type),
    cacheControl: `max-age=${/^\d+$/.exec(text('cacheControl') ?? '')?.[0] ?? '3600'}`,
    userMetadata: parseUserMetadata(text('metadata')),
    body: file.stream(),
  };
}

function baseType(contentType: string | null): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() || 'application/octet-stream';
}

async function save(
  body: AsyncIterable<Uint8Array>,
  path: string,
  maxBytes: number,
): Promise<{ readonly sizeBytes: number; readonly hash: string }> {
  const hash = createHash('md5');
  let sizeBytes = 0;
  await pipeline(
    body,
    async function* measure(chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        sizeBytes += chunk.byteLength;
        if (sizeBytes > maxBytes) throw tooLarge();
        hash.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(path, { flush: true }),
  );
  return { sizeBytes, hash: hash.digest('hex') };
}
