import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { openDatabase } from '../../../electron/core/db/open.ts';
import { createCreationRepository } from '../../../electron/core/library/creation-repository.ts';
import { chooseWords, makeJobs, modelCount, type MadeJob, type SearchWords } from './data-set.ts';
import { peers, type PeerName } from './peers.ts';

export type Subject = 'ours' | PeerName;
export type Fixture = {
  readonly rows: number;
  readonly paths: Readonly<Partial<Record<Subject, string>>>;
  readonly words: SearchWords;
  /** Rows a second while building, in transactions of 1,000. */
  readonly insertRate: Readonly<Partial<Record<Subject, number>>>;
  readonly bytesPerRow: Readonly<Partial<Record<Subject, number>>>;
};

const perTransaction = 1000;

/** Builds the same library for every subject, or takes the one built before. */
export async function prepareFixture(
  rows: number,
  wanted: readonly PeerName[],
  say: (line: string) => void,
): Promise<Fixture> {
  const folder = join(tmpdir(), 'studio-bench', `library-${rows}-${wanted.join('-')}-v6`);
  const record = join(folder, 'fixture.json');
  if (existsSync(record)) return JSON.parse(readFileSync(record, 'utf8')) as Fixture;
  const building = `${folder}.building`;
  rmSync(building, { recursive: true, force: true });
  mkdirSync(building, { recursive: true });
  const rate: Partial<Record<Subject, number>> = {};
  const bytes: Partial<Record<Subject, number>> = {};
  const paths: Partial<Record<Subject, string>> = {};
  const finish = (name: Subject, path: string, seconds: number) => {
    rate[name] = rows / seconds;
    bytes[name] = statSync(path).size / rows;
    paths[name] = join(folder, `${name}.sqlite`);
    say(
      `built ${name}: ${Math.round(rows / seconds)} rows/s, ${Math.round(statSync(path).size / rows)} B a row`,
    );
  };
  const ours = join(building, 'ours.sqlite');
  finish('ours', ours, await buildOurs(ours, rows));
  for (const name of wanted) {
    const peer = peers[name];
    const path = join(building, `${name}.sqlite`);
    const db = new Sqlite(path);
    peer.create(db);
    const add = peer.writer(db);
    finish(name, path, await inTransactions(db, rows, add));
    db.exec('ANALYZE');
    db.close();
  }
  const fixture = { rows, paths, words: chooseWords(rows), insertRate: rate, bytesPerRow: bytes };
  rmSync(folder, { recursive: true, force: true });
  renameSync(building, folder);
  writeFileSync(record, JSON.stringify(fixture, null, 2));
  return fixture;
}

async function buildOurs(path: string, rows: number): Promise<number> {
  const opened = await openDatabase(path);
  if (!opened.ok) throw new Error(opened.error.kind);
  const db = opened.value;
  const seconds = await inTransactions(db, rows, oursWriter(db));
  db.exec("INSERT INTO prompt_index(prompt_index) VALUES ('optimize')");
  db.pragma('optimize');
  db.close();
  return seconds;
}

/** Jobs and creations through the very code that stores them. */
export function oursWriter(db: Database): (job: MadeJob) => void {
  const creations = createCreationRepository(db, () => true);
  const model = db.prepare('INSERT OR IGNORE INTO model(key, id, name, provider) VALUES (?, ?, ?, ?)');
  for (let key = 1; key <= modelCount; key += 1)
    model.run(key, `replicate/model-${key}`, `Model ${key}`, 'replicate');
  const job = db.prepare(
    `INSERT INTO job(id, batch_id, state, position, provider, model_key, media, prompt, negative, recipe, count, estimate,
       cleared, started_at, finished_at)
     VALUES (?, ?, 'done', ?, 'replicate', ?, ?, ?, '', ?, ?, ?, 1, ?, ?)`,
  );
  const recipe = JSON.stringify({
    v: 1,
    app: '0.1.0',
    seed: 12_345_678,
    parameters: { steps: 28 },
    inputs: [],
    ai: true,
  });
  const estimate = JSON.stringify({ kind: 'usd', micros: 3000, approximate: false });
  const mark = db.prepare('UPDATE creation SET favourite = ?, trashed_at = ? WHERE id = ?');
  return (made) => {
    const { id, modelKey, prompt } = made;
    const media = made.video ? ('video' as const) : ('image' as const);
    const at = Math.floor(id / 2048);
    job.run(id, id, id, modelKey, media, prompt, recipe, made.creations.length, estimate, at, at);
    creations.add(
      id,
      prompt,
      made.creations.map((each) => {
        const sha256 = Buffer.alloc(32);
        for (let offset = 0; offset < 32; offset += 4)
          sha256.writeUInt32LE((each.seed * (offset + 7)) >>> 0, offset);
        const { width, height, sizeBytes, seed, color } = each;
        const shared = { id: each.id, modelKey, width, height, sizeBytes, seed, color, sha256, media };
        const look = sha256.readBigInt64LE(0);
        return { ...shared, look, durationMs: made.video ? 5000 : null, format: made.video ? 'mp4' : 'png' };
      }),
    );
    for (const each of made.creations) {
      if (each.favourite || each.trashed) mark.run(each.favourite ? 1 : 0, each.trashed ? at : null, each.id);
    }
  };
}

/** @returns seconds it took */
async function inTransactions(db: Database, rows: number, add: (job: MadeJob) => void): Promise<number> {
  const jobs = makeJobs(rows);
  let spent = 0;
  for (let next = jobs.next(); !next.done;) {
    const batch: MadeJob[] = [];
    for (let count = 0; !next.done && count < perTransaction; next = jobs.next()) {
      batch.push(next.value);
      count += next.value.creations.length;
    }
    const start = performance.now();
    db.transaction(() => batch.forEach(add))();
    await Promise.resolve();
    spent += performance.now() - start;
  }
  return spent / 1000;
}
