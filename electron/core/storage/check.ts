import { existsSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import type { StorageCheck } from '../../../shared/domain/storage.ts';
import type { CreationRepository, OriginalRef } from '../library/creation-repository.ts';
import { isMediaFormat, kindOfFormat } from '../media/formats.ts';
import type { Originals } from '../media/originals.ts';
import type { ThumbnailStore } from '../media/thumbnails.ts';
import type { RunDatabaseTask } from './database-client.ts';
import { countSearchFaults } from './search-repair.ts';

export type CheckDeps = {
  readonly db: Database;
  readonly database: string;
  readonly creations: CreationRepository;
  readonly originals: Originals;
  readonly thumbnails: ThumbnailStore;
  readonly run: RunDatabaseTask;
};

/** What a check found, with what a repair needs to know beyond the counts. */
export type Findings = StorageCheck & {
  readonly strayFiles: readonly OriginalRef[];
  readonly withoutThumbnail: readonly number[];
};

/**
 * Reads every original and compares it with its hash; compares files and creations both ways; reads all of the
 * database. Changes nothing.
 * @throws the signal's reason
 */
export async function checkLibrary(
  deps: CheckDeps,
  signal: AbortSignal,
  progress: (done: number, total: number) => void,
): Promise<Findings> {
  const { creations, originals, thumbnails } = deps;
  const total = Number(deps.db.prepare('SELECT count(*) FROM creation').pluck().get());
  const named = new Set<string>();
  const missing: number[] = [];
  const changed: number[] = [];
  const damaged: number[] = [];
  const withoutThumbnail: number[] = [];
  let checked = 0;
  for (const { id, ref } of creations.originals()) {
    signal.throwIfAborted();
    named.add(keyOf(ref));
    const isReference = originals.referenceOf(ref) !== null;
    if (!existsSync(originals.pathOf(ref))) missing.push(id);
    else if (!(await originals.verify(ref).catch(() => false))) (isReference ? changed : damaged).push(id);
    if (isPicture(ref) && !thumbnails.has(id)) withoutThumbnail.push(id);
    checked += 1;
    progress(checked, total);
  }
  const strayFiles: OriginalRef[] = [];
  for await (const { ref } of originals.files()) {
    signal.throwIfAborted();
    if (!named.has(keyOf(ref))) strayFiles.push(ref);
  }
  const database = await deps.run({ kind: 'check', path: deps.database });
  return {
    checked,
    missing,
    changed,
    damaged,
    strays: strayFiles.length,
    thumbnailsMissing: withoutThumbnail.length,
    searchWrong: countSearchFaults(deps.db),
    databaseOk: database.kind === 'failed' || database.problem === null,
    strayFiles,
    withoutThumbnail,
  };
}

/** What goes to the window: lists of files stay here. */
export function summaryOf(found: Findings): StorageCheck {
  const { checked, missing, changed, damaged, strays, thumbnailsMissing, searchWrong, databaseOk } = found;
  return { checked, missing, changed, damaged, strays, thumbnailsMissing, searchWrong, databaseOk };
}

/** Half of the hash tells files apart, and a million halves fit in memory. */
function keyOf(ref: OriginalRef): string {
  return `${ref.sha256.toString('latin1', 0, 16)}${ref.format}`;
}

function isPicture({ format }: OriginalRef): boolean {
  return isMediaFormat(format) && kindOfFormat(format) === 'image';
}
