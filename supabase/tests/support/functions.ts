import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createDeps, type Deps } from '../../functions/_shared/deps.ts';
import { respond, type Handler } from '../../functions/_shared/respond.ts';
import type { TestCloud } from '../../local/contract/harness.ts';

const folder = join(import.meta.dirname, '../../functions');

export type Functions = {
  /** Calls a function as the app does. */
  readonly call: (
    path: string,
    options?: {
      readonly method?: string;
      readonly token?: string;
      readonly service?: true;
      readonly body?: unknown;
    },
  ) => Promise<{ readonly status: number; readonly body: unknown; readonly response: Response }>;
  /** Resolves when all work that went on after answers is done. */
  readonly settled: () => Promise<void>;
  /** What was thrown that nobody meant to throw. */
  readonly faults: readonly unknown[];
  /** For a server that delivers webhooks. */
  readonly handle: (request: Request) => Promise<Response>;
};

/** The edge functions in this process, over a running cloud: the same handlers as under Deno, without its start. */
export async function openFunctions(
  { cloud }: TestCloud,
  settings: Readonly<Record<string, string>>,
): Promise<Functions> {
  const handlers = new Map<string, Handler>();
  const running = new Set<Promise<unknown>>();
  const faults: unknown[] = [];

  const handle = async (request: Request): Promise<Response> => {
    const name = /^\/(?:functions\/v1\/)?([\w-]+)/.exec(new URL(request.url).pathname)?.[1] ?? '';
    const handler = handlers.get(name);
    return handler ? await handler(request) : new Response('No such function', { status: 404 });
  };
  const base = `${cloud.url}/functions/v1`;
  const fetcher: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    return request.url.startsWith(base) ? await handle(request) : await fetch(request);
  };
  const over: Partial<Deps> = {
    project: {
      url: cloud.url,
      publishableKeys: { default: cloud.publishableKey },
      secretKeys: { default: cloud.secretKey },
      jwks: new URL(`${cloud.url}/auth/v1/.well-known/jwks.json`),
    },
    fetch: fetcher,
    log: { info: () => undefined, error: (_, cause) => void faults.push(cause) },
    waitUntil: (work) => {
      const settled = work
        .catch((error: unknown) => faults.push(error))
        .finally(() => running.delete(settled));
      running.add(settled);
    },
  };
  for (const name of readdirSync(folder).filter((entry) => /^[a-z-]+$/.test(entry))) {
    const module: { createHandler: (deps: Deps) => Handler } = await import(join(folder, name, 'handler.ts'));
    const deps = createDeps((setting) => settings[setting], over);
    handlers.set(name, respond(module.createHandler(deps), deps.log));
  }

  return {
    faults,
    handle,
    async call(path, { method = 'POST', token, service, body } = {}) {
      const response = await handle(
        new Request(`${base}/${path}`, {
          method,
          headers: {
            apikey: service ? cloud.secretKey : cloud.publishableKey,
            ...(token ? { authorization: `Bearer ${token}` } : {}),
          },
          ...(method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
        }),
      );
      const isJson = response.headers.get('content-type')?.includes('json');
      return { status: response.status, body: isJson ? await response.clone().json() : null, response };
    },
    async settled() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
