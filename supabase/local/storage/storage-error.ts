import { z } from 'zod';
import { HttpError } from '../http/http-error.ts';

/**
 * An error as the storage service words it: 400 over HTTP whatever it is, and its own status in the body.
 * @param code as in https://supabase.com/docs/guides/storage/debugging/error-codes
 */
export function storageError(
  status: number,
  error: string,
  message: string,
  code: string = error,
): HttpError {
  return new HttpError(400, message, { statusCode: `${status}`, code, error, message });
}

export function notFound(): HttpError {
  return storageError(404, 'not_found', 'Object not found', 'NoSuchKey');
}

/** @returns undefined for what is no refusal of the database */
export function fromDatabaseError(error: unknown): HttpError | undefined {
  const parsed = z.object({ code: z.string(), message: z.string() }).safeParse(error).data;
  if (!parsed) return undefined;
  if (parsed.code === '42501') return storageError(403, 'Unauthorized', parsed.message, 'AccessDenied');
  if (parsed.code === '23505')
    return storageError(409, 'Duplicate', 'The resource already exists', 'KeyAlreadyExists');
  const isRefusal = /^(?:PT|P0001|22|23)/.test(parsed.code);
  return isRefusal ? storageError(400, 'InvalidRequest', parsed.message) : undefined;
}
