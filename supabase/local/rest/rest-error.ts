import { z } from 'zod';
import { HttpError } from '../http/http-error.ts';

/** An error as PostgREST words it (https://docs.postgrest.org/en/stable/references/errors.html). */
export function restError(
  status: number,
  code: string,
  message: string,
  details: string | null = null,
  hint: string | null = null,
): HttpError {
  return new HttpError(status, message, { code, details, hint, message });
}

/** What the client wrote cannot be read. */
export function unreadable(what: string): HttpError {
  return restError(400, 'PGRST100', `failed to parse ${what}`);
}

const databaseError = z.object({
  code: z.string().length(5),
  message: z.string(),
  detail: z.string().nullish(),
  hint: z.string().nullish(),
});

/** PostgREST's statuses for classes of SQLSTATE, the longest prefix first. */
const statuses: readonly (readonly [prefix: string, status: number])[] = [
  ['23503', 409],
  ['23505', 409],
  ['25006', 405],
  ['21000', 400],
  ['22023', 400],
  ['42883', 404],
  ['42P01', 404],
  ['42P17', 500],
  ['P0001', 400],
  ['08', 503],
  ['09', 500],
  ['0L', 403],
  ['0P', 403],
  ['25', 500],
  ['28', 403],
  ['2D', 500],
  ['38', 500],
  ['39', 500],
  ['3B', 500],
  ['40', 500],
  ['53', 503],
  ['54', 413],
  ['55', 500],
  ['57', 500],
  ['58', 500],
  ['F0', 500],
  ['HV', 500],
  ['P0', 500],
  ['XX', 500],
];

/**
 * What the database refused, as PostgREST tells it.
 * @param isAnonymous whether nobody is signed in: a missing right then means "sign in"
 * @returns undefined for what is no error of the database
 */
export function fromDatabaseError(error: unknown, isAnonymous: boolean): HttpError | undefined {
  const parsed = databaseError.safeParse(error);
  if (!parsed.success) return undefined;
  const { code, message, detail = null, hint = null } = parsed.data;
  return restError(statusOf(code, isAnonymous), code, message, detail, hint);
}

function statusOf(code: string, isAnonymous: boolean): number {
  const chosen = /^PT([1-5]\d\d)$/.exec(code)?.[1];
  if (chosen) return Number(chosen);
  if (code === '42501') return isAnonymous ? 401 : 403;
  return statuses.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 400;
}
