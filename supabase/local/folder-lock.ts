import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Keeps a second embedded cloud off the same folder. The lock is a listening local socket: it goes with the process,
 * however that ends.
 * @throws when another process holds it
 */
export async function lockFolder(folder: string): Promise<{ release(): Promise<void> }> {
  const name = `videopicai-cloud-${createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 16)}`;
  const path = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.lock`);
  if (await isHeld(path)) throw new Error(`Another embedded cloud is using ${folder}.`);
  if (process.platform !== 'win32') await rm(path, { force: true });
  const server = createServer((socket) => socket.destroy());
  await listen(server, path);
  server.unref();
  return {
    release: async () => {
      const { promise, resolve: closed } = Promise.withResolvers<void>();
      server.close(() => closed());
      await promise;
    },
  };
}

async function isHeld(path: string): Promise<boolean> {
  const { promise, resolve: answer } = Promise.withResolvers<boolean>();
  const socket = connect(path);
  socket.once('connect', () => answer(true));
  socket.once('error', () => answer(false));
  const held = await promise;
  socket.destroy();
  return held;
}

async function listen(server: Server, path: string): Promise<void> {
  const { promise, resolve: ready, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(path, ready);
  await promise;
}
