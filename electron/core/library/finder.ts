import type { Database } from 'better-sqlite3';
import type { LibraryIndex, LibraryQuery } from '../../../shared/domain/creation.ts';
import { idsPerMillisecond } from '../../../shared/domain/job.ts';
import { placeOf, type Columns, type LibraryColumns } from './columns.ts';
import { readCriteria, type Criteria, type Model, type SetTerm } from './criteria.ts';
import type { WordSearch } from './word-search.ts';

/** Answers every library query from the columns in memory and the search index: no table is walked for it. */
export function createFinder(
  db: Database,
  deps: { readonly columns: LibraryColumns; readonly words: WordSearch; readonly now: () => number },
) {
  const models = db.prepare<[], Model>('SELECT key, id, name, provider FROM model');
  const inCollections = db
    .prepare<[string, string], number>(
      `WITH named AS (SELECT key FROM collection WHERE name = ? OR id = ?)
       SELECT DISTINCT creation_id FROM collection_item WHERE collection_key IN
         (SELECT key FROM named UNION SELECT key FROM collection WHERE parent_key IN (SELECT key FROM named))`,
    )
    .pluck();
  const tagged = db
    .prepare<[string], number>(
      'SELECT creation_id FROM creation_tag WHERE tag_key = (SELECT key FROM tag WHERE name = ?)',
    )
    .pluck();
  const seeded = db.prepare<[number], number>('SELECT id FROM creation WHERE seed = ?').pluck();
  const inOrder = db
    .prepare<[string], number>(
      `SELECT creation_id FROM collection_item
       WHERE collection_key = (SELECT key FROM collection WHERE id = ?) ORDER BY position, creation_id`,
    )
    .pluck();

  function idsOfSet(term: SetTerm): readonly number[] {
    switch (term.kind) {
      case 'collection':
        return inCollections.all(term.text, term.text);
      case 'tag':
        return tagged.all(term.text);
      case 'seed':
        return seeded.all(term.value);
    }
  }

  /** Places in the columns that match, in the order they are shown. */
  function places(query: LibraryQuery, columns: Columns): Uint32Array {
    const criteria = readCriteria(query, deps.now());
    const { within, without } = deps.words.jobs(criteria.words);
    const lists = within === null ? [] : [placesOfJobs(within, columns)];
    const excluded = without.flatMap((jobs) => (jobs ? [placesOfJobs(jobs, columns)] : []));
    for (const term of criteria.sets) {
      const list = placesOfIds(idsOfSet(term), columns);
      (term.negated ? excluded : lists).push(list);
    }
    const ordered = criteria.collectionId === null ? null : inOrder.all(criteria.collectionId);
    if (ordered) lists.push(placesOfIds(ordered, columns));
    const test = rowTest(criteria, columns);
    const found = lists.length > 0 ? fromLists(lists, excluded, test) : scan(test, excluded);
    return ordered ? inGivenOrder(ordered, found, columns) : found;
  }

  /** What the flags table cannot say; null when there is nothing more to ask. */
  function rowTest(criteria: Criteria, columns: Columns): RowTest {
    const { allowed, ids, outside, sizes } = criteria;
    const known = criteria.models.length === 0 ? null : new Uint8Array(65_536);
    if (known) {
      for (const model of models.all()) {
        if (criteria.models.every((matches) => matches(model))) known[model.key] = 1;
      }
    }
    const first = placeOf(columns.ids, columns.length, ids.from);
    const end = placeOf(columns.ids, columns.length, ids.to);
    const plain = outside.length === 0 && sizes.length === 0;
    const rest = (place: number) => {
      const id = columns.ids[place] ?? 0;
      const edge = Math.max(columns.widths[place] ?? 0, columns.heights[place] ?? 0);
      return sizes.every((test) => test(edge)) && outside.every((span) => id < span.from || id >= span.to);
    };
    return { allowed, known, first, end, rest: plain ? null : rest, columns };
  }

  return {
    /** Columns of everything that matches: newest first, or in a collection's own order. */
    index(query: LibraryQuery): LibraryIndex {
      const columns = deps.columns.read();
      return gather(places(query, columns), columns);
    },

    /** How many match, and some of them. */
    page(query: LibraryQuery, offset: number, limit: number): { total: number; index: LibraryIndex } {
      const columns = deps.columns.read();
      const found = places(query, columns);
      return { total: found.length, index: gather(found.subarray(offset, offset + limit), columns) };
    },
  };
}

type RowTest = {
  readonly allowed: Uint8Array;
  readonly known: Uint8Array | null;
  readonly first: number;
  readonly end: number;
  readonly rest: ((place: number) => boolean) | null;
  readonly columns: Columns;
};

