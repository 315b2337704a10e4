// Runs under Deno: the project's edge functions, unchanged, each loaded at its first call, in one process.
export type Handler = (request: Request) => Response | Promise<Response>;
type Serve = (...args: unknown[]) => unknown;
declare const Deno: {
  serve: Serve;
  readonly env: { get(name: string): string | undefined };
  readonly stdin: { readonly readable: ReadableStream<Uint8Array> };
  exit(code: number): never;
};

/** The platform answers 504 when a function has not answered for so long. */
const IDLE_TIMEOUT_MS = 150_000;

const listen = Deno.serve.bind(Deno);
const folder = Deno.env.get('EDGE_FUNCTIONS_FOLDER') ?? '';
const loaded = new Map<string, Promise<Handler>>();
const pending = new Set<Promise<unknown>>();
Object.assign(globalThis, {
  EdgeRuntime: {
    waitUntil: (work: Promise<unknown>): void => {
      const settled = work
        .catch((error: unknown) => console.error(error))
        .finally(() => pending.delete(settled));
      pending.add(settled);
    },
  },
});

/** Functions register themselves by `Deno.serve`; while one is imported, what it registers is kept instead. */
async function load(name: string): Promise<Handler> {
  let handler: Handler | undefined;
  Deno.serve = (...args) => {
    handler = args.find((arg): arg is Handler => typeof arg === 'function');
    return { finished: Promise.resolve(), shutdown: async () => undefined };
  };
  try {
    const module: { readonly default?: { readonly fetch?: Handler } } = await import(
      `${folder}/${name}/index.ts`
    );
    const found = module.default?.fetch ?? handler;
    if (!found) throw new Error(`${name} registers no handler`);
    return found;
  } finally {
    Deno.serve = listen;
  }
}

/** One import at a time, since the registering is shared; one that failed is tried again at the next call. */
let importing: Promise<unknown> = Promise.resolve();
function handlerOf(name: string): Promise<Handler> {
  const known = loaded.get(name);
  if (known) return known;
  const loading = importing.then(async () => await load(name));
  importing = loading.catch(() => loaded.delete(name));
  loaded.set(name, loading);
  return loading;
}

const refuse = (status: number, code: string, message: string): Response =>
  Response.json({ code, message }, { status });

/** Work that goes on after answers may begin more of it. */
async function settle(): Promise<Response> {
  while (pending.size > 0) await Promise.all(pending);
  return new Response(null, { status: 204 });
}

async function answer(request: Request): Promise<Response> {
  const url = new URL(request.url);
  if (url.pathname === '/settled') return await settle();
  const [, name, rest = ''] = /^\/functions\/v1\/([a-z0-9-]+)(\/.*)?$/.exec(url.pathname) ?? [];
  if (name === undefined) return refuse(404, 'NOT_FOUND', 'Requested function was not found');
  let handler: Handler;
  try {
    handler = await handlerOf(name);
  } catch (error) {
    console.error(error);
    return refuse(503, 'BOOT_ERROR', 'Function failed to start (please check logs)');
  }
  url.pathname = `/${name}${rest}`;
  const patience = Promise.withResolvers<Response>();
  const timer = setTimeout(
    () => patience.resolve(refuse(504, 'IDLE_TIMEOUT', 'The function did not answer in time')),
    IDLE_TIMEOUT_MS,
  );
  try {
    return await Promise.race([handler(new Request(url, request)), patience.promise]);
  } catch (error) {
    console.error(error);
    return refuse(500, 'WORKER_ERROR', 'Function exited due to an error (please check logs)');
  } finally {
    clearTimeout(timer);
  }
}

listen(
  { hostname: '127.0.0.1', port: 0, onListen: ({ port }: { port: number }) => console.log(`READY ${port}`) },
  answer,
);

// Goes when whoever started it goes, however that ends.
void Deno.stdin.readable.pipeTo(new WritableStream()).finally(() => Deno.exit(0));
