import { creationFlag, type LibraryQuery } from '../../../shared/domain/creation.ts';
import { idsPerMillisecond } from '../../../shared/domain/job.ts';
import { matchExpression } from '../db/search-index.ts';

export type Sql = { readonly text: string; readonly values: readonly (string | number)[] };

/**
 * `FROM … WHERE … ORDER BY` of a library query, newest first. With words, the search index leads and streams in
 * order (its rowid is the job's id), so nothing is sorted. Null: the text holds nothing that can be found.
 */
export function compileQuery(query: LibraryQuery): Sql | null {
  const match = query.text.trim() === '' ? '' : matchExpression(query.text);
  if (match === null) return null;
  const where: string[] = [query.trashed ? 'c.trashed_at IS NOT NULL' : 'c.trashed_at IS NULL'];
  const values: (string | number)[] = [];
  const add = (condition: string, ...bound: readonly (string | number)[]) => {
    where.push(condition);
    values.push(...bound);
  };
  if (match) {
    add('prompt_index MATCH ?', match);
  }
  if (query.media) add('c.media = ?', query.media === 'video' ? 1 : 0);
  if (query.modelId) add('c.model_key = (SELECT key FROM model WHERE id = ?)', query.modelId);
  if (query.provider) add('c.model_key IN (SELECT key FROM model WHERE provider = ?)', query.provider);
  if (query.from !== null) add('c.id >= ?', query.from * idsPerMillisecond);
  if (query.to !== null) add('c.id < ?', query.to * idsPerMillisecond);
  if (query.favourite) add('c.favourite = 1');
  const from = match
    ? `prompt_index CROSS JOIN creation c ON c.id >= prompt_index.rowid AND c.id < prompt_index.rowid + ${idsPerMillisecond}`
    : 'creation c';
  const order = match ? 'prompt_index.rowid DESC, c.id DESC' : 'c.id DESC';
  return { text: `FROM ${from} WHERE ${where.join(' AND ')} ORDER BY ${order}`, values };
}

/** Width, height and flags of a creation in one integer: one column less to carry for a million rows. */
export const packedShape = `(c.width * 65536 + c.height) * 4 + c.media * ${creationFlag.video} + c.favourite * ${creationFlag.favourite}`;

export function unpackShape(packed: number): { width: number; height: number; flags: number } {
  const size = Math.floor(packed / 4);
  return { width: Math.floor(size / 65_536), height: size % 65_536, flags: packed % 4 };
}
