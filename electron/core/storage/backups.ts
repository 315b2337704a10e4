import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fail, type Failure } from '../../../shared/domain/failure.ts';
import { type BackupReason, backupReason, type LibraryBackup } from '../../../shared/domain/storage.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { isDiskError, messageOf } from '../media/disk-error.ts';
import { outdatedBackups } from './backup-rotation.ts';
import type { RunDatabaseTask } from './database-client.ts';
import { putInPlace } from './durable-file.ts';

/** Left free for everything else that is being written. */
const spareBytes = 32 * 1024 * 1024;

export type BackupProblem =
  /** Full, read-only, gone. */
  | { readonly kind: 'disk'; readonly failure: Failure }
  /** The library's own database is damaged: no backup was made, and none was let go. */
  | { readonly kind: 'damaged'; readonly detail: string };

/**
 * Copies of the database in a folder beside it, made while it is in use, checked before they count. Names hold
 * what there is to know: `library-1790000000000-daily.sqlite`.
 */
export function createBackups(deps: {
  readonly database: string;
  readonly folder: string;
  readonly now: () => number;
  readonly run: RunDatabaseTask;
}) {
  const { folder, database } = deps;

  /** Newest first. */
  function list(): readonly LibraryBackup[] {
    return listBackups(folder);
  }

  /** @param spared name of a backup that is not let go, however old */
  async function make(reason: BackupReason, spared?: string): Promise<Result<LibraryBackup, BackupProblem>> {
    try {
      mkdirSync(folder, { recursive: true });
      const lacking = await spaceLacking();
      if (lacking > 0) return full(`${Math.ceil(lacking / 1024 ** 2)} MB more must be free for a backup.`);
      const madeAt = Math.max(deps.now(), (list()[0]?.madeAt ?? 0) + 1);
      const path = join(folder, nameOf(madeAt, reason));
      const copied = await deps.run({ kind: 'copy', from: database, to: `${path}.part` });
      if (copied.kind === 'failed') {
        if (/CORRUPT|NOTADB/.test(copied.code)) return err({ kind: 'damaged', detail: copied.message });
        return full(copied.message);
      }
      if (copied.problem !== null) return err({ kind: 'damaged', detail: copied.problem });
      await putInPlace(`${path}.part`, path);
      const { size } = await stat(path);
      await rotate(spared);
      return ok({ name: nameOf(madeAt, reason), madeAt, reason, sizeBytes: size });
    } catch (error) {
      if (!isDiskError(error)) throw error;
      return full(messageOf(error));
    }
  }

  async function spaceLacking(): Promise<number> {
    const [disk, { size }] = await Promise.all([statfs(dirname(folder)), stat(database)]);
    return size + spareBytes - disk.bavail * disk.bsize;
  }

  async function rotate(spared: string | undefined): Promise<void> {
    for (const { name } of outdatedBackups(list())) {
      if (name !== spared) await rm(join(folder, name), { force: true });
    }
  }

  return {
    list,
    make,
    /** @returns null when there is no backup of that name */
    pathOf(name: string): string | null {
      return list().some((backup) => backup.name === name) ? join(folder, name) : null;
    },
  };
}
export type Backups = ReturnType<typeof createBackups>;

/** Newest first; empty where there is no such folder. */
export function listBackups(folder: string): readonly LibraryBackup[] {
  try {
    return readdirSync(folder)
      .flatMap((name) => readName(folder, name))
      .toSorted((a, b) => b.madeAt - a.madeAt);
  } catch {
    return [];
  }
}

function nameOf(madeAt: number, reason: BackupReason): string {
  return `library-${madeAt}-${reason}.sqlite`;
}

function readName(folder: string, name: string): readonly LibraryBackup[] {
  const parts = /^library-(\d{1,15})-([a-z-]+)\.sqlite$/.exec(name);
  const reason = backupReason.safeParse(parts?.[2]);
  const file = statSync(join(folder, name), { throwIfNoEntry: false });
  if (!parts?.[1] || !reason.success || !file?.isFile()) return [];
  return [{ name, madeAt: Number(parts[1]), reason: reason.data, sizeBytes: file.size }];
}

function full(detail: string): Result<never, BackupProblem> {
  return err({ kind: 'disk', failure: fail('disk', 'no', { detail }) });
}
