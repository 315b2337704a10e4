import type { LibraryBackup } from '../../../shared/domain/storage.ts';

const dayMs = 86_400_000;
const newestKept = 2;
const daysKept = 3;
const weeksKept = 3;

/**
 * Which backups to let go: kept are the newest two, the newest of each of three days and three weeks, and the newest
 * of each reason. Few, because each is as large as the database.
 * @param backups in any order
 */
export function outdatedBackups(backups: readonly LibraryBackup[]): readonly LibraryBackup[] {
  const newestFirst = backups.toSorted((a, b) => b.madeAt - a.madeAt);
  const kept = new Set(newestFirst.slice(0, newestKept));
  const keepNewestOfEach = (groupOf: (backup: LibraryBackup) => string | number, most: number) => {
    const groups = new Map<string | number, LibraryBackup>();
    for (const backup of newestFirst) {
      const group = groupOf(backup);
      if (!groups.has(group) && groups.size < most) groups.set(group, backup);
    }
    for (const backup of groups.values()) kept.add(backup);
  };
  keepNewestOfEach(({ madeAt }) => Math.floor(madeAt / dayMs), daysKept);
  keepNewestOfEach(({ madeAt }) => Math.floor(madeAt / (7 * dayMs)), weeksKept);
  keepNewestOfEach(({ reason }) => reason, Infinity);
  return newestFirst.filter((backup) => !kept.has(backup));
}
