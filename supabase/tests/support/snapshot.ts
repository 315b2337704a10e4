import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { allSql, hashSql } from '../../local/migrate.ts';

/** A migrated PGlite of its own. Making one takes seconds, so the first leaves its files for all that follow. */
export async function openSnapshot(): Promise<PGlite> {
  const folder = join(tmpdir(), 'videopicai-cloud-tests');
  const file = join(folder, `pglite-${hashSql(allSql())}.tar`);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    // Of earlier migrations. Another run may be taking the same away.
    for (const name of readdirSync(folder))
      if (name.endsWith('.tar')) rmSync(join(folder, name), { force: true });
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
  for (const { name, sql } of allSql()) {
    await database.exec(sql).catch((error: Error) => {
      throw new Error(`${name}: ${error.message}`, { cause: error });
    });
  }
  return database;
}
