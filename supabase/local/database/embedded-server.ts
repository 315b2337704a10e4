import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { portOf } from '../http/port-of.ts';
import { type Account, type Binaries, findAccount, findBinaries } from './embedded-binaries.ts';

export type EmbeddedServer = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** When it is gone, told to or not. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
};

/** English messages and bytes in their own order, wherever it runs. */
const locale = { LC_ALL: 'C' };
const user = 'postgres';
const host = '127.0.0.1';

/**
 * Starts Postgres on the files in `folder`, which it makes at first. A server left behind by a process that was killed
 * is stopped first.
 * @returns undefined where npm has no Postgres for this machine
 * @throws with Postgres' own words when it does not start
 */
export async function startEmbeddedServer(
  folder: string,
  password: string,
): Promise<EmbeddedServer | undefined> {
  const binaries = await findBinaries();
  if (!binaries) return undefined;
  const account = findAccount();
  const files = join(folder, 'postgres');
  if (!existsSync(files)) await makeFiles(binaries, account, files, password);
  await stopServer(binaries, account, files);
  const port = await findFreePort();
  const options = ['-D', files, '-h', host, '-p', `${port}`, '-k', '', '-c', 'max_connections=60'];
  // Not in the terminal's group: Ctrl-C is for us, who stop the server last.
  const detached = process.platform !== 'win32';
  const env = { ...process.env, ...locale };
  const child = spawn(binaries.postgres, options, { env, detached, ...account });
  const ended = Promise.withResolvers<void>();
  child.once('exit', () => ended.resolve());
  await whenReady(child);
  return {
    host,
    port,
    user,
    password,
    ended: ended.promise,
    stop: async () => await stopServer(binaries, account, files),
  };
}

/** Made under another name, so that being killed half way leaves nothing that looks whole. */
async function makeFiles(
  { initdb }: Binaries,
  account: Account | undefined,
  files: string,
  password: string,
): Promise<void> {
  const making = `${files}.making`;
  const passwordFile = `${files}.password`;
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account) for (const path of [making, passwordFile]) await chown(path, account.uid, account.gid);
  const options = ['-D', making, '-U', user, '-E', 'UTF8', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
  const { code, output } = await run(initdb, options, account);
  await rm(passwordFile, { force: true });
  if (code !== 0) throw new Error(`initdb failed: ${output.trim()}`);
  await rename(making, files);
}

/** Fast shutdown: open transactions are rolled back. Does nothing where no server runs. */
async function stopServer({ pgCtl }: Binaries, account: Account | undefined, files: string): Promise<void> {
  const running = await readFile(join(files, 'postmaster.pid'), 'utf8').catch(() => undefined);
  if (running !== undefined) await run(pgCtl, ['stop', '-D', files, '-m', 'fast', '-w', '-t', '20'], account);
}

async function run(
  program: string,
  options: readonly string[],
  account: Account | undefined,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(program, options, { env: { ...process.env, ...locale }, ...account });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject);
  child.once('close', resolve);
  return { code: await promise, output };
}

async function whenReady(child: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let output = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-4_000);
    if (output.includes('ready to accept connections')) resolve();
  });
  child.once('error', reject);
  child.once('exit', () => reject(new Error(`Postgres did not start: ${output.trim()}`)));
  await promise;
}

async function findFreePort(): Promise<number> {
  const probe = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  probe.once('error', reject);
  probe.listen(0, host, resolve);
  await promise;
  const port = portOf(probe);
  const closed = Promise.withResolvers<void>();
  probe.close(() => closed.resolve());
  await closed.promise;
  return port;
}
