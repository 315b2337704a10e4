import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { json } from '../http/respond.ts';

export type EdgeFunctions = {
  /** Passes a request whose path begins with `/functions/v1/` on to its function. */
  call(request: Request): Promise<Response>;
  /** When they are gone, told to or not. */
  readonly ended: Promise<void>;
  /** Resolves when all work that goes on after answers is done. */
  settled(): Promise<void>;
  /** Ends the process at once, as `kill -9` does: nothing of it runs to its end. */
  kill(): Promise<void>;
  stop(): Promise<void>;
};

const root = join(import.meta.dirname, '../../..');
const folder = join(root, 'supabase/functions');
/** Headers that concern one connection, and compression, which would be undone on the way. */
const ownHeaders = [
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'accept-encoding',
  'keep-alive',
];

/**
 * Starts the project's functions under Deno, with the settings a hosted project gives them.
 * @throws when Deno is not installed or does not start
 */
export async function startEdgeFunctions(
  env: Readonly<Record<string, string>>,
  say: (line: string) => void,
): Promise<EdgeFunctions> {
  const names = listFunctions();
  if (names.length === 0) {
    say('There are no edge functions yet.');
    const nothing = async () => undefined;
    const ended = new Promise<void>(() => undefined);
    return { call: async () => missing(), ended, settled: nothing, kill: nothing, stop: nothing };
  }
  const host = join(import.meta.dirname, 'edge-host.ts');
  const allow = ['--allow-net', '--allow-env', '--allow-sys', `--allow-read=${root}`];
  const child = spawn(
    findDeno(),
    [
      'run',
      '--no-lock',
      '--no-config',
      '--no-check',
      '--node-modules-dir=manual',
      '--cached-only',
      ...allow,
      host,
    ],
    {
      cwd: root,
      // Not in the terminal's group: Ctrl-C is for us, who stop the functions in their turn.
      detached: process.platform !== 'win32',
      env: { ...process.env, NO_COLOR: '1', ...env, EDGE_FUNCTIONS_FOLDER: pathToFileURL(folder).href },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  const exited = Promise.withResolvers<void>();
  child.once('exit', () => exited.resolve());
  const ready = Promise.withResolvers<string>();
  child.once('error', ready.reject);
  child.once('exit', (code) =>
    ready.reject(new Error(`The edge functions did not start (Deno ended with ${code}).`)),
  );
  createInterface(child.stdout).on('line', (line) => {
    const port = /^READY (\d+)$/.exec(line)?.[1];
    if (port) ready.resolve(`http://127.0.0.1:${port}`);
    else say(`[functions] ${line}`);
  });
  createInterface(child.stderr).on('line', (line) => say(`[functions] ${line}`));
  const base = await ready.promise;
  return {
    call: async (request) => {
      const name = new URL(request.url).pathname.split('/')[3] ?? '';
      return names.includes(name) ? await forward(base, request) : missing();
    },
    ended: exited.promise,
    settled: async () => {
      const response = await fetch(`${base}/settled`);
      await response.body?.cancel();
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited.promise;
    },
    stop: async () => {
      child.stdin.end();
      child.kill();
      await exited.promise;
    },
  };
}

function listFunctions(): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'index.ts')));
}

/** The program itself: npm's launcher in front of it would stay between us and its process. */
function findDeno(): string {
  const require = createRequire(createRequire(import.meta.url).resolve('deno/package.json'));
  const libc = process.platform === 'linux' ? '-glibc' : '';
  const manifest = require.resolve(`@deno/${process.platform}-${process.arch}${libc}/package.json`);
  return join(dirname(manifest), process.platform === 'win32' ? 'deno.exe' : 'deno');
}

async function forward(base: string, request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const headers = new Headers(request.headers);
  for (const name of ownHeaders) headers.delete(name);
  const { method, body, signal } = request;
  const options = {
    method,
    headers,
    body,
    signal,
    redirect: 'manual',
    ...(body ? { duplex: 'half' } : {}),
  } as const;
  const response = await fetch(base + pathname + search, options);
  const answer = new Response(response.body, response);
  // As on a hosted project without a domain of its own: pages are shown as text.
  if (method === 'GET' && /text\/html/.test(answer.headers.get('content-type') ?? '')) {
    answer.headers.set('content-type', 'text/plain');
  }
  return answer;
}

function missing(): Response {
  return json({ code: 'NOT_FOUND', message: 'Requested function was not found' }, 404);
}
