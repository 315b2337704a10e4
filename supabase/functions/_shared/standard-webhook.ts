import { hmacSha256, isSame } from './hmac.ts';

const toleranceMs = 5 * 60_000;

/**
 * Whether a webhook was signed with this secret over these very bytes, and not long ago.
 * @param secret `whsec_` and base64
 * @source Standard Webhooks, and replicate.com/docs/topics/webhooks/verify-webhook
 */
export async function verifySignature(
  headers: Headers,
  body: string,
  secret: string,
  now: Date,
): Promise<boolean> {
  const id = headers.get('webhook-id') ?? '';
  const timestamp = headers.get('webhook-timestamp') ?? '';
  if (id === '' || !/^\d{1,12}$/.test(timestamp)) return false;
  // Replicate's own check takes signatures of any age.
  if (Math.abs(now.getTime() - Number(timestamp) * 1000) > toleranceMs) return false;
  const expected = await signatureOf(`${id}.${timestamp}.${body}`, secret);
  return (headers.get('webhook-signature') ?? '')
    .split(' ')
    .some((entry) => entry.startsWith('v1,') && isSame(entry.slice(3), expected));
}

/** Base64 HMAC-SHA256. */
async function signatureOf(text: string, secret: string): Promise<string> {
  const bytes = Uint8Array.from(atob(secret.replace(/^whsec_/, '')), (character) => character.charCodeAt(0));
  return btoa(String.fromCharCode(...new Uint8Array(await hmacSha256(bytes, text))));
}
