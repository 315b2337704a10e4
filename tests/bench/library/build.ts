import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { openDatabase } from '../../../electron/core/db/open.ts';
import {
  createCreationRepository,
  type NewOutputs,
} from '../../../electron/core/library/creation-repository.ts';
import { chooseWords, makeJobs, modelCount, type MadeJob, type SearchWords } from './data-set.ts';
import { peers, type PeerName, type Writer } from './peers.ts';

export type Subject = 'ours' | PeerName;
/** A library of one program, and what building it told. */
export type Built = {
  readonly path: string;
  /** Of the file, with its indexes. */
  readonly bytesPerRow: number;
  readonly seconds: number;
};
export type Fixture = {
  readonly rows: number;
  readonly built: Readonly<Partial<Record<Subject, Built>>>;
  readonly words: SearchWords;
};

const perTransaction = 1000;
/** Another one when the data, a peer's schema or the way of building changes. */
const version = 8;

/** The same library for every subject, built once and kept in the system's temporary folder. */
export async function prepareFixture(
  rows: number,
  wanted: readonly PeerName[],
  say: (line: string) => void,
): Promise<Fixture> {
  const folder = join(tmpdir(), 'studio-bench', `library-${rows}-v${version}`);
  mkdirSync(folder, { recursive: true });
  const built: Partial<Record<Subject, Built>> = {};
  const schema = await schemaMark();
  for (const name of ['ours', ...wanted] as const) {
    const file = name === 'ours' ? `ours-${schema}` : name;
    built[name] = await once(join(folder, `${file}.json`), async () => {
      const path = join(folder, `${file}.sqlite`);
      for (const ending of ['', '-wal', '-shm']) rmSync(`${path}${ending}`, { force: true });
      const seconds = name === 'ours' ? await buildLibrary(path, rows) : buildPeer(name, path, rows);
      const bytesPerRow = statSync(path).size / rows;
      say(`built ${name}: ${Math.round(rows / seconds)} rows/s, ${Math.round(bytesPerRow)} B a row`);
      return { path, bytesPerRow, seconds };
    });
  }
  const words = await once(join(folder, 'search-words.json'), async () => chooseWords(rows));
  return { rows, built, words };
}

/** Tells our own schema apart: a library of another one has to be built anew. */
async function schemaMark(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'studio-bench-schema-'));
  try {
    const db = await openOurs(join(folder, 'library.sqlite'));
    const made = db.prepare<[], string | null>('SELECT sql FROM sqlite_schema ORDER BY name').pluck().all();
    db.close();
    return createHash('sha256').update(made.join(';')).digest('hex').slice(0, 8);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function once<T>(record: string, make: () => Promise<T>): Promise<T> {
  if (existsSync(record)) return JSON.parse(readFileSync(record, 'utf8')) as T;
  const made = await make();
  writeFileSync(record, JSON.stringify(made, null, 2));
  return made;
}

/** A new library of the studio's own with so many made-up creations, without their files. @returns seconds it took */
export async function buildLibrary(path: string, rows: number): Promise<number> {
  const db = await openOurs(path);
  const seconds = inTransactions(db, makeJobs(rows), oursWriter(db));
  db.pragma('optimize');
  db.close();
  return seconds;
}

function buildPeer(name: PeerName, path: string, rows: number): number {
  const db = new Sqlite(path);
  peers[name].create(db);
  const seconds = inTransactions(db, makeJobs(rows), peers[name].writer(db));
  db.exec('ANALYZE');
  db.close();
  return seconds;
}

export async function openOurs(path: string): Promise<Database> {
  const opened = await openDatabase(path);
  if (!opened.ok) throw new Error(opened.error.kind);
  return opened.value;
}

/** Jobs and creations through the very code that stores them. */
export function oursWriter(db: Database): Writer {
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
  const outputsOf = ({ id, modelKey, prompt, video, creations: made }: MadeJob): NewOutputs => {
    const media = video ? ('video' as const) : ('image' as const);
    const rows = made.map((each) => {
      const sha256 = Buffer.alloc(32);
      for (let offset = 0; offset < 32; offset += 4)
        sha256.writeUInt32LE((each.seed * (offset + 7)) >>> 0, offset);
      const { width, height, sizeBytes, seed, color } = each;
      const shared = { id: each.id, modelKey, width, height, sizeBytes, seed, color, sha256, media };
      const look = sha256.readBigInt64LE(0);
      return { ...shared, look, durationMs: video ? 5000 : null, format: video ? 'mp4' : 'png' };
    });
    return { jobId: id, prompt, creations: rows };
  };
  return (jobs) => {
    const outputs = jobs.map(outputsOf);
    const marked = jobs.flatMap((made) => made.creations.filter((each) => each.favourite || each.trashed));
    return () => {
      for (const { id, modelKey, prompt, video, creations: made } of jobs) {
        const at = Math.floor(id / 2048);
        const media = video ? 'video' : 'image';
        job.run(id, id, id, modelKey, media, prompt, recipe, made.length, estimate, at, at);
      }
      creations.add(outputs);
      for (const { id, favourite, trashed } of marked)
        mark.run(favourite ? 1 : 0, trashed ? Math.floor(id / 2048) : null, id);
    };
  };
}

/** Writes jobs in transactions of 1,000 creations. @returns seconds the writing took */
export function inTransactions(db: Database, jobs: Iterator<MadeJob>, add: Writer): number {
  let spent = 0;
  for (let next = jobs.next(); !next.done;) {
    const some: MadeJob[] = [];
    for (let count = 0; !next.done && count < perTransaction; next = jobs.next()) {
      some.push(next.value);
      count += next.value.creations.length;
    }
    const write = add(some);
    const start = performance.now();
    db.transaction(write)();
    spent += performance.now() - start;
  }
  return spent / 1000;
}
