import { HttpError } from './http-error.ts';

/** The largest body of a request that is read into memory, in bytes; files stream past it. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** What lets a page, such as the app's own window in development, call from another origin. */
const crossOrigin = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers':
    'authorization, apikey, x-client-info, content-type, prefer, accept-profile, content-profile, range, x-upsert, x-metadata, cache-control, x-supabase-api-version, tus-resumable, upload-length, upload-offset, upload-metadata',
  'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
  'access-control-expose-headers':
    'content-range, preference-applied, x-supabase-api-version, sb-error-code, location, upload-offset, upload-length, upload-expires, tus-resumable',
} as const;

export function withCrossOrigin(response: Response): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(crossOrigin)) headers.set(name, value);
  const { status } = response;
  return new Response(response.body, { status, headers });
}

/** @param body made into JSON, unless it is text that is JSON already */
export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(typeof body === 'string' ? body : JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  });
}

export function empty(status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, { status, headers });
}

export function redirect(to: string): Response {
  return new Response(null, { status: 302, headers: { location: to } });
}

/** @throws {HttpError} 413 past the limit */
export async function readText(request: Request, maxBytes: number = MAX_BODY_BYTES): Promise<string> {
  const tooLarge = (): HttpError => {
    const message = `The body is larger than ${maxBytes} bytes.`;
    return new HttpError(413, message, { code: 'body_too_large', error_code: 'body_too_large', message });
  };
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of request.body ?? []) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
