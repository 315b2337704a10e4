export async function hmacSha256(key: Uint8Array, text: string): Promise<ArrayBuffer> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const imported = await crypto.subtle.importKey('raw', new Uint8Array(key), algorithm, false, ['sign']);
  return await crypto.subtle.sign('HMAC', imported, new TextEncoder().encode(text));
}

/** Compares in the same time whatever the two hold. */
export function isSame(left: string, right: string): boolean {
  let differs = left.length ^ right.length;
  for (let at = 0; at < left.length; at += 1) differs |= left.charCodeAt(at) ^ (right.charCodeAt(at) || 0);
  return differs === 0;
}
