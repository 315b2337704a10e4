import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';

/**
 * InvokeAI's session queue, as its `session_queue_sqlite.py` and migrations lay it out and ask it (read August 2026):
 * the whole session, some 9 KB, is in the row, and the next is found by sorting all that wait. Its own pragmas: WAL,
 * and so synchronous FULL.
 */
export function openInvokeQueue(folder: string, pending: number) {
  const db = new Sqlite(join(folder, 'invokeai.sqlite'));
  db.pragma('journal_mode = WAL');
  db.pragma('foreign_keys = ON');
  db.exec(`
    CREATE TABLE session_queue (item_id INTEGER PRIMARY KEY AUTOINCREMENT, batch_id TEXT NOT NULL, queue_id TEXT NOT NULL,
      session_id TEXT NOT NULL UNIQUE, field_values TEXT, session TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'pending',
      priority INTEGER NOT NULL DEFAULT 0, error_traceback TEXT,
      created_at DATETIME NOT NULL DEFAULT(STRFTIME('%Y-%m-%d %H:%M:%f', 'NOW')),
      updated_at DATETIME NOT NULL DEFAULT(STRFTIME('%Y-%m-%d %H:%M:%f', 'NOW')),
      started_at DATETIME, completed_at DATETIME);
    CREATE UNIQUE INDEX idx_session_queue_item_id ON session_queue(item_id);
    CREATE UNIQUE INDEX idx_session_queue_session_id ON session_queue(session_id);
    CREATE INDEX idx_session_queue_batch_id ON session_queue(batch_id);
    CREATE INDEX idx_session_queue_created_priority ON session_queue(priority);
    CREATE INDEX idx_session_queue_created_status ON session_queue(status);
    CREATE TRIGGER tr_session_queue_started_at AFTER UPDATE ON session_queue FOR EACH ROW
      WHEN NEW.status = 'in_progress' BEGIN
      UPDATE session_queue SET started_at = STRFTIME('%Y-%m-%d %H:%M:%f', 'NOW') WHERE item_id = NEW.item_id; END;
    CREATE TRIGGER tr_session_queue_updated_at AFTER UPDATE ON session_queue FOR EACH ROW BEGIN
      UPDATE session_queue SET updated_at = STRFTIME('%Y-%m-%d %H:%M:%f', 'NOW') WHERE item_id = OLD.item_id; END;`);
  const insert = db.prepare(
    `INSERT INTO session_queue (queue_id, session, session_id, batch_id, field_values, priority)
     VALUES ('default', ?, ?, 'batch', NULL, 0)`,
  );
  const session = 'n'.repeat(9000);
  db.transaction(() => {
    for (let index = 0; index < pending; index += 1) insert.run(session, `session-${index}`);
  })();
  const next = db.prepare<[], { item_id: number }>(
    `SELECT * FROM session_queue WHERE status = 'pending' ORDER BY priority DESC, item_id ASC LIMIT 1`,
  );
  const setStatus = db.prepare('UPDATE session_queue SET status = ? WHERE item_id = ?');
  const cancelRunning = db.prepare(
    `UPDATE session_queue SET status = 'canceled' WHERE status = 'in_progress'`,
  );
  const counts = db.prepare(
    `SELECT status, count(*) FROM session_queue WHERE queue_id = 'default' GROUP BY status`,
  );
  return {
    claim(): void {
      const item = next.get();
      if (!item) throw new Error('Nothing waits');
      setStatus.run('in_progress', item.item_id);
    },
    /** What it does with the queue when it starts. */
    recover(): void {
      cancelRunning.run();
      next.get();
      counts.all();
    },
    close: () => db.close(),
  };
}

/**
 * A queue kept as one JSON file that is written anew at every change, as electron-store does it: a new file, on disk,
 * then renamed over the old one.
 */
export function openJsonQueue(folder: string, jobs: readonly object[]) {
  const path = join(folder, 'queue.json');
  const entries = jobs.map((job) => ({ ...job, state: 'queued' }));
  let at = 0;
  return {
    transition(): void {
      const job = entries[at % entries.length];
      if (job) job.state = 'running';
      at += 1;
      const file = openSync(`${path}.next`, 'w');
      writeSync(file, JSON.stringify(entries));
      fsyncSync(file);
      closeSync(file);
      renameSync(`${path}.next`, path);
    },
  };
}
