import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { putInPlace, readJson, removeDurably, syncFolder, writeJson } from './durable-file.ts';
import type { Home } from './home.ts';

/**
 * Puts another database in the library's place, such that a crash at any point leaves the old or the new one. Only
 * while nobody has it open.
 */
const intent = z.object({ swapIn: z.literal('library.sqlite.next') });

/** Where the database that is to take the place is made. */
export function nextDatabase(home: Home): string {
  return `${home.database}.next`;
}

/** @param step hears of every point between which a crash may fall */
export async function swapIn(home: Home, step: (name: string) => void = () => undefined): Promise<void> {
  await putInPlace(nextDatabase(home), nextDatabase(home));
  await writeJson(intentPath(home), { swapIn: 'library.sqlite.next' });
  step('swap-intended');
  await finishSwap(home, step);
}

/** At the start: ends a swap that a crash interrupted. */
export async function finishSwap(home: Home, step: (name: string) => void = () => undefined): Promise<void> {
  if (!readJson(intentPath(home), intent)) return;
  if (existsSync(nextDatabase(home))) {
    // A log belongs to one database: left beside another it would be replayed into it.
    for (const ending of ['-wal', '-shm']) await rm(`${home.database}${ending}`, { force: true });
    await syncFolder(dirname(home.database));
    step('swap-logs-removed');
    await rename(nextDatabase(home), home.database);
    await syncFolder(dirname(home.database));
    step('swap-renamed');
  }
  await removeDurably(intentPath(home));
}

function intentPath(home: Home): string {
  return join(home.folder, 'library-swap.json');
}
