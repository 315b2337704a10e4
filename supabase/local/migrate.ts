import { createHash } from 'node:crypto';
import type { Database } from './database/database.ts';
import { readMigrations, readPlatform, readSeed, type SqlFile } from './platform.ts';

/** What a data folder is named after: the same SQL finds its data again, other SQL starts anew. */
export function hashSql(files: readonly SqlFile[]): string {
  const hash = createHash('sha256');
  for (const { name, sql } of files) hash.update(JSON.stringify([name, sql]));
  return hash.digest('hex').slice(0, 12);
}

/** Platform, migrations, and the seed that `supabase start` applies to a new database as well. */
export function allSql(): readonly SqlFile[] {
  return [...readPlatform(), ...readMigrations(), ...readSeed()];
}

/**
 * Brings an empty database up to date, a transaction for each file, and one that was brought there before further.
 * @throws naming the file that fails; and when the database holds something else, or files changed since
 */
export async function migrate(database: Database, files: readonly SqlFile[]): Promise<void> {
  await database.exec(
    'create schema if not exists local_stack; create table if not exists local_stack.applied (name text primary key, hash text not null)',
  );
  const { rows } = await database.query<{ name: string; hash: string }>(
    'select name, hash from local_stack.applied',
  );
  const applied = new Map(rows.map(({ name, hash }) => [name, hash]));
  for (const file of files) {
    const hash = hashSql([file]);
    const before = applied.get(file.name);
    if (before === undefined) await apply(database, file, hash);
    else if (before !== hash) {
      throw new Error(`${file.name} is not what this database was made with: start with --fresh.`);
    }
  }
}

async function apply(database: Database, { name, sql }: SqlFile, hash: string): Promise<void> {
  // Several statements at once are one transaction; the note is in it, so a file is applied wholly or not at all.
  const note = `insert into local_stack.applied (name, hash) values (${literal(name)}, ${literal(hash)});`;
  try {
    await database.exec(`${sql}\n;${note}`);
  } catch (error) {
    throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
