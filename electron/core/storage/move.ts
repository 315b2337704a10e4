import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import Sqlite from 'better-sqlite3';
import { fail, type Failure } from '../../../shared/domain/failure.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { isDiskError, messageOf } from '../media/disk-error.ts';
import type { RunDatabaseTask } from './database-client.ts';
import { isDamage, removeDatabase } from './database-task.ts';
import { copyVerified, putInPlace, syncFolder } from './durable-file.ts';
import { holdsLibrary, type HomeFile, isWholeAt, removeHome, sizeOfHome, steadyFiles } from './home-files.ts';
import { type Home, homeAt, pointedTo, pointTo } from './home.ts';
import { endMove, type MoveJournal, readMove, writeMove } from './move-journal.ts';

/**
 * Moves the library to another folder. Files that never change, and thumbnails, are copied and checked while the
 * studio is in use; the database, and what has come since, once the library is closed. Only then does it count as
 * moved, and only after that is the old one removed. `move-journal.ts` says what a crash leaves.
 */
type OnStep = (step: string) => void;

const spareBytes = 256 * 1024 * 1024;
/** Marks a folder as the target of a move of ours. */
const markName = '.videopicai-moving';

/** @returns `invalid_input` or `disk` with the reason, and no move begun, when the library cannot go there */
export async function planMove(
  data: string,
  home: Home,
  folder: string,
): Promise<Result<MoveJournal, Failure>> {
  const refuse = (detail: string) => err(fail('invalid_input', 'no', { detail }));
  if (readMove(data)) return refuse('The library is being moved already.');
  if (!isAbsolute(folder)) return refuse('Choose a folder by its full path.');
  const to = resolve(folder);
  if (isInside(home.folder, to) || (isInside(to, home.folder) && to !== data))
    return refuse('The library cannot be moved into itself. Choose a folder outside of it.');
  try {
    await mkdir(to, { recursive: true });
    if (!(await isFree(data, to)))
      return refuse('The folder is not empty. Choose an empty one, or make a new one.');
    const disk = await statfs(to);
    const lacking = (await sizeOfHome(home)) + spareBytes - disk.bavail * disk.bsize;
    if (lacking > 0) {
      const detail = `There is not enough space: ${Math.ceil(lacking / 1024 ** 2)} MB more must be free.`;
      return err(fail('disk', 'no', { detail }));
    }
    await writeFile(join(to, markName), '');
    const move: MoveJournal = { from: home.folder, to, step: 'copying', copied: false };
    await writeMove(data, move);
    return ok(move);
  } catch (error) {
    if (!isDiskError(error)) throw error;
    return err(fail('disk', 'no', { detail: messageOf(error) }));
  }
}

/** Copies what can be copied in use. Goes on where an earlier run ended. */
export async function copySteady(
  data: string,
  move: MoveJournal,
  deps: {
    readonly run: RunDatabaseTask;
    readonly signal: AbortSignal;
    readonly progress: (copiedBytes: number, totalBytes: number) => void;
    readonly step?: OnStep | undefined;
  },
): Promise<void> {
  const [from, to] = [homeAt(move.from), homeAt(move.to)];
  const total = await sizeOfHome(from);
  let copied = 0;
  for await (const file of steadyFiles(from)) {
    deps.signal.throwIfAborted();
    await copyOver(from, to, file, deps.signal);
    copied += file.sizeBytes;
    deps.progress(copied, total);
    deps.step?.('file-copied');
  }
  await copyThumbnails(from, to, deps.run);
  deps.signal.throwIfAborted();
  await writeMove(data, { ...move, copied: true });
  deps.step?.('steady-copied');
}

/** A cache: what does not arrive is made again. */
async function copyThumbnails(from: Home, to: Home, run: RunDatabaseTask): Promise<void> {
  if (!existsSync(from.thumbnails) || existsSync(to.thumbnails)) return;
  const copied = await run({ kind: 'copy', from: from.thumbnails, to: `${to.thumbnails}.part` });
  if (copied.kind === 'checked' && copied.problem === null) {
    await putInPlace(`${to.thumbnails}.part`, to.thumbnails);
  }
}

/**
 * With the library closed: copies what is left and points to the new place. Does nothing when there is no move, or
 * it is not that far.
 * @throws the disk's own error; the library is then where it was
 */
export async function switchOver(data: string, step: OnStep = () => undefined): Promise<void> {
  const move = readMove(data);
  if (!move?.copied || move.step !== 'copying' || isThereAlready(data, move)) return;
  const [from, to] = [homeAt(move.from), homeAt(move.to)];
  if (!existsSync(from.database)) return;
  try {
    foldLog(from.database);
  } catch (error) {
    // It is put right first, and moved the next time.
    if (isDamage(error)) return;
    throw error;
  }
  step('log-folded');
  const wanted = new Set<string>();
  for await (const file of steadyFiles(from)) {
    wanted.add(file.path);
    await copyOver(from, to, file);
  }
  // Deleted by the person after it had been copied.
  for await (const { path } of steadyFiles(to)) if (!wanted.has(path)) await rm(join(to.folder, path));
  step('rest-copied');
  removeDatabase(to.database);
  await copyVerified(from.database, to.database);
  await syncFolder(to.folder);
  step('database-copied');
  await pointTo(data, to.folder);
  step('switched');
}

/** What is not needed any more after a move, or one that was called off. May run while the library is in use. */
export async function cleanUpAfterMove(data: string, step: OnStep = () => undefined): Promise<void> {
  const move = readMove(data);
  if (!move) return;
  if (isThereAlready(data, move)) {
    await removeHome(homeAt(move.from));
    if (move.from !== data) await rm(join(move.from, 'library.lock'), { force: true });
    step('removed');
  } else if (move.step === 'undoing') {
    // A folder without our mark is not one that we filled.
    if (existsSync(join(move.to, markName))) await removeHome(homeAt(move.to));
    step('undone');
  } else {
    return;
  }
  await rm(join(move.to, markName), { force: true });
  await endMove(data);
  step('ended');
}

/** Takes back a move that has not switched yet. The library itself is not touched. */
export async function callOffMove(data: string): Promise<void> {
  const move = readMove(data);
  if (!move || isThereAlready(data, move)) return;
  await writeMove(data, { ...move, step: 'undoing' });
  await cleanUpAfterMove(data);
}

function isThereAlready(data: string, move: MoveJournal): boolean {
  const pointed = pointedTo(data);
  return pointed.ok && pointed.value === move.to;
}

/** A file of the right length under its name was checked when it got the name. */
async function copyOver(from: Home, to: Home, file: HomeFile, signal?: AbortSignal): Promise<void> {
  if (await isWholeAt(to, file)) return;
  try {
    await copyVerified(join(from.folder, file.path), join(to.folder, file.path), signal);
  } catch (error) {
    // Deleted by the person meanwhile.
    if (!existsSync(join(from.folder, file.path))) return;
    throw error;
  }
}

/** Takes what is in the log into the database's file, so that the file alone is all of it. */
function foldLog(path: string): void {
  const db = new Sqlite(path);
  try {
    db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
}

/** Empty, or left by a move of ours that was killed before it began; of the data folder only the library's part. */
async function isFree(data: string, to: string): Promise<boolean> {
  if (to === data) return !holdsLibrary(homeAt(to));
  const others = (await readdir(to)).filter((name) => name !== markName && name !== 'lost+found');
  return others.length === 0;
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}
