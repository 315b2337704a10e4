import { randomBytes, scrypt } from 'node:crypto';
import { isSameSecret } from '../http/same-secret.ts';
import { authError } from './auth-error.ts';
import type { AuthSettings } from '../config.ts';

/** Half of what is usual: a demonstration signs in dozens of people at its start. */
const COST = 8_192;
const KEY_BYTES = 32;

/** @throws {HttpError} 422 `weak_password` */
export function requireStrong(password: string, settings: AuthSettings): string {
  const { minPasswordLength, lettersAndDigits } = settings;
  if (password.length < minPasswordLength) {
    throw authError(422, 'weak_password', `Password should be at least ${minPasswordLength} characters.`);
  }
  if (lettersAndDigits && !(/[a-z]/i.test(password) && /\d/.test(password))) {
    throw authError(422, 'weak_password', 'Password should contain letters and digits.');
  }
  return password;
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16).toString('base64url');
  return `$scrypt$${salt}$${await derive(password, salt)}`;
}

/** Takes as long for an account without a password, so that its time does not tell. */
export async function isPassword(password: string, stored: string | null | undefined): Promise<boolean> {
  const [, scheme, salt = '', key = ''] = (stored ?? '').split('$');
  const given = await derive(password, salt);
  return scheme === 'scrypt' && key !== '' && isSameSecret(given, key);
}

async function derive(password: string, salt: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  scrypt(password.normalize('NFKC'), salt, KEY_BYTES, { N: COST }, (error, key) => {
    if (error) reject(error);
    else resolve(key.toString('base64url'));
  });
  return await promise;
}
