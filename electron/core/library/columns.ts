import type { Database } from 'better-sqlite3';
import {
  creationFlag,
  flagValues,
  labelShift,
  ratingShift,
  shapeShift,
  type LibraryIndex,
} from '../../../shared/domain/creation.ts';

/** What every creation is filtered and laid out by, oldest first. Only the first `length` entries count. */
export type ColumnArrays = {
  readonly ids: Float64Array;
  readonly widths: Uint16Array;
  readonly heights: Uint16Array;
  /** As in `LibraryIndex`. */
  readonly flags: Uint16Array;
  readonly models: Uint16Array;
  readonly colors: Uint32Array;
  /** The halves of the hash of what it looks like (see `look-hash.ts`); both 0: nothing is known, or nothing to see. */
  readonly lookHigh: Int32Array;
  readonly lookLow: Int32Array;
};
export type Columns = ColumnArrays & {
  readonly length: number;
  /** Another one whenever creations came or went. */
  readonly version: number;
  /** How many of the first creations have kept their places since the columns had that version. */
  readonly keptSince: (version: number) => number;
  /** One more whenever anything was changed. */
  readonly revision: number;
  /** Flags that became others: both in one number (`from * flagValues + to`), with the revision that did so last. */
  readonly flagShifts: ReadonlyMap<number, number>;
  /** How many creations have these flags. */
  readonly flagCounts: Uint32Array;
};

/**
 * Flags as in `LibraryIndex` but for the shape (13 bits), model (16) and colour (24) in one integer, width and height
 * in another: fewer values to carry.
 */
export const packedMarks = `(color * 65536 + model_key) * 8192 + media * ${creationFlag.video}
  + favourite * ${creationFlag.favourite} + (trashed_at IS NOT NULL) * ${creationFlag.trashed}
  + flag * ${creationFlag.picked} + rating * ${1 << ratingShift} + label * ${1 << labelShift}`;
export const packedSize = 'width * 65536 + height';
const lookHigh = 'look >> 32 & 4294967295';
const lookLow = 'look & 4294967295';

/** Sources of both in the order of ids, from indexes that hold nothing else. */
export const keptOnly = 'creation INDEXED BY creation_newest WHERE trashed_at IS NULL';
const trashedOnly = 'creation INDEXED BY creation_newest_trashed WHERE trashed_at IS NOT NULL';

/** The bits of a creation's shape. */
function shapeBits(width: number, height: number): number {
  return (width > height ? 1 : width < height ? 2 : 0) << shapeShift;
}

/** In one piece of memory, which is also sent as one. */
export function allocateIndex(length: number): LibraryIndex {
  const memory = new ArrayBuffer(18 * length);
  return {
    ids: new Float64Array(memory, 0, length),
    colors: new Uint32Array(memory, 8 * length, length),
    widths: new Uint16Array(memory, 12 * length, length),
    heights: new Uint16Array(memory, 14 * length, length),
    flags: new Uint16Array(memory, 16 * length, length),
  };
}

/** Unpacks a row; @returns what is left of its marks, the key of its model. */
export function putPacked(
  into: Omit<ColumnArrays, 'models' | 'lookHigh' | 'lookLow'>,
  place: number,
  id: number,
  marks: number,
  size: number,
): number {
  const color = Math.floor(marks / 2 ** 29);
  const rest = marks - color * 2 ** 29;
  const width = size >>> 16;
  const height = size & 0xffff;
  into.ids[place] = id;
  into.flags[place] = (rest & 0x1fff) | shapeBits(width, height);
  into.colors[place] = color;
  into.widths[place] = width;
  into.heights[place] = height;
  return rest >>> 13;
}

/** Versions that are remembered: of one that is older, everything counts as moved. */
const keptMoves = 100;

/** So few that what the driver makes of them is young garbage. */
const slice = 2000;

type Row = {
  readonly id: number;
  readonly marks: number;
  readonly size: number;
  readonly high: number;
  readonly low: number;
};

/**
 * All creations in memory, 28 bytes each: read in a fifth of a second for a million (what they look like in as long
 * again, once that is asked for), after which every filter is one pass of a millisecond. The database stays the
 * truth: whoever changes a row says so with `touch`, and the row is read again before the next answer. So a change that was rolled back does no harm.
 */
