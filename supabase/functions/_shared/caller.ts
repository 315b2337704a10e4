import { secretKeyOf, type Deps } from './deps.ts';
import { toHex } from './hex.ts';
import { hmacSha256 } from './hmac.ts';

/**
 * Tells visitors apart for a day without keeping their address: a keyed hash with the date in it, which nobody can turn
 * back or follow into tomorrow.
 */
export async function callerKey(request: Request, { project, now }: Deps): Promise<string> {
  const address = (request.headers.get('x-forwarded-for') ?? '').split(',')[0]?.trim() ?? '';
  const day = now().toISOString().slice(0, 10);
  const secret = new TextEncoder().encode(`caller:${day}:${secretKeyOf(project)}`);
  return toHex(await hmacSha256(secret, address)).slice(0, 24);
}
