import { z } from 'zod';
import { actAs, bearer, type Caller, identify } from '../caller.ts';
import { HttpError, unsupported } from '../http/http-error.ts';
import { empty, json, readText } from '../http/respond.ts';
import type { StorageContext } from './context.ts';
import { giveFile } from './give.ts';
import { listObjects } from './list.ts';
import {
  findBucket,
  findObject,
  ownerOf,
  type Place,
  requireMayWrite,
  requireName,
  requireObject,
} from './objects.ts';
import { describe, receiveFile } from './receive.ts';
import { createResumable } from './resumable.ts';
import { fromDatabaseError, notFound, storageError } from './storage-error.ts';
import { copyObject, moveObject, removeObjects } from './transfer.ts';

/** Life of a link that allows one upload, in seconds. */
const UPLOAD_LINK_SECONDS = 7_200;
const MAX_LINK_SECONDS = 366 * 86_400;
const seconds = z.int().min(1).max(MAX_LINK_SECONDS);

/**
 * The storage service: files in buckets, whose rows decide who may do what with them.
 * @returns answers a request whose path follows `/storage/v1`
 */
export function createStorage(
  context: StorageContext,
): (request: Request, path: string) => Promise<Response> {
  const { database, keys, tokens } = context;
  const resumable = createResumable(context);

  /** A person's token is enough: this service asks for no key where there is one. */
  const callerOf = async ({ headers }: Request): Promise<Caller> =>
    await identify(headers, keys, tokens, bearer(headers) === null ? null : keys.publishableKey);

  async function route(request: Request, path: string): Promise<Response> {
    const { method } = request;
    const isRead = method === 'GET' || method === 'HEAD';
    const [, kind = '', ...rest] = path.split('/').map(decodePart);
    if (kind === 'upload' && rest[0] === 'resumable' && rest.length <= 2) {
      return await resumable(request, await callerOf(request), rest[1]);
    }
    if (kind === 'bucket' && method === 'GET' && rest.length <= 1) return await showBuckets(request, rest[0]);
    if (kind !== 'object') throw unsupported(`${method} /storage/v1${path}`);
    const [verb = '', bucket = '', ...more] = rest;
    if (verb === 'public' && isRead) return await givePublic(request, placeOf(bucket, more));
    if (verb === 'sign' && isRead) return await giveSigned(request, placeOf(bucket, more));
    if (verb === 'upload' && bucket === 'sign' && method === 'PUT') {
      return await receiveSigned(request, placeOf(more[0] ?? '', more.slice(1)));
    }
    const caller = await callerOf(request);
    if (verb === 'upload' && bucket === 'sign' && method === 'POST') {
      return await signUpload(request, caller, placeOf(more[0] ?? '', more.slice(1)));
    }
    if (verb === 'sign' && method === 'POST') return await signReads(request, caller, bucket, more);
    if (verb === 'list' && method === 'POST' && more.length === 0) {
      return json(await listObjects(context, caller, bucket, await readJson(request)));
    }
    if (verb === 'info' && isRead) return await showInfo(caller, placeOf(bucket, more));
    if (verb === 'copy' && method === 'POST' && rest.length === 1) {
      return await copyObject(context, caller, await readJson(request));
    }
    if (verb === 'move' && method === 'POST' && rest.length === 1) {
      return await moveObject(context, caller, await readJson(request));
    }
    if (method === 'DELETE' && rest.length === 1) {
      return await removeObjects(context, caller, verb, await readJson(request));
    }
    if (verb === 'authenticated' && isRead) return await give(request, caller, placeOf(bucket, more));
    const place = placeOf(verb, rest.slice(1));
    if (isRead) return await give(request, caller, place);
    if (method !== 'POST' && method !== 'PUT') throw unsupported(`${method} /storage/v1${path}`);
    const replace = method === 'PUT' || request.headers.get('x-upsert') === 'true';
    const { id } = await receiveFile(context, request, place, {
      owner: ownerOf(caller),
      probeAs: caller,
      replace,
    });
    return json({ Id: id, Key: `${place.bucket}/${place.name}` });
  }

  async function give(request: Request, caller: Caller, place: Place): Promise<Response> {
    return giveFile(context, await requireObject(database, caller, place), request);
  }

  async function givePublic(request: Request, place: Place): Promise<Response> {
    const bucket = await findBucket(database.query, place.bucket);
    const object = bucket.public ? await findObject(database.query, place) : undefined;
    if (!object) throw notFound();
    return giveFile(context, object, request);
  }

  async function giveSigned(request: Request, place: Place): Promise<Response> {
    await context.links.check(new URL(request.url).searchParams.get('token'), place, 'read');
    const object = await findObject(database.query, place);
    if (!object) throw notFound();
    return giveFile(context, object, request);
  }

  async function receiveSigned(request: Request, place: Place): Promise<Response> {
    const token = new URL(request.url).searchParams.get('token');
    const { owner, upsert } = await context.links.check(token, place, 'upload');
    await receiveFile(context, request, place, { owner, probeAs: undefined, replace: upsert });
    return json({ Key: `${place.bucket}/${place.name}` });
  }

  async function signUpload(request: Request, caller: Caller, place: Place): Promise<Response> {
    requireName(place.name);
    await findBucket(database.query, place.bucket);
    const owner = ownerOf(caller);
    const upsert = request.headers.get('x-upsert') === 'true';
    const said = { mimetype: 'application/octet-stream', cacheControl: '', userMetadata: null };
    await requireMayWrite(database, caller, describe(place, owner, '', 0, '', said, context.now()), upsert);
    const token = await context.links.sign(place, UPLOAD_LINK_SECONDS, { use: 'upload', owner, upsert });
    // Not encoded: the client encodes what it gets.
    return json({ url: `/object/upload/sign/${place.bucket}/${place.name}?token=${token}`, token });
  }

  async function signReads(
    request: Request,
    caller: Caller,
    bucket: string,
    path: readonly string[],
  ): Promise<Response> {
    const one = z.looseObject({ expiresIn: seconds, paths: z.array(z.string()).max(1_000).optional() });
    const body = one.safeParse(await readJson(request));
    if (!body.success) throw storageError(400, 'InvalidRequest', z.prettifyError(body.error));
    if ('transform' in body.data) throw unsupported('image transformations');
    const sign = async (name: string): Promise<string | undefined> => {
      const place = { bucket, name };
      const object = await database.transaction(async (query) => {
        await actAs(query, caller);
        return await findObject(query, place);
      });
      if (!object) return undefined;
      const use = { use: 'read', owner: null, upsert: false } as const;
      return `/object/sign/${bucket}/${name}?token=${await context.links.sign(place, body.data.expiresIn, use)}`;
    };
    if (path.length > 0) {
      const signedURL = await sign(placeOf(bucket, path).name);
      if (!signedURL) throw notFound();
      return json({ signedURL });
    }
    const signed: unknown[] = [];
    for (const name of body.data.paths ?? []) {
      const signedURL = (await sign(name)) ?? null;
      const error = signedURL ? null : 'Either the object does not exist or you do not have access to it';
      signed.push({ path: name, signedURL, error });
    }
    return json(signed);
  }

  async function showInfo(caller: Caller, place: Place): Promise<Response> {
    const object = await requireObject(database, caller, place);
    const { size, mimetype, cacheControl, eTag } = object.metadata;
    return json({
      id: object.id,
      name: object.name,
      version: object.version,
      bucket_id: object.bucket_id,
      size,
      content_type: mimetype,
      cache_control: cacheControl,
      etag: eTag,
      metadata: object.user_metadata ?? {},
      last_modified: object.updated_at,
      created_at: object.created_at,
    });
  }

  async function showBuckets(request: Request, id: string | undefined): Promise<Response> {
    const caller = await callerOf(request);
    const { rows } = await database.transaction(async (query) => {
      await actAs(query, caller);
      return await query('select * from storage.buckets where $1::text is null or id = $1 order by id', [
        id ?? null,
      ]);
    });
    if (id === undefined) return json(rows);
    if (!rows[0]) throw storageError(404, 'Bucket not found', 'Bucket not found', 'NoSuchBucket');
    return json(rows[0]);
  }

  return async (request, path) => {
    try {
      return await route(request, path);
    } catch (error) {
      if (request.method === 'HEAD' && error instanceof HttpError) return empty(error.status);
      throw error instanceof HttpError ? error : (fromDatabaseError(error) ?? error);
    }
  };
}

function placeOf(bucket: string, path: readonly string[]): Place {
  const name = path.join('/');
  if (bucket === '' || name === '') throw storageError(404, 'not_found', 'The path names no file');
  return { bucket, name };
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw storageError(400, 'InvalidKey', 'The path cannot be read');
  }
}

async function readJson(request: Request): Promise<unknown> {
  const text = await readText(request);
  try {
    return text === '' ? {} : (JSON.parse(text) as unknown);
  } catch {
    throw storageError(400, 'InvalidRequest', 'The body is not JSON');
  }
}
