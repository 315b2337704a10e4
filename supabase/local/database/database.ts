/** Columns as Postgres types them, except that bigint and json arrive as the text Postgres prints. */
export type Row = Readonly<Record<string, unknown>>;
export type Result<R extends Row = Row> = {
  readonly rows: readonly R[];
  /** Rows that an insert, update or delete changed. */
  readonly affected: number;
};
/** One statement with `$1`-style parameters. */
export type Query = <R extends Row = Row>(sql: string, params?: readonly unknown[]) => Promise<Result<R>>;

/** The two engines behind one face: a Postgres server by its wire, or PGlite in this process. */
export interface Database {
  readonly engine: string;
  readonly query: Query;
  /** When a server of our own is gone, told to or not. */
  readonly ended?: Promise<void>;
  /** Several statements without parameters. */
  exec(sql: string): Promise<void>;
  /** Commits when `work` resolves, rolls back when it throws. */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T>;
  /** Hears `notify` on a channel until the database is closed. */
  listen(channel: string, hear: (payload: string) => void): Promise<void>;
  close(): Promise<void>;
}

/** Runs `work` and undoes whatever it wrote; answers what it returned. */
export async function rehearse<T>(database: Database, work: (query: Query) => Promise<T>): Promise<T> {
  const outcome = Promise.withResolvers<T>();
  const undo = new Error('rolled back on purpose');
  try {
    await database.transaction(async (query) => {
      outcome.resolve(await work(query));
      throw undo;
    });
  } catch (error) {
    if (error !== undo) throw error;
  }
  return await outcome.promise;
}