function passes({ allowed, known, first, end, rest, columns }: RowTest, place: number): boolean {
  return (
    place >= first &&
    place < end &&
    allowed[columns.flags[place] ?? 0] === 1 &&
    (known === null || known[columns.models[place] ?? 0] === 1) &&
    (rest === null || rest(place))
  );
}

/** Everything from the newest on. Without branches where there can be: a million rows in a millisecond. */
function scan(test: RowTest, excluded: readonly Uint32Array[]): Uint32Array {
  const { allowed, known, first, end, rest } = test;
  const { flags, models, length } = test.columns;
  const found = new Uint32Array(Math.max(0, end - first) + 1);
  const not = excluded.length > 0 ? marksOf(excluded, length) : null;
  let count = 0;
  for (let place = end - 1; place >= first; place -= 1) {
    found[count] = place;
    count += allowed[flags[place] ?? 0] ?? 0;
  }
  if (known === null && not === null && rest === null) return found.subarray(0, count);
  let kept = 0;
  for (let at = 0; at < count; at += 1) {
    const place = found[at] ?? 0;
    const isKept =
      (known === null || known[models[place] ?? 0] === 1) &&
      (not === null || not[place] === 0) &&
      (rest === null || rest(place));
    found[kept] = place;
    if (isKept) kept += 1;
  }
  return found.subarray(0, kept);
}

/** Places that are in every list and in no excluded one, newest first. */
function fromLists(
  lists: readonly Uint32Array[],
  excluded: readonly Uint32Array[],
  test: RowTest,
): Uint32Array {
  const [shortest = new Uint32Array(0), ...others] = lists.toSorted((a, b) => a.length - b.length);
  const marks = others.map((list) => marksOf([list], test.columns.length));
  const not = excluded.length > 0 ? marksOf(excluded, test.columns.length) : null;
  const found = new Uint32Array(shortest.length);
  let count = 0;
  for (let at = shortest.length - 1; at >= 0; at -= 1) {
    const place = shortest[at] ?? 0;
    if (!passes(test, place) || not?.[place] === 1) continue;
    if (marks.length > 0 && !marks.every((mark) => mark[place] === 1)) continue;
    found[count] = place;
    count += 1;
  }
  return found.subarray(0, count);
}

function marksOf(lists: readonly Uint32Array[], length: number): Uint8Array {
  const marks = new Uint8Array(length);
  for (const list of lists) for (const place of list) marks[place] = 1;
  return marks;
}

/** The creations of jobs, whose ids ascend: one walk along both, leaping where they are far apart. */
function placesOfJobs(jobs: readonly number[], { ids, length }: Columns): Uint32Array {
  const found = new Uint32Array(length);
  let count = 0;
  let place = 0;
  for (const job of jobs) {
    let leap = 1;
    while (place + leap < length && (ids[place + leap] ?? Infinity) < job) leap *= 2;
    if (leap > 1 || (ids[place] ?? Infinity) < job) {
      place = placeOf(ids, Math.min(length, place + leap + 1), job, place + (leap >> 1));
    }
    const end = job + idsPerMillisecond;
    while (place < length && (ids[place] ?? Infinity) < end) {
      found[count] = place;
      count += 1;
      place += 1;
    }
  }
  return found.subarray(0, count);
}

function placesOfIds(wanted: readonly number[], { ids, length }: Columns): Uint32Array {
  const places = Uint32Array.from(wanted, (id) => placeOf(ids, length, id));
  return places.filter((place, at) => place < length && ids[place] === wanted[at]).toSorted();
}

function inGivenOrder(ordered: readonly number[], found: Uint32Array, columns: Columns): Uint32Array {
  const marks = marksOf([found], columns.length);
  return Uint32Array.from(ordered, (id) => placeOf(columns.ids, columns.length, id)).filter(
    (place, at) => marks[place] === 1 && columns.ids[place] === ordered[at],
  );
}

function gather(places: Uint32Array, columns: Columns): LibraryIndex {
  const { length } = places;
  const index = {
    ids: new Float64Array(length),
    widths: new Uint16Array(length),
    heights: new Uint16Array(length),
    flags: new Uint16Array(length),
    colors: new Uint32Array(length),
  };
  for (let at = 0; at < length; at += 1) {
    const place = places[at] ?? 0;
    index.ids[at] = columns.ids[place] ?? 0;
    index.widths[at] = columns.widths[place] ?? 0;
    index.heights[at] = columns.heights[place] ?? 0;
    index.flags[at] = columns.flags[place] ?? 0;
    index.colors[at] = columns.colors[place] ?? 0;
  }
  return index;
}
