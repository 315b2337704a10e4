import { createHash } from 'node:crypto';

/** A uuid that is the same at every seeding, so that whatever carries it is made once. @param name as in `post:Low tide` */
export function seedId(name: string): string {
  const hex = createHash('sha256').update(`seed:${name}`).digest('hex');
  // Version 8, "custom", of RFC 9562.
  const [, a, b, c, d, e] = /^(.{8})(.{4}).(.{3}).(.{3})(.{12})/.exec(hex) ?? [];
  return `${a}-${b}-8${c}-8${d}-${e}`;
}
