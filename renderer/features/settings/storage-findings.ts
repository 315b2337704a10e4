import type { StorageCheck, StorageRepair } from '../../../shared/domain/storage.ts';
import { text } from '../../app/messages.ts';

const words = text.settings;

type Broken = { readonly id: number; readonly state: 'missing' | 'changed' | 'damaged' };

/** Creations whose original is not what it was. */
export function brokenOf(check: StorageCheck): readonly Broken[] {
  return (['missing', 'changed', 'damaged'] as const).flatMap((state) =>
    check[state].map((id) => ({ id, state })),
  );
}

/**
 * What a check found, a line each; empty when everything is in order.
 * @param repaired what a repair left: thumbnails that are still missing belong to originals that are named already
 */
export function findingsOf(check: StorageCheck, repaired = false): readonly string[] {
  const { missing, changed, damaged, strays, thumbnailsMissing, searchWrong, databaseOk } = check;
  return [
    ...(databaseOk ? [] : [words.checkDatabase]),
    ...(missing.length > 0 ? [words.checkMissing(missing.length)] : []),
    ...(changed.length > 0 ? [words.checkChanged(changed.length)] : []),
    ...(damaged.length > 0 ? [words.checkDamaged(damaged.length)] : []),
    ...(searchWrong > 0 ? [words.checkSearch(searchWrong)] : []),
    ...(thumbnailsMissing > 0 && !(repaired && brokenOf(check).length > 0)
      ? [words.checkThumbnails(thumbnailsMissing)]
      : []),
    ...(strays > 0 ? [words.checkStrays(strays)] : []),
  ];
}

/** Whether a repair has anything to try. A file that belongs to no creation harms nothing and is left alone. */
export function isRepairable({
  missing,
  changed,
  damaged,
  thumbnailsMissing,
  searchWrong,
  databaseOk,
}: StorageCheck): boolean {
  return (
    !databaseOk || missing.length + changed.length + damaged.length + thumbnailsMissing + searchWrong > 0
  );
}

/** What a repair did, a line each. */
export function repairsOf(repair: StorageRepair): readonly string[] {
  const { originalsFound, thumbnailsMade, searchRebuilt, databaseAtNextStart } = repair;
  const lines = [
    ...(originalsFound > 0 ? [words.repairedOriginals(originalsFound)] : []),
    ...(searchRebuilt > 0 ? [words.repairedSearch(searchRebuilt)] : []),
    ...(thumbnailsMade > 0 ? [words.repairedThumbnails(thumbnailsMade)] : []),
    ...(databaseAtNextStart ? [words.repairedDatabase] : []),
  ];
  return lines.length > 0 ? lines : [words.repairedNothing];
}
