import { setImmediate } from 'node:timers/promises';
import { creationFlag, shapeOf } from '../../../shared/domain/creation.ts';
import { placeOf, type Columns } from './columns.ts';
import { differingBits, scanLooks } from './look-scan.ts';
import { duplicateBits, groupLooks } from './near-duplicates.ts';

/**
 * Bits in which two pictures that look alike may differ. Measured on ninety rendered scenes: scaled, saved again and
 * brightened ones differ in 7 at most, trimmed by 5 % nine of ten in 8; of four thousand pairs of different ones, a
 * handful differ in so few.
 */
export const alikeBits = 9;
/**
 * The most two average colours may differ in red, green or blue: a dusk is no copy of a noon. What looks alike may be of
 * any colour when the hash is as near as that of a copy.
 */
const colourStep = 40;
/** How long the main thread may be busy with this at a time. */
const turnMs = 4;

/** Finds creations by what they look like. @param readLooks every creation with its hash, up to date */
export function createLookAlikes(readLooks: () => Columns) {
  return {
    /** @returns the most alike first, of the equally alike the newest; null: nothing is known of this one */
    find(id: number, limit: number): readonly number[] | null {
      const columns = readLooks();
      const { ids, lookHigh, lookLow, flags, colors, length } = columns;
      const own = placeOf(ids, length, id);
      const [high, low] = [lookHigh[own] ?? 0, lookLow[own] ?? 0];
      if (ids[own] !== id || (high === 0 && low === 0)) return null;
      const isNear = (place: number) =>
        colourDistance(colors[place] ?? 0, colors[own] ?? 0) <= colourStep ||
        differingBits((lookHigh[place] ?? 0) ^ high, (lookLow[place] ?? 0) ^ low) <= duplicateBits;
      const found = scanLooks(columns, high, low, alikeBits).filter(
        (place) => place !== own && ((flags[place] ?? 0) & creationFlag.trashed) === 0 && isNear(place),
      );
      return Array.from(found.subarray(0, limit), (place) => ids[place] ?? 0);
    },

    /**
     * Groups of near-identical creations outside the trash, the newest group first, each from its oldest on. Takes
     * turns with other work: three seconds for a million.
     */
    async groups(signal: AbortSignal): Promise<readonly (readonly number[])[]> {
      const { ids, flags, colors, lookHigh, lookLow, length } = snapshotOf(readLooks());
      const mayMatch = (place: number, other: number) =>
        (((flags[place] ?? 0) ^ (flags[other] ?? 0)) & creationFlag.video) === 0 &&
        areShapedAlike(flags[place] ?? 0, flags[other] ?? 0) &&
        colourDistance(colors[place] ?? 0, colors[other] ?? 0) <= colourStep;
      const isLive = (place: number) => ((flags[place] ?? 0) & creationFlag.trashed) === 0;
      const grouping = groupLooks({ lookHigh, lookLow, length }, isLive, mayMatch);
      let turnBegan = performance.now();
      for (;;) {
        const step = grouping.next();
        if (step.done) return newestFirst(step.value).map((group) => group.map((place) => ids[place] ?? 0));
        if (performance.now() - turnBegan < turnMs) continue;
        await setImmediate();
        signal.throwIfAborted();
        turnBegan = performance.now();
      }
    },
  };
}

/** The columns change between turns. */
function snapshotOf({ ids, flags, colors, lookHigh, lookLow, length }: Columns) {
  return {
    ids: ids.slice(0, length),
    flags: flags.slice(0, length),
    colors: colors.slice(0, length),
    lookHigh: lookHigh.slice(0, length),
    lookLow: lookLow.slice(0, length),
    length,
  };
}

function newestFirst(groups: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return groups.toSorted((a, b) => (b.at(-1) ?? 0) - (a.at(-1) ?? 0));
}

/** A wide picture is no copy of a tall one, though both are looked at as if they were square. */
function areShapedAlike(flags: number, others: number): boolean {
  const [shape, other] = [shapeOf(flags), shapeOf(others)];
  return shape === other || shape === 'square' || other === 'square';
}

/** The largest difference of red, green or blue; both are 0xRRGGBB. */
function colourDistance(a: number, b: number): number {
  return Math.max(
    Math.abs((a >> 16) - (b >> 16)),
    Math.abs(((a >> 8) & 255) - ((b >> 8) & 255)),
    Math.abs((a & 255) - (b & 255)),
  );
}
