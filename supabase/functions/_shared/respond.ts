import type { Log } from './deps.ts';
import { Refusal } from './refusal.ts';

export type Handler = (request: Request) => Promise<Response>;

/** The desktop app sends no origin; the share page and the person's browser do. No cookie is ever looked at. */
const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, apikey, content-type, x-client-info',
  'access-control-allow-methods': 'GET, POST, DELETE, OPTIONS',
  'access-control-max-age': '86400',
};

export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store', ...headers } });
}

/**
 * Wraps the work of a function: every answer carries `x-request-id`, a refusal becomes
 * `{ error, detail?, request_id }` with its status, and anything else a 500 that says nothing but the id to ask about.
 */
export function respond(work: Handler, log: Log): Handler {
  return async (request) => {
    const requestId = crypto.randomUUID();
    const response =
      request.method === 'OPTIONS'
        ? new Response(null, { status: 204 })
        : await work(request).catch((error: unknown) => refuse(error, requestId, log));
    const headers = new Headers(response.headers);
    for (const [name, value] of Object.entries({ ...cors, 'x-request-id': requestId }))
      headers.set(name, value);
    return new Response(response.body, { status: response.status, headers });
  };
}

function refuse(error: unknown, requestId: string, log: Log): Response {
  if (!(error instanceof Refusal)) {
    log.error('A request failed', error, requestId);
    return json({ error: 'internal', request_id: requestId }, 500);
  }
  const { status, code, detail } = error;
  const after = detail['retry_after'];
  return json(
    { error: code, ...(Object.keys(detail).length > 0 ? { detail } : {}), request_id: requestId },
    status,
    typeof after === 'number' ? { 'retry-after': String(Math.ceil(after)) } : {},
  );
}
