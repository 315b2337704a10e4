import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * When a process is killed at a call it makes: as it leaves, so that nobody has heard it, or when what it asked for is
 * done and its answer is on the way. After the answer is before the next call, and after the last one is `end`.
 */
export const moments = ['before', 'unanswered'] as const;
export type Kill = { readonly call: string; readonly moment: (typeof moments)[number] } | 'end';

export function nameOf(kill: Kill | null): string {
  if (kill === null) return 'undisturbed';
  return kill === 'end' ? 'after all' : `${kill.moment} ${kill.call}`;
}

/** What else happens when a call is done and before its answer. */
export type Meanwhile = (call: string) => Promise<void>;

/** What every outgoing call of a process goes through. */
export type Turnstile = {
  readonly url: string;
  /** Names of the calls since `arm`, in order; one that is made again has its number. */
  readonly calls: readonly string[];
  /** Begins to count anew. @param die ends the process, at the call that `kill` names; null: at none */
  arm(kill: Kill | null, die: () => Promise<void>, meanwhile?: Meanwhile): void;
  close(): Promise<void>;
};

type Call = { readonly name: string; readonly forward: () => Promise<Response> };

/**
 * @param routeOf where a path leads: an address instead of its beginning; null where nothing is
 * @param rewrite changes answers of text, so that addresses in them lead through here too
 */
export async function startTurnstile(
  routeOf: (path: string) => string | null,
  rewrite: (text: string) => string,
): Promise<Turnstile> {
  let calls: string[] = [];
  let kill: Kill | null = null;
  let die: () => Promise<void> = async () => undefined;
  let meanwhile: Meanwhile | undefined;
  let dead = false;

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { name, forward } = await read(incoming);
    if (dead) return void outgoing.destroy();
    const count = calls.filter((entry) => entry.replace(/ #\d+$/, '') === name).length;
    const numbered = count === 0 ? name : `${name} #${count + 1}`;
    calls.push(numbered);
    const moment = kill !== null && kill !== 'end' && kill.call === numbered ? kill.moment : null;
    if (moment === 'before') return await end(outgoing);
    const response = await forward();
    const bytes = Buffer.from(await response.arrayBuffer());
    await meanwhile?.(numbered);
    if (moment === 'unanswered') return await end(outgoing);
    send(outgoing, response, bytes);
  }

  async function end(outgoing: ServerResponse): Promise<void> {
    dead = true;
    await die();
    outgoing.destroy();
  }

  async function read(incoming: IncomingMessage): Promise<Call> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    const method = incoming.method ?? 'GET';
    const path = incoming.url ?? '/';
    const target = routeOf(path);
    const headers = new Headers();
    for (const [name, value] of Object.entries(incoming.headers))
      if (value !== undefined && !ownHeaders.has(name)) headers.set(name, String(value));
    const body = method === 'GET' || method === 'HEAD' ? null : Buffer.concat(chunks);
    return {
      name: nameOfCall(method, path),
      forward: async () =>
        target === null
          ? new Response('nothing is there', { status: 404 })
          : await fetch(target, { method, headers, body, redirect: 'manual' }),
    };
  }

  function send(outgoing: ServerResponse, response: Response, bytes: Buffer): void {
    const headers = Object.fromEntries([...response.headers].filter(([name]) => !ownHeaders.has(name)));
    const isText = /json|text/.test(response.headers.get('content-type') ?? '');
    outgoing.writeHead(response.status, headers).end(isText ? rewrite(bytes.toString('utf8')) : bytes);
  }

  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing).catch(() => outgoing.destroy());
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', listening.resolve);
  await listening.promise;
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    get calls() {
      return calls;
    },
    arm(at, how, happens) {
      calls = [];
      kill = at;
      die = how;
      meanwhile = happens;
      dead = false;
    },
    async close() {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}

/** Headers that concern one connection, and compression, which is undone on the way. */
const ownHeaders = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'accept-encoding',
  'content-encoding',
  'keep-alive',
]);

/** A function of the database by its name, anything else by its address with the numbers taken out. */
function nameOfCall(method: string, path: string): string {
  const plain = (path.split('?')[0] ?? '')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id')
    .replace(/\b(?:cus|cs|pi|ch|sub|re|in)_[0-9a-f]+/g, ':id')
    .replace(/\bp\d+\b/g, ':id');
  return /^\/rest\/v1\/rpc\/(\w+)$/.exec(plain)?.[1] ?? `${method} ${plain}`;
}
