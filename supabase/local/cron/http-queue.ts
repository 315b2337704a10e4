import { z } from 'zod';
import type { Database } from '../database/database.ts';
import { isLoopback } from '../http/loopback.ts';

const requestRow = z.object({
  id: z.string(),
  method: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string().nullable(),
  timeout_milliseconds: z.number(),
});
type QueuedRequest = z.output<typeof requestRow>;

/** Sends each request that pg_net queued, once, and keeps what came back. Only this machine is called. */
export async function sendQueuedRequests(database: Database): Promise<void> {
  const { rows } = await database.query(
    `delete from net.http_request_queue
     returning id, method, url, headers, convert_from(body, 'UTF8') as body, timeout_milliseconds`,
  );
  await Promise.all(
    z
      .array(requestRow)
      .parse(rows)
      .map(async (request) => await send(database, request)),
  );
}

async function send(database: Database, request: QueuedRequest): Promise<void> {
  const patience = AbortSignal.timeout(request.timeout_milliseconds);
  let outcome: readonly unknown[];
  try {
    if (!isLoopback(new URL(request.url).hostname))
      throw new Error('the embedded cloud calls this machine only');
    const { method, headers, body } = request;
    const response = await fetch(request.url, { method, headers, body, signal: patience, redirect: 'error' });
    const content = await response.text();
    const kept = JSON.stringify(Object.fromEntries(response.headers));
    outcome = [response.status, response.headers.get('content-type'), kept, content, false, null];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    outcome = [null, null, null, null, patience.aborted, message];
  }
  await database.query(
    `insert into net._http_response (id, status_code, content_type, headers, content, timed_out, error_msg)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [request.id, ...outcome],
  );
}
