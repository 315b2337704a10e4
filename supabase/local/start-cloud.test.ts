import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createClient } from '@supabase/supabase-js';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const person = { email: 'keeps@example.com', password: 'correct horse 1' };
let folder: string;
const running = new Set<ChildProcess>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'videopicai-cloud-'));
  await chmod(folder, 0o711);
});
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

function launch(...options: readonly string[]) {
  const child = spawn(process.execPath, [
    join(root, 'supabase/local/cloud.ts'),
    '--data',
    folder,
    '--port',
    '0',
    ...options,
  ]);
  running.add(child);
  const lines: string[] = [];
  const ended = Promise.withResolvers<number | null>();
  child.once('exit', (code) => {
    running.delete(child);
    ended.resolve(code);
  });
  const printed = new EventEmitter();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      lines.push(line);
      printed.emit('line', line);
    });
  }
  /** Waits for a line; fails with all of them when none comes. */
  const said = async (start: string): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const hear = (line: string): void => (line.startsWith(start) ? resolve() : undefined);
    for (const line of lines) hear(line);
    printed.on('line', hear);
    void ended.promise.then(() => reject(new Error(lines.join('\n'))));
    await promise;
  };
  const find = (pattern: RegExp): string => lines.map((line) => pattern.exec(line)?.[1]).find(Boolean) ?? '';
  const connect = (key: RegExp) =>
    createClient(find(/URL\s+(\S+)/), find(key), {
      auth: { persistSession: false, autoRefreshToken: false },
    });
  return {
    child,
    lines,
    said,
    ready: async () => await said('Ctrl-C'),
    ended: ended.promise,
    admin: () => connect(/secret key\s+(\S+)/),
    client: () => connect(/publishable key\s+(\S+)/),
  };
}

test('what was written is there again after kill -9; it stops cleanly when told to, and begins anew when asked', async () => {
  const first = launch();
  await first.ready();
  expect((await first.admin().auth.admin.createUser({ ...person, email_confirm: true })).error).toBeNull();
  first.child.kill('SIGKILL');
  await first.ended;
  const second = launch();
  await second.ready();
  expect((await second.client().auth.signInWithPassword(person)).error).toBeNull();
  const another = launch();
  expect(await another.ended).toBe(1);
  expect(another.lines.join('\n')).toContain('Another embedded cloud is using');
  second.child.kill('SIGTERM');
  expect(await second.ended).toBe(0);
  expect(second.lines.at(-1)).toBe('Stopped.');
  const fresh = launch('--fresh');
  await fresh.ready();
  expect((await fresh.client().auth.signInWithPassword(person)).error?.code).toBe('invalid_credentials');
  fresh.child.kill('SIGTERM');
  expect(await fresh.ended).toBe(0);
}, 300_000);

test('stops cleanly in the middle of seeding', async () => {
  const seeding = launch('--seed');
  await seeding.said('Seeding: ');
  seeding.child.kill('SIGINT');
  expect(await seeding.ended, seeding.lines.join('\n')).toBe(0);
  expect(seeding.lines.at(-1)).toBe('Stopped.');
  expect(seeding.lines.join('\n')).not.toContain('likes');
}, 300_000);

test('says so and stops when a part of it has ended', async () => {
  const cloud = launch('--engine', 'pglite');
  await cloud.ready();
  const functions = execFileSync('pgrep', ['-P', `${cloud.child.pid}`, '-f', 'edge-host.ts'], {
    encoding: 'utf8',
  });
  process.kill(Number(functions), 'SIGKILL');
  expect(await cloud.ended).toBe(1);
  expect(cloud.lines.at(-1)).toBe('The edge functions have ended.');
}, 300_000);

test('refuses addresses of other machines, and options it does not know', async () => {
  for (const options of [['--host', '0.0.0.0'], ['--engine', 'oracle'], ['--port', 'x'], ['--nonsense']]) {
    const refused = launch(...options);
    expect(await refused.ended, options.join(' ')).toBe(1);
  }
}, 60_000);
