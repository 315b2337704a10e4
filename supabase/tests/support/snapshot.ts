import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { readPlatform, type SqlFile } from '../../local/platform.ts';

const migrationsFolder = join(import.meta.dirname, '../../migrations');

/** The platform's own schemas and then the project's migrations, in order. */
function readSchema(): readonly SqlFile[] {
  const names = readdirSync(migrationsFolder).filter((name) => name.endsWith('.sql'));
  const migrations = names.toSorted().map((name) => ({
    name,
    sql: readFileSync(join(migrationsFolder, name), 'utf8'),
  }));
  return [...readPlatform(), ...migrations];
}

/** Names what is made from the schema: other SQL, other name. */
function schemaHash(): string {
  const hash = createHash('sha256');
  for (const { name, sql } of readSchema()) hash.update(JSON.stringify([name, sql]));
  return hash.digest('hex').slice(0, 16);
}

/** A migrated PGlite of its own. Making one takes seconds, so the first leaves its files for all that follow. */
export async function openSnapshot(): Promise<PGlite> {
  const folder = join(tmpdir(), 'videopicai-cloud-tests');
  const file = join(folder, `pglite-${schemaHash()}.tar`);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder)) if (name.startsWith('pglite-')) rmSync(join(folder, name));
    const made = await makeDatabase();
    const dump = await made.dumpDataDir('none');
    await made.close();
    // Test files start at the same time: each sees a whole file or none.
    const unfinished = `${file}.${randomUUID()}`;
    writeFileSync(unfinished, Buffer.from(await dump.arrayBuffer()));
    renameSync(unfinished, file);
  }
  return await PGlite.create({ loadDataDir: new Blob([readFileSync(file)]) });
}

async function makeDatabase(): Promise<PGlite> {
  const database = await PGlite.create();
  for (const { name, sql } of readSchema()) {
    await database.exec(sql).catch((error: Error) => {
      throw new Error(`${name}: ${error.message}`, { cause: error });
    });
  }
  return database;
}
