import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { actAs, type Caller } from '../caller.ts';
import { json } from '../http/respond.ts';
import type { StorageContext } from './context.ts';
import {
  findObject,
  ownerOf,
  type Place,
  requireMayWrite,
  requireName,
  requireObject,
  writeObject,
} from './objects.ts';
import { notFound, storageError } from './storage-error.ts';

const bodySchema = z.object({
  bucketId: z.string(),
  sourceKey: z.string(),
  destinationKey: z.string(),
  destinationBucket: z.string().optional(),
});

function readPlaces(body: unknown): { readonly from: Place; readonly to: Place } {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) throw storageError(400, 'InvalidRequest', z.prettifyError(parsed.error));
  const { bucketId, sourceKey, destinationKey, destinationBucket } = parsed.data;
  return {
    from: { bucket: bucketId, name: sourceKey },
    to: { bucket: destinationBucket ?? bucketId, name: requireName(destinationKey) },
  };
}

/** Copies a file that the caller may read to where they may write; the bytes never leave the server. */
export async function copyObject(context: StorageContext, caller: Caller, body: unknown): Promise<Response> {
  const { database, files } = context;
  const { from, to } = readPlaces(body);
  const source = await requireObject(database, caller, from);
  const version = randomUUID();
  const copy = {
    place: to,
    owner: ownerOf(caller),
    version,
    facts: source.metadata,
    userMetadata: source.user_metadata,
  };
  await requireMayWrite(database, caller, copy, false);
  await files.copy({ place: from, version: source.version }, { place: to, version });
  try {
    const { id } = await writeObject(database, copy, false);
    return json({ Key: `${to.bucket}/${to.name}`, Id: id });
  } catch (error) {
    await files.remove(to, version);
    throw error;
  }
}

/** Gives a file another name, where the caller may change both. */
export async function moveObject(context: StorageContext, caller: Caller, body: unknown): Promise<Response> {
  const { database, files } = context;
  const { from, to } = readPlaces(body);
  const version = randomUUID();
  const before = await database.transaction(async (query) => {
    await actAs(query, caller);
    const source = await findObject(query, from);
    if (!source) throw notFound();
    const { affected } = await query(
      `update storage.objects set bucket_id = $3, name = $4, version = $5, updated_at = now()
       where bucket_id = $1 and name = $2`,
      [from.bucket, from.name, to.bucket, to.name, version],
    );
    if (affected === 0) throw storageError(403, 'Unauthorized', 'new row violates row-level security policy');
    await files.copy({ place: from, version: source.version }, { place: to, version });
    return source;
  });
  await files.remove(from, before.version);
  return json({ message: 'Successfully moved' });
}

const prefixesSchema = z.object({ prefixes: z.array(z.string()).max(1_000) });

/** Removes those of the named files that the caller may remove, and lists them. */
export async function removeObjects(
  { database, files }: StorageContext,
  caller: Caller,
  bucket: string,
  body: unknown,
): Promise<Response> {
  const parsed = prefixesSchema.safeParse(body);
  if (!parsed.success) throw storageError(400, 'InvalidRequest', z.prettifyError(parsed.error));
  const removed = await database.transaction(async (query) => {
    await actAs(query, caller);
    await query(`select set_config('storage.allow_delete_query', 'true', true)`);
    const { rows } = await query<{ name: string; version: string | null }>(
      `delete from storage.objects where bucket_id = $1 and name = any($2)
       returning bucket_id, id, name, version, owner, owner_id, metadata, created_at, updated_at, last_accessed_at`,
      [bucket, parsed.data.prefixes],
    );
    return rows;
  });
  for (const { name, version } of removed) if (version) await files.remove({ bucket, name }, version);
  return json(removed);
}
