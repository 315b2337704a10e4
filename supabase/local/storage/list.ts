import { z } from 'zod';
import { actAs, type Caller } from '../caller.ts';
import type { StorageContext } from './context.ts';
import { storageError } from './storage-error.ts';

const optionsSchema = z.object({
  prefix: z.string().max(1_024).default(''),
  limit: z.int().min(1).max(1_000).default(100),
  offset: z.int().min(0).default(0),
  search: z.string().max(1_024).default(''),
  sortBy: z
    .object({
      column: z.enum(['name', 'created_at', 'updated_at', 'last_accessed_at']).default('name'),
      order: z.enum(['asc', 'desc']).default('asc'),
    })
    .default({ column: 'name', order: 'asc' }),
});

/** What is in a folder: first its folders, which have no id, then its files. */
export async function listObjects(
  { database }: StorageContext,
  caller: Caller,
  bucket: string,
  body: unknown,
): Promise<readonly unknown[]> {
  const options = optionsSchema.safeParse(body);
  if (!options.success) throw storageError(400, 'InvalidRequest', z.prettifyError(options.error));
  const { limit, offset, sortBy } = options.data;
  const prefix = options.data.prefix === '' ? '' : options.data.prefix.replace(/\/*$/, '/');
  const depth = prefix.split('/').length;
  return await database.transaction(async (query) => {
    await actAs(query, caller);
    const { rows } = await query(
      `with inside as (
         select *, path_tokens[$3::int] as part, cardinality(path_tokens) = $3 as is_file
         from storage.objects
         where bucket_id = $1 and name like $2 escape '\\' and path_tokens[$3::int] ilike $4 escape '\\'
           and version is not null
       ), listed as (
         select distinct on (part, is_file) part as name, is_file,
           case when is_file then id end as id, case when is_file then updated_at end as updated_at,
           case when is_file then created_at end as created_at,
           case when is_file then last_accessed_at end as last_accessed_at, case when is_file then metadata end as metadata
         from inside order by part, is_file
       )
       select name, id, updated_at, created_at, last_accessed_at, metadata from listed
       order by is_file, ${sortBy.column} ${sortBy.order}, name limit $5 offset $6`,
      [bucket, `${escapeLike(prefix)}%`, depth, `${escapeLike(options.data.search)}%`, limit, offset],
    );
    return rows;
  });
}

function escapeLike(text: string): string {
  return text.replaceAll(/[%_\\]/g, String.raw`\$&`);
}
