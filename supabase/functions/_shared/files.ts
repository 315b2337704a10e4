import type { SupabaseClient } from '@supabase/supabase-js';

export type Bucket = 'creations' | 'inputs' | 'gallery' | 'exports' | 'support' | 'avatars';

/** The service's own hand in Storage. Paths begin with the owner and hold a uuid; nothing is ever overwritten. */
export type Files = {
  /** Writing what is there already is no error: a repeated step finds its own file. */
  readonly put: (bucket: Bucket, path: string, bytes: Uint8Array, mime: string) => Promise<void>;
  readonly get: (bucket: Bucket, path: string) => Promise<Uint8Array>;
  readonly copy: (from: Bucket, path: string, to: Bucket, target: string) => Promise<void>;
  readonly remove: (bucket: Bucket, paths: readonly string[]) => Promise<void>;
  /** Everything below a folder, at most `limit` paths; call again after removing them. */
  readonly list: (bucket: Bucket, folder: string, limit: number) => Promise<readonly string[]>;
  /** An address that works for so many seconds, for whoever has it. */
  readonly sign: (bucket: Bucket, path: string, seconds: number) => Promise<string>;
};

export function createFiles(admin: SupabaseClient): Files {
  const at = (bucket: Bucket) => admin.storage.from(bucket);
  return {
    async put(bucket, path, bytes, mime) {
      const { error } = await at(bucket).upload(path, new Blob([new Uint8Array(bytes)], { type: mime }), {
        contentType: mime,
        upsert: false,
      });
      if (error && !isDuplicate(error)) throw failed('write', bucket, error);
    },
    async get(bucket, path) {
      const { data, error } = await at(bucket).download(path);
      if (error) throw failed('read', bucket, error);
      return new Uint8Array(await data.arrayBuffer());
    },
    async copy(from, path, to, target) {
      const { error } = await at(from).copy(path, target, { destinationBucket: to });
      if (error && !isDuplicate(error)) throw failed('copy', from, error);
    },
    async remove(bucket, paths) {
      if (paths.length === 0) return;
      const { error } = await at(bucket).remove([...paths]);
      if (error) throw failed('remove', bucket, error);
    },
    async list(bucket, folder, limit) {
      const found: string[] = [];
      const folders = [folder];
      for (let next = folders.pop(); next !== undefined && found.length < limit; next = folders.pop()) {
        const { data, error } = await at(bucket).list(next, { limit: limit - found.length });
        if (error) throw failed('list', bucket, error);
        for (const entry of data) {
          const path = next === '' ? entry.name : `${next}/${entry.name}`;
          // A folder is no object of its own and has no id.
          if (entry.id === null) folders.push(path);
          else found.push(path);
        }
      }
      return found;
    },
    async sign(bucket, path, seconds) {
      const { data, error } = await at(bucket).createSignedUrl(path, seconds);
      if (error) throw failed('sign', bucket, error);
      return data.signedUrl;
    },
  };
}

function isDuplicate(error: Error): boolean {
  return ('statusCode' in error && error.statusCode === '409') || /exists/i.test(error.message);
}

function failed(verb: string, bucket: Bucket, cause: Error): Error {
  return new Error(`Storage could not ${verb} in ${bucket}: ${cause.message}`, { cause });
}
