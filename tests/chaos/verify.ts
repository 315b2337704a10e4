import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import type { HttpDouble } from '../doubles/http-double.ts';
import { isSubmission, type Target } from './targets.ts';

type JobRow = { id: number; state: string; prompt: string; failure: string | null };
type CreationRow = { id: number; format: string; sha256: Buffer };

/**
 * Everything that must hold of a library after a crash and a restart.
 * @param kills how often the process was killed
 * @param victimMay the states in which the job that was killed may have ended
 * @returns in words what does not hold; none when all is well
 */
export function verify(
  data: string,
  prompts: readonly string[],
  target: Target,
  double: HttpDouble | null,
  kills: number,
  victimMay: readonly string[],
): readonly string[] {
  const db = new Sqlite(join(data, 'library.sqlite'), { readonly: true });
  try {
    const jobs = db.prepare<[], JobRow>('SELECT id, state, prompt, failure FROM job ORDER BY id').all();
    return [
      ...verifyOutcomes(db, jobs, prompts, target, double, victimMay),
      ...verifyInterrupted(jobs, target, kills),
      ...verifyFiles(db, data),
      ...verifyOrder(db, jobs),
      ...verifyLedger(db, target),
    ];
  } finally {
    db.close();
  }
}

function verifyOutcomes(
  db: Database,
  jobs: readonly JobRow[],
  prompts: readonly string[],
  target: Target,
  double: HttpDouble | null,
  victimMay: readonly string[],
): string[] {
  const wrong: string[] = [];
  const creationsOf = db.prepare<[number, number], CreationRow>(
    'SELECT id, format, sha256 FROM creation WHERE id >= ? AND id < ?',
  );
  const endings = db
    .prepare<[number], number>(
      `SELECT count(*) FROM job_event WHERE job_id = ? AND kind IN ('stored','failed','cancel')`,
    )
    .pluck();
  if (jobs.map((job) => job.prompt).join() !== prompts.join()) {
    wrong.push(`the jobs are ${jobs.map((job) => job.prompt).join() || 'gone'}`);
  }
  for (const [index, job] of jobs.entries()) {
    const may = index === 0 ? victimMay : target.lookUp ? ['done'] : ['done', 'interrupted'];
    if (!may.includes(job.state)) wrong.push(`${job.prompt} is ${job.state} (${job.failure})`);
    const outcomes = endings.get(job.id) ?? 0;
    if (outcomes !== 1) wrong.push(`${job.prompt} has ${outcomes} outcomes`);
    const files = creationsOf.all(job.id, job.id + 2048).length;
    if (files !== (job.state === 'done' ? 1 : 0)) wrong.push(`${job.prompt} has ${files} files`);
    if (!target.paid || !double) continue;
    const bills = double.requests.filter((request) => isSubmission(request, job.prompt)).length;
    if (bills > 1 || (job.state === 'done' && bills !== 1))
      wrong.push(`${job.prompt} was billed ${bills} times`);
  }
  return wrong;
}

/** Where nobody can be asked, a kill leaves open what became of the jobs under way, and of no other. */
function verifyInterrupted(jobs: readonly JobRow[], target: Target, kills: number): string[] {
  const interrupted = jobs.filter((job) => job.state === 'interrupted').length;
  return interrupted > kills * target.atOnce ? [`${interrupted} jobs are interrupted`] : [];
}

/** Every creation has its whole file, and nothing else is left behind. */
function verifyFiles(db: Database, data: string): string[] {
  const wrong: string[] = [];
  const creations = db.prepare<[], CreationRow>('SELECT id, format, sha256 FROM creation').all();
  const named = new Set<string>();
  for (const { id, format, sha256 } of creations) {
    const hash = sha256.toString('hex');
    const path = join(data, 'media', hash.slice(0, 2), hash.slice(2, 4), `${hash}.${format}`);
    named.add(`${hash}.${format}`);
    if (!existsSync(path)) wrong.push(`the file of creation ${id} is missing`);
    else if (!createHash('sha256').update(readFileSync(path)).digest().equals(sha256))
      wrong.push(`the file of creation ${id} has other bytes`);
  }
  const onDisk = readdirSync(join(data, 'media'), { recursive: true, withFileTypes: true });
  for (const entry of onDisk)
    if (entry.isFile() && !named.has(entry.name)) wrong.push(`stray file ${entry.name}`);
  for (const table of ['staged_file', 'open_enqueue']) {
    const left = db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get();
    if (left !== 0) wrong.push(`${left} rows left in ${table}`);
  }
  const thumbnails = new Sqlite(join(data, 'thumbnails.sqlite'), { readonly: true });
  const ids = new Set(creations.map((creation) => creation.id));
  const strays = thumbnails
    .prepare<[], number>('SELECT id FROM thumbnail')
    .pluck()
    .all()
    .filter((id) => !ids.has(id));
  thumbnails.close();
  if (strays.length > 0) wrong.push(`${strays.length} thumbnails of nothing`);
  if (db.pragma('integrity_check', { simple: true }) !== 'ok') wrong.push('the database is damaged');
  return wrong;
}

/** Jobs other than the one that was killed were first claimed in the order they were added. */
function verifyOrder(db: Database, jobs: readonly JobRow[]): string[] {
  const claimed = db
    .prepare<[number], number | null>(`SELECT min(at) FROM job_event WHERE job_id = ? AND kind = 'claim'`)
    .pluck();
  const times = jobs.slice(1).map((job) => claimed.get(job.id) ?? 0);
  return times.every((at, index) => index === 0 || at >= (times[index - 1] ?? 0))
    ? []
    : ['the order of the rest changed'];
}

function verifyLedger(db: Database, target: Target): string[] {
  const rows = db
    .prepare<[], { outcome: string; state: string }>(
      'SELECT charge.outcome, job.state FROM charge JOIN job ON job.id = charge.job_id',
    )
    .all();
  if (!target.paid) return rows.length === 0 ? [] : ['a free job is in the ledger'];
  return rows.some((row) => row.outcome === 'pending') ? ['a charge is still open'] : [];
}
