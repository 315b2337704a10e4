import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { Caller } from '../caller.ts';
import { HttpError, unsupported } from '../http/http-error.ts';
import { empty } from '../http/respond.ts';
import type { StorageContext } from './context.ts';
import { hashFile } from './files.ts';
import { ownerOf, requireMayWrite, requireName } from './objects.ts';
import { commitObject, describe, limitsOf, parseUserMetadata, tooLarge } from './receive.ts';

const VERSION = { 'tus-resumable': '1.0.0' } as const;
const HOUR_MS = 3_600_000;
/** An upload must be finished so long after it began, in milliseconds. */
const LIFE_MS = 24 * HOUR_MS;

/** What was said of an upload when it began; how far it came is the size of its part. */
const uploadSchema = z.object({
  bucket: z.string(),
  name: z.string(),
  owner: z.string().nullable(),
  length: z.int().nonnegative(),
  replace: z.boolean(),
  mimetype: z.string(),
  cacheControl: z.string(),
  userMetadata: z.unknown(),
  /** In milliseconds. */
  begunAt: z.number(),
});
type Upload = z.output<typeof uploadSchema>;

const refuse = (status: number, message: string): HttpError => new HttpError(status, message, { message });

/**
 * Uploads in pieces (https://tus.io/protocols/resumable-upload, 1.0.0, with its expiration): a piece that broke off, or a
 * server that was killed, loses nothing that had arrived. Whatever was abandoned goes when somebody begins another.
 */
