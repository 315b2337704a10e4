import type { Database } from 'better-sqlite3';
import type { LibraryIndex, LibraryQuery } from '../../../shared/domain/creation.ts';
import { phraseExpression } from '../db/search-index.ts';
import { allocateIndex, placeOf, type Columns, type LibraryColumns } from './columns.ts';
import { readCriteria, type Criteria, type Model, type SetTerm } from './criteria.ts';
import { createSlotPlaces, placesOfJobs, type NewestPlaces } from './job-places.ts';
import { createMarksPool, type Marks } from './place-marks.ts';
import type { FoundJobs, WordSearch } from './word-search.ts';

/** Answers every library query from the columns in memory and the search index: no table is walked for it. */
export function createFinder(
  db: Database,
  deps: { readonly columns: LibraryColumns; readonly words: WordSearch; readonly now: () => number },
) {
  /** Where a scan notes what it finds; valid until the next one. */
  let scratch = new Uint32Array(0);
  const pool = createMarksPool();
  const slotPlaces = createSlotPlaces(pool);
  const models = db.prepare<[], Model>('SELECT key, id, name, provider FROM model');
  const inCollections = db
    .prepare<[string, string], number>(
      `WITH named AS (SELECT key FROM collection WHERE name = +? OR id = +?)
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
  const noted = db.prepare<[string], number>('SELECT rowid FROM note_index WHERE note_index MATCH ?').pluck();
  const having = {
    note: db.prepare<[], number>('SELECT creation_id FROM creation_note').pluck(),
    tag: db.prepare<[], number>('SELECT DISTINCT creation_id FROM creation_tag').pluck(),
    collection: db.prepare<[], number>('SELECT DISTINCT creation_id FROM collection_item').pluck(),
  };
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
      case 'note': {
        const expression = phraseExpression(term.text, true);
        return expression === null ? [] : noted.all(expression);
      }
      case 'has':
        return having[term.has].all();
    }
  }

  /** Places in the columns that match, in the order they are shown. */
  function places(criteria: Criteria, { slots, within, without }: FoundJobs, columns: Columns): Uint32Array {
    pool.restart(columns.length);
    const lists: Uint32Array[] = [];
    const marks: Marks[] = [];
    const excluded: Marks[] = [];
    if (slots) {
      const found = slotPlaces.of(slots, deps.words.slots(), columns);
      if (found.kind === 'places') lists.push(found.places);
      else marks.push(found.marks);
    }
    for (const jobs of within) lists.push(placesOfJobs(jobs, columns));
    for (const jobs of without) excluded.push(pool.of(placesOfJobs(jobs, columns)));
    for (const term of criteria.sets) {
      const list = placesOfIds(idsOfSet(term), columns);
      if (term.negated) excluded.push(pool.of(list));
      else lists.push(list);
    }
    const ordered = criteria.collectionId === null ? null : inOrder.all(criteria.collectionId);
    if (ordered) lists.push(placesOfIds(ordered, columns));
    const [shortest, ...others] = lists.toSorted((a, b) => a.length - b.length);
    for (const list of others) marks.push(pool.of(list));
    const test = { ...rowTest(criteria, columns), marks: pool.combine(marks, excluded) };
    const found = shortest ? filter(shortest, test) : scan(test, room(columns));
    return ordered ? inGivenOrder(ordered, found, columns) : found;
  }

  /** Used again and again: memory the system has to clear first costs more than the scan. */
  function room({ ids }: Columns): Uint32Array {
    if (scratch.length < ids.length + 1) scratch = new Uint32Array(ids.length + 1);
    return scratch;
  }

  function inGivenOrder(ordered: readonly number[], found: Uint32Array, columns: Columns): Uint32Array {
    const marks = pool.of(found);
    return Uint32Array.from(ordered, (id) => placeOf(columns.ids, columns.length, id)).filter(
      (place, at) => marks[place] === 1 && columns.ids[place] === ordered[at],
    );
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
      const criteria = readCriteria(query, deps.now());
      return gather(places(criteria, deps.words.jobs(criteria.words), columns), columns);
    },

    /** How many match, and some of them. */
    page(query: LibraryQuery, offset: number, limit: number): { total: number; index: LibraryIndex } {
      const columns = deps.columns.read();
      const criteria = readCriteria(query, deps.now());
      const { allowed } = criteria;
      const jobs = deps.words.jobs(criteria.words);
      const { slots, within, without } = jobs;
      const isByJob = asksFlagsAndWords(criteria) && within.length === 0 && without.length === 0;
      const { total, places: some } = !isByJob
        ? partOf(places(criteria, jobs, columns), offset, limit)
        : slots
          ? slotPlaces.newest({ slots, jobs: deps.words.slots(), columns }, allowed, offset, limit)
          : newestOf(columns, allowed, offset, limit);
      return { total, index: gather(some, columns) };
    },
  };
}

/** Nothing is asked but for words, and what is in a creation's flags. */
function asksFlagsAndWords({ models, sizes, ids, outside, sets, collectionId }: Criteria): boolean {
  const isUnlimited = ids.from === 0 && ids.to === Infinity && collectionId === null;
  return isUnlimited && [models, sizes, outside, sets].every(({ length }) => length === 0);
}

function partOf(found: Uint32Array, offset: number, limit: number): NewestPlaces {
  return { total: found.length, places: found.subarray(offset, offset + limit) };
}

/** Of everything with such flags: how many the columns know, and what is newest is found without a look at the rest. */
function newestOf(columns: Columns, allowed: Uint8Array, offset: number, limit: number): NewestPlaces {
  const { flagCounts, flags, length } = columns;
  let total = 0;
  for (let value = 0; value < allowed.length; value += 1)
    total += (allowed[value] ?? 0) * (flagCounts[value] ?? 0);
  const places = new Uint32Array(Math.max(0, Math.min(limit, total - offset)));
  let skipped = 0;
  let taken = 0;
  for (let place = length - 1; place >= 0 && taken < places.length; place -= 1) {
    if (allowed[flags[place] ?? 0] !== 1) continue;
    if (skipped < offset) skipped += 1;
    else {
      places[taken] = place;
      taken += 1;
    }
  }
  return { total, places };
}

type RowTest = {
  readonly allowed: Uint8Array;
  readonly known: Uint8Array | null;
  readonly first: number;
  readonly end: number;
  readonly rest: ((place: number) => boolean) | null;
  readonly columns: Columns;
};
/** A creation must be marked, where there are marks. */
type PlaceTest = RowTest & { readonly marks: Marks | null };

function passes({ allowed, known, first, end, rest, columns, marks }: PlaceTest, place: number): boolean {
  return (
    place >= first &&
    place < end &&
    allowed[columns.flags[place] ?? 0] === 1 &&
    (known === null || known[columns.models[place] ?? 0] === 1) &&
    (marks === null || marks[place] === 1) &&
    (rest === null || rest(place))
  );
}

/** Everything from the newest on. Without branches where there can be: a million rows in a millisecond. */
function scan(test: PlaceTest, found: Uint32Array): Uint32Array {
  const { allowed, known, first, end, rest, marks } = test;
  const { flags } = test.columns;
  let count = 0;
  if (marks === null) {
    for (let place = end - 1; place >= first; place -= 1) {
      found[count] = place;
      count += allowed[flags[place] ?? 0] ?? 0;
    }
  } else {
    for (let place = end - 1; place >= first; place -= 1) {
      found[count] = place;
      count += (allowed[flags[place] ?? 0] ?? 0) & (marks[place] ?? 0);
    }
  }
  if (known === null && rest === null) return found.subarray(0, count);
  let kept = 0;
  for (let at = 0; at < count; at += 1) {
    const place = found[at] ?? 0;
    found[kept] = place;
    if (passes(test, place)) kept += 1;
  }
  return found.subarray(0, kept);
}

/** Those of a list that pass the test, newest first. */
function filter(list: Uint32Array, test: PlaceTest): Uint32Array {
  const found = new Uint32Array(list.length);
  let count = 0;
  for (let at = list.length - 1; at >= 0; at -= 1) {
    const place = list[at] ?? 0;
    found[count] = place;
    if (passes(test, place)) count += 1;
  }
  return found.subarray(0, count);
}

function placesOfIds(wanted: readonly number[], { ids, length }: Columns): Uint32Array {
  const places = Uint32Array.from(wanted, (id) => placeOf(ids, length, id));
  return places.filter((place, at) => place < length && ids[place] === wanted[at]).toSorted();
}

function gather(places: Uint32Array, columns: Columns): LibraryIndex {
  const { length } = places;
  const index = allocateIndex(length);
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
