import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { requireLoopback } from '../http/loopback.ts';
import type { Database } from './database.ts';
import { startEmbeddedServer } from './embedded-server.ts';
import { openPglite } from './pglite.ts';
import { openPostgres } from './postgres.ts';

export const engineNames = ['embedded', 'pglite'] as const;
export type EngineChoice = (typeof engineNames)[number];
export type EngineOptions = {
  /** Where the engine keeps its files. */
  readonly folder: string;
  /** Of the superuser of an embedded server. */
  readonly password: string;
  /** A running server to use instead; its database must be empty or one that was used here before. */
  readonly databaseUrl?: string | undefined;
  /** One engine and no other; the default is Postgres where it runs, else PGlite. */
  readonly engine?: EngineChoice | undefined;
  readonly say: (sentence: string) => void;
};

/** @throws when the address of the given server is not loopback, or no engine starts */
export async function openEngine(options: EngineOptions): Promise<Database> {
  if (options.databaseUrl !== undefined) {
    requireLoopback(new URL(options.databaseUrl).hostname);
    return await openPostgres({ connectionString: options.databaseUrl });
  }
  // What is already there decides: its data would not be found by the other engine.
  const engine = options.engine ?? (existsSync(join(options.folder, 'pglite')) ? 'pglite' : undefined);
  if (engine === 'pglite') return await openPgliteFolder(options.folder);
  try {
    const database = await openEmbedded(options);
    if (database) return database;
    options.say('There is no Postgres from npm for this machine: using PGlite.');
  } catch (error) {
    if (engine === 'embedded' || existsSync(join(options.folder, 'postgres'))) throw error;
    options.say(`Postgres does not start here, using PGlite (${firstLine(error)}).`);
  }
  return await openPgliteFolder(options.folder);
}

async function openEmbedded({ folder, password }: EngineOptions): Promise<Database | undefined> {
  const server = await startEmbeddedServer(folder, password);
  if (!server) return undefined;
  const { stop, ended, ...connection } = server;
  const database = await openPostgres({ ...connection, database: 'postgres' });
  return {
    ...database,
    ended,
    close: async () => {
      await database.close();
      await stop();
    },
  };
}

/** Made under another name, so that being killed half way leaves nothing that looks whole. */
async function openPgliteFolder(folder: string): Promise<Database> {
  const files = join(folder, 'pglite');
  if (!existsSync(files)) {
    const making = `${files}.making`;
    await rm(making, { recursive: true, force: true });
    await (await openPglite(making)).close();
    await rename(making, files);
  }
  return await openPglite(files);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}
