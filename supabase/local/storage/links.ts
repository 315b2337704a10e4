import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Place } from './objects.ts';
import { storageError } from './storage-error.ts';

/** What a link allows, and for uploads whose file it becomes. */
const payloadSchema = z.object({
  url: z.string(),
  use: z.enum(['read', 'upload']),
  owner: z.string().nullable(),
  upsert: z.boolean(),
});
type Payload = z.infer<typeof payloadSchema>;
export type Links = {
  sign(place: Place, seconds: number, use: Omit<Payload, 'url'>): Promise<string>;
  /** @throws {HttpError} for a token that is forged, too old, or for another file or use */
  check(token: string | null, place: Place, use: Payload['use']): Promise<Payload>;
};

/** Links to single files that work for whoever has them, for a while. */
export function createLinks(secret: string, now: () => number): Links {
  const key = new TextEncoder().encode(secret);
  const urlOf = ({ bucket, name }: Place): string => `${bucket}/${name}`;
  return {
    sign: async (place, seconds, use) => {
      const issuedAt = Math.floor(now() / 1000);
      return await new SignJWT({ ...use, url: urlOf(place) })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + seconds)
        .sign(key);
    },
    check: async (token, place, use) => {
      let payload: Payload | undefined;
      try {
        const verified = await jwtVerify(token ?? '', key, {
          algorithms: ['HS256'],
          currentDate: new Date(now()),
        });
        payload = payloadSchema.safeParse(verified.payload).data;
      } catch {
        throw storageError(400, 'InvalidJWT', 'The link is invalid or has expired');
      }
      if (payload?.url === urlOf(place) && payload.use === use) return payload;
      throw storageError(400, 'InvalidSignature', 'The link is for another file');
    },
  };
}
