import { HttpError } from '../http/http-error.ts';

/** The version of the auth API whose errors supabase-js asks for. */
export const API_VERSION = '2024-01-01';

/**
 * An error as GoTrue words it; the client tells them apart by `code`.
 * @param code as in https://supabase.com/docs/guides/auth/debugging/error-codes
 */
export function authError(status: number, code: string, message: string): HttpError {
  return new HttpError(status, message, { code, message });
}