export function createColumns(db: Database) {
  const column = (expression: string, source = keptOnly) =>
    db
      .prepare<[number], number>(`SELECT ${expression} FROM ${source} AND id > ? ORDER BY id LIMIT ${slice}`)
      .pluck();
  const [ids, marks, sizes] = [column('id'), column(packedMarks), column(packedSize)];
  const trashed = db
    .prepare<[number, number], [number, number, number]>(
      `SELECT id, ${packedMarks}, ${packedSize} FROM ${trashedOnly} AND id > ? AND id < ? ORDER BY id`,
    )
    .raw();
  const ofLook = (expression: string) => column(expression, 'creation WHERE look IS NOT NULL');
  const looks = { ids: ofLook('id'), high: ofLook(lookHigh), low: ofLook(lookLow) };
  const one = db.prepare<[number], Row>(
    `SELECT id, ${packedMarks} AS marks, ${packedSize} AS size,
      coalesce(${lookHigh}, 0) AS high, coalesce(${lookLow}, 0) AS low FROM creation WHERE id = ?`,
  );
  const expected = db.prepare<[], number | null>('SELECT sum(n + trashed) FROM day').pluck();
  let arrays = allocate(0);
  let length = 0;
  let version = 0;
  let revision = 0;
  /** From which place on creations moved with each of the last versions. */
  const moves: { readonly version: number; readonly from: number }[] = [];
  const flagCounts = new Uint32Array(flagValues);
  const flagShifts = new Map<number, number>();
  let loaded = false;
  /** Looks are known up to this id; `Infinity`: all of them. */
  let lookedTo = 0;
  const touched = new Set<number>();

  function put(place: number, id: number, mark: number, size: number): void {
    arrays.models[place] = putPacked(arrays, place, id, mark, size);
    count(place, 1);
  }

  function count(place: number, change: 1 | -1): void {
    const flags = arrays.flags[place] ?? 0;
    flagCounts[flags] = (flagCounts[flags] ?? 0) + change;
  }

  function putRow(place: number, { id, marks: mark, size, high, low }: Row): void {
    put(place, id, mark, size);
    arrays.lookHigh[place] = high;
    arrays.lookLow[place] = low;
  }

  function reserve(wanted: number): void {
    if (wanted <= arrays.ids.length) return;
    const larger = allocate(Math.max(wanted, Math.ceil(arrays.ids.length * 1.5), 1024));
    copy(arrays, larger, 0, length, 0);
    arrays = larger;
  }

  /** One slice; false when it was the last. */
  function loadSlice(): boolean {
    // At once, with room for many more: to grow means to copy, which at a million holds everything up.
    if (length === 0) reserve(Math.ceil(1.1 * (expected.get() ?? 0)));
    const last = length === 0 ? 0 : (arrays.ids[length - 1] ?? 0);
    const found = ids.all(last);
    const foundMarks = marks.all(last);
    const foundSizes = sizes.all(last);
    loaded = found.length < slice;
    const between = trashed.all(last, loaded ? Number.MAX_SAFE_INTEGER : (found.at(-1) ?? last));
    reserve(length + found.length + between.length);
    let next = 0;
    const putTrashedBefore = (id: number) => {
      for (let row = between[next]; row && row[0] < id; row = between[next]) {
        put(length, ...row);
        length += 1;
        next += 1;
      }
    };
    for (let at = 0; at < found.length; at += 1) {
      const id = found[at] ?? 0;
      putTrashedBefore(id);
      put(length, id, foundMarks[at] ?? 0, foundSizes[at] ?? 0);
      length += 1;
    }
    putTrashedBefore(Infinity);
    return !loaded;
  }

  /** One slice of what they look like; false when it was the last. */
  function loadLookSlice(): boolean {
    current();
    const found = looks.ids.all(lookedTo);
    const high = looks.high.all(lookedTo);
    const low = looks.low.all(lookedTo);
    let place = placeOf(arrays.ids, length, lookedTo);
    for (const [at, id] of found.entries()) {
      while (place < length && (arrays.ids[place] ?? id) < id) place += 1;
      arrays.lookHigh[place] = high[at] ?? 0;
      arrays.lookLow[place] = low[at] ?? 0;
    }
    lookedTo = found.length < slice ? Infinity : (found.at(-1) ?? Infinity);
    return lookedTo < Infinity;
  }

  function current(): void {
    while (!loaded && loadSlice());
    if (touched.size > 0) settle();
  }

  function settle(): void {
    const fresh: Row[] = [];
    const gone = new Set<number>();
    revision += 1;
    for (const id of touched) {
      const row = one.get(id);
      const place = placeOf(arrays.ids, length, id);
      const known = place < length && arrays.ids[place] === id;
      if (known) count(place, -1);
      const before = arrays.flags[place] ?? 0;
      if (row && known) {
        putRow(place, row);
        flagShifts.set(before * flagValues + (arrays.flags[place] ?? 0), revision);
      } else if (row) fresh.push(row);
      else if (known) gone.add(place);
    }
    touched.clear();
    if (gone.size > 0 || fresh.length > 0)
      move(
        gone,
        fresh.toSorted((a, b) => a.id - b.id),
      );
  }

  function move(gone: ReadonlySet<number>, fresh: readonly Row[]): void {
    const firstGone = [...gone].reduce((first, place) => Math.min(first, place), length);
    const firstFresh = fresh[0] ? placeOf(arrays.ids, length, fresh[0].id) : length;
    version += 1;
    moves.push({ version, from: Math.min(firstGone, firstFresh) });
    if (moves.length > keptMoves) moves.shift();
    if (gone.size > 0) drop(gone);
    if (fresh.length > 0) insert(fresh);
  }

  function keptSince(since: number): number {
    if (since < version - moves.length) return 0;
    return moves.reduce((kept, { version: at, from }) => (at > since ? Math.min(kept, from) : kept), length);
  }

  function drop(gone: ReadonlySet<number>): void {
    const places = [...gone].toSorted((a, b) => a - b);
    let kept = places[0] ?? 0;
    for (const [at, place] of places.entries()) {
      const end = places[at + 1] ?? length;
      copy(arrays, arrays, place + 1, end, kept);
      kept += end - place - 1;
    }
    length = kept;
  }

  /** From the end, so that everything moves once, and what is newest moves nothing. */
  function insert(fresh: readonly Row[]): void {
    reserve(length + fresh.length);
    let end = length;
    for (let at = fresh.length - 1; at >= 0; at -= 1) {
      const row = fresh[at];
      if (!row) continue;
      const place = placeOf(arrays.ids, end, row.id);
      copy(arrays, arrays, place, end, place + at + 1);
      putRow(place + at, row);
      end = place;
    }
    length += fresh.length;
  }

  return {
    isLoaded: () => loaded,

    /** Up to date with the last commit. */
    read(): Columns {
      current();
      return { ...arrays, length, version, keptSince, revision, flagCounts, flagShifts };
    },

    /** The same with what they look like; without this that is all 0. */
    readLooks(): Columns {
      while (lookedTo < Infinity && loadLookSlice());
      current();
      return { ...arrays, length, version, keptSince, revision, flagCounts, flagShifts };
    },

    /** Reads in the background what `read` will need; `pause` lets others have a turn. */
    async warm(pause: () => Promise<void>, signal: AbortSignal): Promise<void> {
      while (!loaded && !signal.aborted) {
        loadSlice();
        await pause();
      }
    },

    /** And what `readLooks` will need. */
    async warmLooks(pause: () => Promise<void>, signal: AbortSignal): Promise<void> {
      while (lookedTo < Infinity && !signal.aborted) {
        loadLookSlice();
        await pause();
      }
    },

    touch(changed: readonly number[]): void {
      // Before the first row is read there is nothing to correct.
      if (length > 0 || loaded) for (const id of changed) touched.add(id);
    },
  };
}
export type LibraryColumns = ReturnType<typeof createColumns>;

/** The first place whose id is not below `id`. */
export function placeOf(ids: Float64Array, length: number, id: number, from = 0): number {
  let low = from;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] ?? Infinity) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

function allocate(capacity: number): ColumnArrays {
  return {
    ids: new Float64Array(capacity),
    widths: new Uint16Array(capacity),
    heights: new Uint16Array(capacity),
    flags: new Uint16Array(capacity),
    models: new Uint16Array(capacity),
    colors: new Uint32Array(capacity),
    lookHigh: new Int32Array(capacity),
    lookLow: new Int32Array(capacity),
  };
}

const arrayNames = [
  'ids',
  'widths',
  'heights',
  'flags',
  'models',
  'colors',
  'lookHigh',
  'lookLow',
] as const satisfies readonly (keyof ColumnArrays)[];

function copy(source: ColumnArrays, target: ColumnArrays, start: number, end: number, to: number): void {
  for (const name of arrayNames) target[name].set(source[name].subarray(start, end), to);
}
