import { unsupported } from '../http/http-error.ts';
import { json } from '../http/respond.ts';
import type { Preferences } from './preferences.ts';
import { restError } from './rest-error.ts';

/** What a statement found: the rows as JSON text, how many, and how many there are in all if that was asked. */
export type Found = { readonly rows: string; readonly count: number; readonly total: number | undefined };

/** Whether exactly one row is wanted, as an object. @throws {HttpError} 501 for other forms than JSON */
export function wantsObject(accept: string | null): boolean {
  const types = (accept ?? '*/*').split(',').map((type) => type.trim());
  const [first = '*/*'] = types;
  if (first === 'application/vnd.pgrst.object+json') return true;
  if (['*/*', 'application/json', 'application/vnd.pgrst.array+json'].includes(first)) return false;
  throw unsupported(`answers as ${first}`);
}

/**
 * @param status where all of what was found is given; a part of it answers 206
 * @throws {HttpError} 406 when one row is wanted and another number was found, 416 past the end of what there is
 */
export function answerRows(
  { rows, count, total }: Found,
  request: Request,
  preferences: Preferences,
  offset: number,
  status: number,
): Response {
  if (total !== undefined && offset > total) {
    throw restError(
      416,
      'PGRST103',
      'Requested range not satisfiable',
      `An offset of ${offset} was requested, but there are only ${total} rows.`,
    );
  }
  const asObject = wantsObject(request.headers.get('accept'));
  if (asObject && count !== 1) {
    throw restError(
      406,
      'PGRST116',
      'Cannot coerce the result to a single JSON object',
      `The result contains ${count} rows`,
    );
  }
  const range = count === 0 ? '*' : `${offset}-${offset + count - 1}`;
  const isPart = total !== undefined && count < total && status === 200;
  const body = asObject ? rows.trim().replace(/^\[/, '').replace(/\]$/, '') : rows;
  const response = json(body, isPart ? 206 : status, {
    'content-range': `${range}/${total ?? '*'}`,
    ...appliedHeader(preferences),
  });
  if (asObject) response.headers.set('content-type', 'application/vnd.pgrst.object+json; charset=utf-8');
  return response;
}

export function appliedHeader({ applied }: Preferences): Readonly<Record<string, string>> {
  return applied.length > 0 ? { 'preference-applied': applied.join(', ') } : {};
}

/** @throws {HttpError} 400 when a change reaches further than the client allowed; it is then undone */
export function requireAtMost(count: number, { maxAffected }: Preferences): void {
  if (maxAffected === undefined || count <= maxAffected) return;
  throw restError(
    400,
    'PGRST124',
    'Query result exceeds max-affected preference constraint',
    `The query affects ${count} rows`,
  );
}
