import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { isForLoopback, requireLoopback } from './loopback.ts';
import { portOf } from './port-of.ts';
import { asWebStream } from './web-stream.ts';

export type Handler = (request: Request, peer: Peer) => Promise<Response>;
/** Who is at the other end of the connection. */
export type Peer = { readonly address: string };
export type Listening = {
  readonly server: Server;
  /** Without a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
};

/** Longer than clients keep a connection: one that is closed just as it is used again fails their request. */
const keepAliveMs = 120_000;

/**
 * Serves one handler over HTTP on loopback.
 * @param port 0 for any free one
 * @throws when the host is not loopback or the port is taken
 */
export async function serve(
  address: { readonly host: string; readonly port: number },
  handler: Handler,
): Promise<Listening> {
  const host = requireLoopback(address.host);
  const server = createServer({ keepAliveTimeout: keepAliveMs }, (incoming, outgoing) => {
    answer(handler, incoming, outgoing).catch(() => outgoing.destroy());
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(address.port, host, resolve);
  await promise;
  return {
    server,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${portOf(server)}`,
    close: async () => await closeServer(server),
  };
}

async function answer(handler: Handler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  if (!isForLoopback(incoming.headers.host)) {
    outgoing
      .writeHead(421, { 'content-type': 'text/plain' })
      .end('This server answers to loopback names only.\n');
    return;
  }
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  const response = await handler(asRequest(incoming, gone.signal), {
    address: incoming.socket.remoteAddress ?? '',
  });
  outgoing.statusCode = response.status;
  outgoing.setHeaders(response.headers);
  if (!incoming.complete && !incoming.readableEnded) outgoing.setHeader('connection', 'close');
  if (!response.body || incoming.method === 'HEAD') {
    await response.body?.cancel();
    outgoing.end();
    return;
  }
  await pipeline(response.body, outgoing);
}

function asRequest(incoming: IncomingMessage, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const method = incoming.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const body = hasBody ? asWebStream(incoming, false) : null;
  const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? 'localhost'}`);
  return new Request(url, { method, headers, signal, body, ...(body ? { duplex: 'half' } : {}) });
}

async function closeServer(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeAllConnections();
  await promise;
}
