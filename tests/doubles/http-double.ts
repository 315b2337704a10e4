import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * A provider's HTTP API on loopback: real sockets, faults on demand, and a count of what a provider would have
 * taken on and billed. Built for tests of adapters, of the queue, and for crash tests in another process.
 */

export type FaultKind =
  /** Takes the request and never answers. `release()` lets go. */
  | 'hang'
  | 'html'
  | 'truncated'
  | 'wrong-type'
  | 'wrong-json'
  /** Reads the whole request, does the work, and closes the connection without an answer. */
  | 'drop'
  /** Does the work and answers in small pieces. */
  | 'slow'
  /** An answer of this status; nothing is done or billed. */
  | 'status'
  /** Claims success, has nothing to show. */
  | 'no-output'
  | 'output-404'
  /** A PNG whose header promises 200 megapixels. */
  | 'huge-picture'
  /** One output more than was asked for. */
  | 'twice';

export type Fault = {
  readonly kind: FaultKind;
  /** Where it strikes; `submit` unless told. */
  readonly on?: 'submit' | 'poll' | 'output' | 'check';
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** How many times; once unless told. */
  readonly times?: number;
};

export type SeenRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
};

export type Reply = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer | object;
};

export type RouteContext = {
  readonly url: URL;
  readonly request: SeenRequest;
  /** The fault of kinds that only the route itself can act out. */
  readonly fault: Fault | undefined;
  /** Counts a job that the provider charges for. */
  readonly bill: () => void;
  readonly response: ServerResponse;
};

export type Route = {
  readonly method: string;
  readonly path: RegExp;
  readonly stage: NonNullable<Fault['on']>;
  /** Null: the route has answered by itself. */
  readonly answer: (context: RouteContext) => Reply | null | Promise<Reply | null>;
};

export type HttpDouble = {
  readonly url: string;
  /** Jobs that reached the provider, whether or not it answered. */
  readonly submissions: number;
  readonly bills: number;
  readonly requests: readonly SeenRequest[];
  script(...faults: readonly Fault[]): void;
  /** Resolves when a request for which `matches` holds has been read. */
  seen(matches: (request: SeenRequest) => boolean): Promise<SeenRequest>;
  /** Breaks off every request that hangs. */
  release(): void;
  close(): Promise<void>;
};

/** Faults that the routes act out themselves. */
const routeFaults = new Set<FaultKind>(['no-output', 'output-404', 'huge-picture', 'twice']);

export async function startHttpDouble(
  routes: readonly Route[],
  options: {
    readonly key?: string;
    /** False: `requests` stays empty, for a double that runs for days. */
    readonly keepsRequests?: boolean;
    readonly onUpgrade?: (request: IncomingMessage, socket: Duplex) => void;
  } = {},
): Promise<HttpDouble> {
  const faults: { fault: Fault; left: number }[] = [];
  const requests: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  const hanging = new Set<ServerResponse>();
  const watchers = new Set<(request: SeenRequest) => void>();
  let submissions = 0;
  let bills = 0;

  const takeFault = (stage: Route['stage']): Fault | undefined => {
    const entry = faults.find((one) => one.left > 0 && (one.fault.on ?? 'submit') === stage);
    if (entry) entry.left -= 1;
    return entry?.fault;
  };

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    const url = new URL(incoming.url ?? '/', 'http://double');
    const method = incoming.method ?? 'GET';
    const request = { method, path: url.pathname, headers: incoming.headers, body: Buffer.concat(chunks) };
    if (options.keepsRequests !== false) requests.push(request);
    const route = routes.find((entry) => entry.method === method && entry.path.test(url.pathname));
    if (!route) {
      send(response, { status: 404, body: { detail: 'Not found', error: { message: 'Not found' } } });
    } else if (
      options.key &&
      route.stage !== 'output' &&
      incoming.headers.authorization !== `Bearer ${options.key}`
    ) {
      send(response, {
        status: 401,
        body: {
          title: 'Unauthenticated',
          detail: 'Wrong key',
          error: {
            message: `Incorrect API key provided: ${incoming.headers.authorization}`,
            code: 'invalid_api_key',
          },
        },
      });
    } else {
      if (route.stage === 'submit') submissions += 1;
      await act(route, { url, request, response });
    }
    for (const watcher of watchers) watcher(request);
  }

  async function act(route: Route, given: Pick<RouteContext, 'url' | 'request' | 'response'>): Promise<void> {
    const fault = takeFault(route.stage);
    const { response } = given;
    const bill = () => {
      bills += 1;
    };
    if (fault?.kind === 'status') {
      return send(response, {
        status: fault.status ?? 500,
        headers: fault.headers ?? {},
        body: asBody(fault.body ?? {}),
      });
    }
    if (fault?.kind === 'html') {
      const headers = { 'content-type': 'text/html', ...fault.headers };
      return send(response, {
        status: fault.status ?? 200,
        headers,
        body: '<!doctype html><title>Sign in to the network</title>',
      });
    }
    const reply = await route.answer({
      ...given,
      bill,
      fault: fault && routeFaults.has(fault.kind) ? fault : undefined,
    });
    if (reply) deliver(reply, fault?.kind, response);
  }

  function deliver(reply: Reply, fault: FaultKind | undefined, response: ServerResponse): void {
    const bytes = bytesOf(reply.body);
    switch (fault) {
      case 'hang':
        hanging.add(response);
        return;
      case 'drop':
        response.socket?.destroy();
        return;
      case 'truncated':
        response.writeHead(reply.status ?? 200, {
          ...headersOf(reply),
          'content-length': String(bytes.byteLength),
        });
        response.write(bytes.subarray(0, Math.ceil(bytes.byteLength / 2)), () => response.socket?.destroy());
        return;
      case 'wrong-type':
        return send(response, { ...reply, headers: { 'content-type': 'application/octet-stream' } });
      case 'wrong-json':
        return send(response, { ...reply, headers: {}, body: { unexpected: [1, null, 'x'] } });
      case 'slow':
        response.writeHead(reply.status ?? 200, headersOf(reply));
        for (let at = 0; at < bytes.byteLength; at += 512) response.write(bytes.subarray(at, at + 512));
        response.end();
        return;
      default:
        send(response, reply);
    }
  }

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch(() => response.socket?.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  if (options.onUpgrade) server.on('upgrade', options.onUpgrade);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    get submissions() {
      return submissions;
    },
    get bills() {
      return bills;
    },
    requests,
    script(...added) {
      for (const fault of added) faults.push({ fault, left: fault.times ?? 1 });
    },
    seen(matches) {
      const earlier = requests.find(matches);
      if (earlier) return Promise.resolve(earlier);
      return new Promise((resolve) => {
        const watcher = (request: SeenRequest) => {
          if (!matches(request)) return;
          watchers.delete(watcher);
          resolve(request);
        };
        watchers.add(watcher);
      });
    },
    release() {
      for (const response of hanging) response.socket?.destroy();
      hanging.clear();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function jsonOf(request: SeenRequest): Record<string, unknown> {
  return request.body.length > 0 ? JSON.parse(request.body.toString('utf8')) : {};
}

function send(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status ?? 200, headersOf(reply)).end(bytesOf(reply.body));
}

function headersOf(reply: Reply): Record<string, string> {
  const type =
    typeof reply.body === 'object' && !Buffer.isBuffer(reply.body) ? 'application/json' : 'text/plain';
  return { 'content-type': type, ...reply.headers };
}

function bytesOf(body: Reply['body']): Buffer {
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

function asBody(body: unknown): string | object {
  return typeof body === 'string' || (typeof body === 'object' && body !== null) ? body : String(body);
}
