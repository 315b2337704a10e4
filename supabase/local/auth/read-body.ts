import { z } from 'zod';
import { authError } from './auth-error.ts';

/** An address as it is kept: without case. */
export const email = z.string().trim().toLowerCase().max(254).pipe(z.email());
export const metadata = z.record(z.string(), z.json());

/** @throws {HttpError} 400 `validation_failed` that names the field */
export function readBody<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') || 'body';
  throw authError(400, 'validation_failed', `Unable to validate ${field}: ${issue?.message ?? 'invalid'}`);
}
