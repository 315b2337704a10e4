import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Notice } from '../../../shared/contract.ts';
import type { Backups } from './backups.ts';
import { checkDatabase, removeDatabase } from './database-task.ts';
import { readJson, removeDurably, writeJson } from './durable-file.ts';
import type { Home } from './home.ts';
import { keepDamaged } from './keep-damaged.ts';
import { nextDatabase, swapIn } from './swap.ts';

/** A backup takes the library's place when nobody has it open: asked for in use, done at the next start. */
const intent = z.object({
  backup: z.string(),
  /** The database as it is has become a backup. */
  presentKept: z.boolean(),
});

/** @param backup name of the backup; null: nothing is restored */
export async function askRestore(home: Home, backup: string | null): Promise<void> {
  if (backup === null) await removeDurably(intentPath(home));
  else await writeIntent(home, { backup, presentKept: false });
}

/** Name of the backup that the next start restores. */
export function restoreAskedFor(home: Home): string | null {
  return readJson(intentPath(home), intent)?.backup ?? null;
}

/**
 * At the start. The database as it is is kept as a backup first.
 * @returns what to tell the person
 */
export async function restoreAsked(
  home: Home,
  backups: Backups,
  now: () => number,
  step?: (name: string) => void,
): Promise<readonly Notice[]> {
  const asked = readJson(intentPath(home), intent);
  if (!asked) return [];
  const source = backups.pathOf(asked.backup);
  if (!source || checkDatabase(source) !== null) return giveUp(home, 'its file is gone or damaged');
  if (existsSync(home.database) && !asked.presentKept) {
    const made = await backups.make('before-restore', asked.backup);
    if (!made.ok && made.error.kind === 'disk') return giveUp(home, made.error.failure.detail ?? '');
    // A damaged one is no backup; it is kept as a file.
    if (!made.ok) await keepDamaged(home, join(home.damaged, `library-${now()}`));
    await writeIntent(home, { ...asked, presentKept: true });
  }
  step?.('present-kept');
  removeDatabase(nextDatabase(home));
  await copyFile(source, nextDatabase(home));
  step?.('backup-copied');
  await swapIn(home, step);
  await removeDurably(intentPath(home));
  const text = 'The backup was restored. The library as it was before is kept as a backup too.';
  return [{ id: 'restored', kind: 'info', text }];
}

async function writeIntent(home: Home, asked: z.input<typeof intent>): Promise<void> {
  await writeJson(intentPath(home), asked);
}

async function giveUp(home: Home, reason: string): Promise<readonly Notice[]> {
  await removeDurably(intentPath(home));
  return [{ id: 'restore-failed', kind: 'error', text: `The backup could not be restored: ${reason}.` }];
}

function intentPath(home: Home): string {
  return join(home.folder, 'library-restore.json');
}
