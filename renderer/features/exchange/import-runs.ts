import type { ImportRun, ImportState } from '../../../shared/domain/exchange.ts';

/** What the window makes of imports: which one to show, and how far it is. */

const unfinished: ReadonlySet<ImportState> = new Set(['listing', 'reading', 'halted']);

export function isUnfinished({ state }: ImportRun): boolean {
  return unfinished.has(state);
}

export function isUnderWay(run: ImportRun): boolean {
  return isUnfinished(run) && run.state !== 'halted';
}

/** Files that have been dealt with, one way or another. */
export function readCount({ imported, duplicates, skipped }: ImportRun): number {
  return imported + duplicates + skipped;
}

/** 0–1; null while nobody can tell. */
export function fractionOf(run: ImportRun): number | null {
  if (run.state === 'listing' || run.found === 0) return null;
  return Math.min(1, readCount(run) / run.found);
}

/** Puts news of a run in its place; the newest run stays first. */
export function withRun(runs: readonly ImportRun[], run: ImportRun): readonly ImportRun[] {
  return [run, ...runs.filter(({ id }) => id !== run.id)].toSorted((one, other) => other.id - one.id);
}

/**
 * The runs to show: what is not finished, and what finished while this window was looking and has not been dismissed.
 * What came from a watched folder is in the grid, and needs no word more.
 * @param seen ids of runs that were seen unfinished, or started, in this window
 */
export function shownRuns(
  runs: readonly ImportRun[],
  seen: ReadonlySet<number>,
  dismissed: ReadonlySet<number>,
): readonly ImportRun[] {
  return runs.filter(
    (run) =>
      isUnfinished(run) || (run.watchedFolderId === null && seen.has(run.id) && !dismissed.has(run.id)),
  );
}
