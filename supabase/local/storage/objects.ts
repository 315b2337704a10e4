import type { Caller } from '../caller.ts';
import { actAs } from '../caller.ts';
import { type Database, type Query, rehearse, type Row } from '../database/database.ts';
import { notFound, storageError } from './storage-error.ts';

/** Where a file is found: a bucket and a path in it. */
export type Place = { readonly bucket: string; readonly name: string };
type ObjectFacts = {
  readonly eTag: string;
  readonly size: number;
  readonly mimetype: string;
  readonly cacheControl: string;
  readonly lastModified: string;
};
export type StoredObject = Row & {
  readonly id: string;
  readonly bucket_id: string;
  readonly name: string;
  readonly version: string;
  readonly metadata: ObjectFacts;
  readonly user_metadata: unknown;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly last_accessed_at: Date;
};
export type Bucket = Row & {
  readonly id: string;
  readonly public: boolean;
  readonly file_size_limit: string | null;
  readonly allowed_mime_types: readonly string[] | null;
};
/** What is to become an object's row. */
export type NewObject = {
  readonly place: Place;
  readonly owner: string | null;
  readonly version: string;
  readonly facts: ObjectFacts;
  readonly userMetadata: unknown;
};

/** The characters that the storage service takes in names. */
const namePattern = /^[\w/!\-.*'() &$@=;:+,?]{1,1024}$/;

export function requireName(name: string): string {
  if (namePattern.test(name) && !name.startsWith('/')) return name;
  throw storageError(400, 'InvalidKey', `Invalid key: ${name}`);
}

export async function findBucket(query: Query, id: string): Promise<Bucket> {
  const { rows } = await query<Bucket>(
    'select id, public, file_size_limit::text, allowed_mime_types from storage.buckets where id = $1',
    [id],
  );
  const bucket = rows[0];
  if (!bucket) throw storageError(404, 'Bucket not found', 'Bucket not found', 'NoSuchBucket');
  return bucket;
}

export async function findObject(query: Query, { bucket, name }: Place): Promise<StoredObject | undefined> {
  const { rows } = await query<StoredObject>(
    `select * from storage.objects where bucket_id = $1 and name = $2 and version is not null`,
    [bucket, name],
  );
  return rows[0];
}

/** @throws {HttpError} 404 also for what the caller may not see */
export async function requireObject(database: Database, caller: Caller, place: Place): Promise<StoredObject> {
  const object = await database.transaction(async (query) => {
    await actAs(query, caller);
    return await findObject(query, place);
  });
  if (!object) throw notFound();
  return object;
}

/**
 * Tries what is to be written as the caller, and undoes it: policies decide before any byte is taken. Replacing asks the
 * policies for changing as well.
 */
export async function requireMayWrite(
  database: Database,
  caller: Caller,
  object: NewObject,
  replace: boolean,
): Promise<void> {
  await rehearse(database, async (query) => {
    await actAs(query, caller);
    await insertObject(query, object, replace);
  });
}

/** @returns the version that was replaced, whose file nobody needs any more */
export async function writeObject(
  database: Database,
  object: NewObject,
  replace: boolean,
): Promise<{ readonly id: string; readonly replaced: string | undefined }> {
  return await database.transaction(async (query) => {
    const { rows: before } = await query<{ version: string | null }>(
      'select version from storage.objects where bucket_id = $1 and name = $2 for update',
      [object.place.bucket, object.place.name],
    );
    await insertObject(query, object, replace);
    const { rows } = await query<{ id: string }>(
      'select id from storage.objects where bucket_id = $1 and name = $2',
      [object.place.bucket, object.place.name],
    );
    return { id: rows[0]?.id ?? '', replaced: before[0]?.version ?? undefined };
  });
}

async function insertObject(query: Query, object: NewObject, replace: boolean): Promise<void> {
  const { place, owner, version, facts, userMetadata } = object;
  const merge = replace
    ? `on conflict (bucket_id, name) do update set metadata = excluded.metadata, version = excluded.version,
         user_metadata = excluded.user_metadata, updated_at = now()`
    : '';
  await query(
    `insert into storage.objects (bucket_id, name, owner, owner_id, version, metadata, user_metadata)
     values ($1, $2, $3::uuid, $3::text, $4, $5, $6) ${merge}`,
    [
      place.bucket,
      place.name,
      owner,
      version,
      JSON.stringify(facts),
      userMetadata ? JSON.stringify(userMetadata) : null,
    ],
  );
}

/** The person of a caller, or null for the service. */
export function ownerOf({ claims }: Caller): string | null {
  return typeof claims['sub'] === 'string' ? claims['sub'] : null;
}
