import { importJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';

const claimsSchema = z.looseObject({
  sub: z.uuid(),
  role: z.string(),
  session_id: z.uuid(),
  exp: z.number(),
});
type Claims = z.infer<typeof claimsSchema>;

export type Tokens = {
  /** The public half, for those who check tokens themselves. */
  readonly jwks: { readonly keys: readonly JWK[] };
  sign(subject: string, claims: Readonly<Record<string, unknown>>, issuedAt: number): Promise<string>;
  /** @returns undefined for a token that is forged, expired, or somebody else's */
  verify(token: string): Promise<Claims | undefined>;
};

/**
 * Access tokens: ES256, as hosted projects sign them.
 * @param lifeSeconds of an access token
 * @param now the time in milliseconds
 */
export async function createTokens(
  signingKey: JWK,
  issuer: string,
  lifeSeconds: number,
  now: () => number,
): Promise<Tokens> {
  const { d: _private, ...half } = signingKey;
  const publicKey = { ...half, alg: 'ES256', use: 'sig', key_ops: ['verify'] };
  const privateKey = await importJWK(signingKey, 'ES256');
  const verifyKey = await importJWK(publicKey, 'ES256');
  const audience = 'authenticated';
  return {
    jwks: { keys: [publicKey] },
    sign: async (subject, claims, issuedAt) =>
      await new SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', typ: 'JWT', ...(signingKey.kid ? { kid: signingKey.kid } : {}) })
        .setSubject(subject)
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + lifeSeconds)
        .sign(privateKey),
    verify: async (token) => {
      try {
        const { payload } = await jwtVerify(token, verifyKey, {
          issuer,
          audience,
          algorithms: ['ES256'],
          currentDate: new Date(now()),
        });
        return claimsSchema.safeParse(payload).data;
      } catch {
        return undefined;
      }
    },
  };
}
