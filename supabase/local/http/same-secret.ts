import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether two secrets are the same, without telling by the time it takes where they differ. */
export function isSameSecret(given: string, known: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(known));
}
