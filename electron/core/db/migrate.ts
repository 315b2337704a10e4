import type { Database } from 'better-sqlite3';
import { initial } from './migrations/0001-initial.ts';
import { lineageNotesPlaces } from './migrations/0002-lineage-notes-places.ts';
import { fileIndex } from './migrations/0003-file-index.ts';
import { unfinishedJobs } from './migrations/0004-unfinished-jobs.ts';

export type Migration = {
  /** 1, 2, 3 …: the `user_version` it leaves behind. */
  readonly version: number;
  readonly up: (db: Database) => void;
};

const migrations: readonly Migration[] = [initial, lineageNotesPlaces, fileIndex, unfinishedJobs];

export const latestVersion = migrations.length;

/** `vpai` in ASCII: tells our databases from others. */
export const applicationId = 0x76706169;

export function versionOf(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }));
}

/** Brings the database to the latest version, one transaction a step. */
export function migrate(db: Database): void {
  for (const [index, step] of migrations.entries()) {
    if (step.version !== index + 1) throw new Error(`Migration ${step.version} stands at place ${index + 1}`);
    if (step.version <= versionOf(db)) continue;
    db.transaction(() => {
      step.up(db);
      db.pragma(`user_version = ${step.version}`);
      db.pragma(`application_id = ${applicationId}`);
    })();
  }
}