export function createResumable(
  context: StorageContext,
): (request: Request, caller: Caller, id: string | undefined) => Promise<Response> {
  const { database, files } = context;
  const busy = new Set<string>();
  const partOf = (id: string): string => files.pathOfPart(`${id}.resumable`);
  const noteOf = (id: string): string => files.pathOfPart(`${id}.json`);
  let sweptAt = -Infinity;

  /** Removes what has expired, and parts that a crash left without a note; at most once an hour. */
  async function sweep(): Promise<void> {
    const now = context.now();
    if (now - sweptAt < HOUR_MS) return;
    sweptAt = now;
    const names = await readdir(files.partsFolder);
    for (const name of names.filter((each) => each.endsWith('.json'))) {
      const id = name.slice(0, -'.json'.length);
      const upload = await readNote(id);
      if (upload && !busy.has(id) && hasExpired(upload, now)) await forget(id);
    }
    for (const name of names.filter((each) => !each.endsWith('.json'))) {
      const isNoted = names.includes(`${name.replace(/\.resumable$/, '')}.json`);
      const path = join(files.partsFolder, name);
      const touched = isNoted ? undefined : await stat(path).catch(() => undefined);
      if (touched && touched.mtimeMs + LIFE_MS <= now) await rm(path, { force: true });
    }
  }

  async function readNote(id: string): Promise<Upload | undefined> {
    const note = await readFile(noteOf(id), 'utf8').catch(() => undefined);
    return note === undefined ? undefined : uploadSchema.parse(JSON.parse(note));
  }

  async function forget(id: string): Promise<void> {
    await rm(noteOf(id), { force: true });
    await rm(partOf(id), { force: true });
  }

  async function begin(request: Request, caller: Caller): Promise<Response> {
    await sweep();
    const { headers } = request;
    if (headers.has('upload-defer-length')) throw unsupported('uploads of unknown length');
    const length = z.coerce.number().int().nonnegative().safeParse(headers.get('upload-length')).data;
    if (length === undefined) throw refuse(400, 'Upload-Length is missing or not a length');
    const said = readMetadata(headers.get('upload-metadata'));
    const upload: Upload = {
      bucket: said.get('bucketName') ?? '',
      name: requireName(said.get('objectName') ?? ''),
      owner: ownerOf(caller),
      length,
      replace: headers.get('x-upsert') === 'true',
      mimetype: said.get('contentType') ?? 'application/octet-stream',
      cacheControl: `max-age=${said.get('cacheControl') ?? '3600'}`,
      userMetadata: parseUserMetadata(said.get('metadata') ?? null),
      begunAt: context.now(),
    };
    const limits = await limitsOf(context, upload.bucket);
    limits.check(upload.mimetype);
    if (length > limits.maxBytes) throw tooLarge();
    await mayStill(upload, caller);
    const id = randomUUID();
    await writeFile(partOf(id), '');
    await writeFile(noteOf(id), JSON.stringify(upload), { flush: true });
    const location = new URL(`/storage/v1/upload/resumable/${id}`, request.url).href;
    const offset = request.body && isPiece(headers) ? await append(id, upload, request, 0) : 0;
    if (offset === length) await finish(id, upload, caller);
    return empty(201, { ...VERSION, ...expiryOf(upload), location, 'upload-offset': `${offset}` });
  }

  async function mayStill(upload: Upload, caller: Caller): Promise<void> {
    const place = { bucket: upload.bucket, name: upload.name };
    const planned = describe(place, upload.owner, randomUUID(), upload.length, '', upload, context.now());
    await requireMayWrite(database, caller, planned, upload.replace);
  }

  /** @throws {HttpError} 404 also for what somebody else began, 410 for what has expired */
  async function find(id: string, caller: Caller): Promise<Upload> {
    const upload = await readNote(id);
    if (!upload || upload.owner !== ownerOf(caller)) throw refuse(404, 'There is no such upload');
    if (hasExpired(upload, context.now())) throw refuse(410, 'The upload has expired');
    return upload;
  }

  /** @returns how many bytes there are now */
  async function append(id: string, upload: Upload, request: Request, offset: number): Promise<number> {
    let size = offset;
    const measure = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const chunk of chunks) {
        size += chunk.byteLength;
        if (size > upload.length) throw refuse(413, 'More arrived than was announced');
        yield chunk;
      }
    };
    await pipeline(
      request.body ?? new Blob([]).stream(),
      measure,
      createWriteStream(partOf(id), { flags: 'a', flush: true }),
    );
    return size;
  }

  async function finish(id: string, upload: Upload, caller: Caller): Promise<void> {
    await mayStill(upload, caller);
    const place = { bucket: upload.bucket, name: upload.name };
    const hash = await hashFile(partOf(id));
    // The same version every time, so that finishing twice after a crash makes one file.
    const object = describe(place, upload.owner, id, upload.length, hash, upload, context.now());
    await files.adopt(partOf(id), place, id);
    await commitObject(context, object, upload.replace);
    await rm(noteOf(id), { force: true });
  }

  async function resume(request: Request, caller: Caller, id: string): Promise<Response> {
    const upload = await find(id, caller);
    if (!isPiece(request.headers)) throw refuse(415, 'Content-Type must be application/offset+octet-stream');
    if (busy.has(id)) throw refuse(423, 'Another piece of this upload is arriving');
    busy.add(id);
    try {
      const { size } = await stat(partOf(id));
      if (request.headers.get('upload-offset') !== `${size}`) throw refuse(409, `The upload is at ${size}`);
      const offset = await append(id, upload, request, size);
      if (offset === upload.length) await finish(id, upload, caller);
      return empty(204, { ...VERSION, ...expiryOf(upload), 'upload-offset': `${offset}` });
    } finally {
      busy.delete(id);
    }
  }

  return async (request, caller, id) => {
    if (request.headers.get('tus-resumable') !== VERSION['tus-resumable']) {
      throw refuse(412, 'This speaks version 1.0.0 of the tus protocol');
    }
    if (id === undefined) {
      if (request.method === 'POST') return await begin(request, caller);
      throw unsupported(`${request.method} of resumable uploads`);
    }
    if (request.method === 'PATCH') return await resume(request, caller, id);
    const upload = await find(id, caller);
    if (request.method === 'HEAD') {
      const { size } = await stat(partOf(id));
      const headers = { 'upload-offset': `${size}`, 'upload-length': `${upload.length}` };
      return empty(200, { ...VERSION, ...expiryOf(upload), ...headers, 'cache-control': 'no-store' });
    }
    if (request.method !== 'DELETE') throw unsupported(`${request.method} of a resumable upload`);
    await forget(id);
    return empty(204, VERSION);
  };
}

function hasExpired({ begunAt }: Upload, now: number): boolean {
  return begunAt + LIFE_MS <= now;
}

function expiryOf({ begunAt }: Upload): Readonly<Record<string, string>> {
  return { 'upload-expires': new Date(begunAt + LIFE_MS).toUTCString() };
}

function isPiece(headers: Headers): boolean {
  return headers.get('content-type') === 'application/offset+octet-stream';
}

/** Pairs of a name and a value in base64. */
function readMetadata(header: string | null): ReadonlyMap<string, string> {
  const pairs = (header ?? '').split(',').map((pair) => pair.trim().split(' ', 2));
  return new Map(pairs.map(([name = '', value = '']) => [name, Buffer.from(value, 'base64').toString()]));
}
