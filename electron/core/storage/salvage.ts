import { existsSync } from 'node:fs';
import Sqlite, { type Database, type Statement } from 'better-sqlite3';
import { isDamage } from './database-task.ts';

/** What came out of a damaged database. */
export type Salvaged = {
  readonly rows: number;
  /** Tables of which some rows could not be read. */
  readonly incomplete: readonly string[];
};

type Table = {
  readonly name: string;
  readonly columns: readonly string[];
  /** What rows are read in the order of. */
  readonly key: readonly string[];
  /** One integer: unreadable stretches can be stepped over. */
  readonly steppable: boolean;
};

type Row = readonly unknown[];

/**
 * Copies every row that can still be read. A table that can be read whole replaces the one in `into`; of another
 * the readable rows are put over those there, which come from a backup.
 * @param from path of the damaged database; only read
 * @param into a sound database of the same version, without triggers, foreign keys off
 */
export function salvage(from: string, into: Database): Salvaged {
  let damaged: Database | undefined;
  let rows = 0;
  const incomplete: string[] = [];
  const tables = tablesOf(into);
  try {
    damaged = new Sqlite(from, { readonly: true, fileMustExist: true });
    // Its order of rows may be wrong too: nothing must rely on an index.
    damaged.pragma('automatic_index = OFF');
    for (const table of tables) {
      const result = copyTable(damaged, into, table);
      rows += result.rows;
      if (!result.whole) incomplete.push(table.name);
    }
    return { rows, incomplete };
  } catch (error) {
    // Gone, or not even the list of tables can be read.
    if (!isDamage(error) && existsSync(from)) throw error;
    return { rows, incomplete: tables.map(({ name }) => name) };
  } finally {
    damaged?.close();
  }
}

function copyTable(
  damaged: Database,
  into: Database,
  table: Table,
): { readonly rows: number; readonly whole: boolean } {
  const columns = table.columns.filter((column) => columnsOf(damaged, table.name).includes(column));
  if (columns.length === 0) return { rows: 0, whole: false };
  const write = into.prepare(
    `INSERT OR REPLACE INTO "${table.name}"(${list(columns)}) VALUES (${columns.map(() => '?').join()})`,
  );
  const whole = attempt(into, () => {
    into.exec(`DELETE FROM "${table.name}"`);
    let rows = 0;
    const all = damaged.prepare<[], Row>(`SELECT ${list(columns)} FROM "${table.name}" NOT INDEXED`).raw();
    for (const row of all.iterate()) {
      write.run(row);
      rows += 1;
    }
    return rows;
  });
  if (whole !== null) return { rows: whole, whole: true };
  const read = table.steppable ? readInSteps : readFromBothEnds;
  let rows = 0;
  into.transaction(() => {
    for (const row of read(damaged, { ...table, columns })) rows += putRow(write, row);
  })();
  return { rows, whole: false };
}

/** Null, and nothing written, when the table cannot be read to its end or holds what no table may. */
function attempt(into: Database, copy: () => number): number | null {
  try {
    return into.transaction(copy)();
  } catch (error) {
    if (isDamage(error) || isRefusal(error)) return null;
    throw error;
  }
}

function putRow(write: Statement, row: Row): number {
  try {
    write.run(row);
    return 1;
  } catch (error) {
    // Bytes that came out wrong: not a row of ours.
    if (isRefusal(error)) return 0;
    throw error;
  }
}

/** All rows but those on unreadable pages: steps over each such stretch, however wide, to the row behind it. */
function* readInSteps(damaged: Database, { name, columns, key }: Table): Generator<Row> {
  const [id = 'rowid'] = key;
  const from = damaged
    .prepare<[bigint], Row>(
      `SELECT "${id}", ${list(columns)} FROM "${name}" NOT INDEXED WHERE "${id}" >= ? ORDER BY "${id}" LIMIT 1`,
    )
    .raw()
    .safeIntegers();
  const firstFrom = (at: bigint): Row | 'end' | 'damaged' => {
    try {
      return from.get(at) ?? 'end';
    } catch (error) {
      if (!isDamage(error)) throw error;
      return 'damaged';
    }
  };
  let at = 0n;
  for (;;) {
    let found = firstFrom(at);
    if (found === 'damaged') {
      const next = endOfDamage(at, (place) => firstFrom(place) !== 'damaged');
      if (next === null) return;
      found = firstFrom(next);
    }
    if (found === 'end' || found === 'damaged') return;
    const [place, ...row] = found;
    yield row;
    if (typeof place !== 'bigint') return;
    at = place + 1n;
  }
}

const widest = 1n << 53n;

/** First readable place after an unreadable one: doubling steps ahead, then halving ones back. */
function endOfDamage(start: bigint, isReadable: (place: bigint) => boolean): bigint | null {
  let low = start;
  let step = 1n;
  while (!isReadable(low + step)) {
    low += step;
    step *= 2n;
    if (step > widest) return null;
  }
  let high = low + step;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (isReadable(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function* readFromBothEnds(damaged: Database, { name, columns, key }: Table): Generator<Row> {
  for (const direction of ['ASC', 'DESC']) {
    const order = key.map((column) => `"${column}" ${direction}`).join();
    const rows = damaged.prepare<[], Row>(
      `SELECT ${list(columns)} FROM "${name}" ${key.length > 0 ? `ORDER BY ${order}` : ''}`,
    );
    try {
      for (const row of rows.raw().iterate()) yield row;
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
  }
}

/** Tables with content of their own: neither SQLite's, nor a search index with its shadows. */
function tablesOf(db: Database): readonly Table[] {
  const names = db
    .prepare<[], string>(
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'`,
    )
    .pluck()
    .all();
  return names.map((name) => {
    const info = db
      .prepare<[string], { name: string; type: string; pk: number }>(
        'SELECT name, type, pk FROM pragma_table_info(?)',
      )
      .all(name);
    const key = info.filter(({ pk }) => pk > 0).toSorted((a, b) => a.pk - b.pk);
    return {
      name,
      columns: info.map((column) => column.name),
      key: key.map((column) => column.name),
      steppable: key.length === 1 && key[0]?.type === 'INTEGER',
    };
  });
}

function columnsOf(db: Database, table: string): readonly string[] {
  return db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);
}

function list(columns: readonly string[]): string {
  return columns.map((column) => `"${column}"`).join();
}

function isRefusal(error: unknown): boolean {
  return error instanceof Sqlite.SqliteError && /^SQLITE_(?:CONSTRAINT|MISMATCH|TOOBIG)/.test(error.code);
}
