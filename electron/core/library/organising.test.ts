import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contract } from '../../../shared/contract.ts';
import { type OrderMove, savedQuery, type SavedQuery } from '../../../shared/domain/collection.ts';
import { colorLabels, type CreationMarks } from '../../../shared/domain/creation.ts';
import { createLibraryRig, type LibraryRig } from '../../../tests/support/library-rig.ts';
import { recount } from '../db/counters.ts';

const marksArbitrary: fc.Arbitrary<CreationMarks> = fc.record(
  {
    favourite: fc.boolean(),
    rating: fc.nat(5),
    flag: fc.constantFrom('picked' as const, 'rejected' as const, null),
    label: fc.constantFrom(...colorLabels, null),
  },
  { requiredKeys: [] },
);

function counters({ db }: LibraryRig) {
  return {
    days: db.prepare('SELECT * FROM day WHERE n <> 0 OR trashed <> 0 ORDER BY day').all(),
    models: db.prepare('SELECT key, creations FROM model ORDER BY key').all(),
    collections: db.prepare('SELECT key, creations FROM collection ORDER BY key').all(),
  };
}

test('after any operations the counters equal a recount, and memory equals the database', async () => {
  const operation = fc.oneof(
    fc.record({
      do: fc.constant('add' as const),
      count: fc.integer({ min: 1, max: 4 }),
      clip: fc.boolean(),
      day: fc.nat(40),
    }),
    fc.record({
      do: fc.constantFrom('trash' as const, 'restore' as const, 'erase' as const),
      pick: fc.nat(),
    }),
    fc.record({ do: fc.constant('mark' as const), pick: fc.nat(), marks: marksArbitrary }),
    fc.record({ do: fc.constantFrom('collect' as const, 'take' as const), pick: fc.nat() }),
  );
  const rig = await createLibraryRig();
  const { db, add, creations, marks, collections, find } = rig;
  const made = collections.create('C', null);
  const collectionId = made.ok ? made.value : '';
  const some = (pick: number) => {
    const ids = db.prepare<[], number>('SELECT id FROM creation ORDER BY id').pluck().all();
    return ids.filter((_, at) => (pick >> (at % 20)) % 2 === 1);
  };
  let step = 0;
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 12 }), (operations) => {
      for (const each of operations) {
        step += 1;
        if (each.do === 'add')
          add(`word${each.day} thing`, { ...each, at: 1_700_000_000_000 + each.day * 86_400_000 + step });
        else if (each.do === 'trash') creations.setTrashed(some(each.pick), step);
        else if (each.do === 'restore') creations.setTrashed(some(each.pick), null);
        else if (each.do === 'erase') creations.erase(some(each.pick));
        else if (each.do === 'mark') marks.apply([{ ids: [1, ...some(each.pick)], marks: each.marks }]);
        else if (each.do === 'collect') collections.add(collectionId, some(each.pick));
        else collections.take(collectionId, some(each.pick));
        if (step % 3 === 0) find({});
      }
      const kept = counters(rig);
      recount(db);
      expect(counters(rig)).toEqual(kept);
      const rows = db
        .prepare<[], number>('SELECT id FROM creation WHERE trashed_at IS NULL ORDER BY id DESC')
        .pluck();
      expect(find({})).toEqual(rows.all());
      const favourites = db
        .prepare<[], number>(
          'SELECT id FROM creation WHERE trashed_at IS NULL AND favourite AND rating >= 3 ORDER BY id DESC',
        )
        .pluck();
      expect(find({ favourite: true, text: 'rating:>=3 thing' })).toEqual(favourites.all());
    }),
    { numRuns: 60 },
  );
  expect(() => db.exec("INSERT INTO prompt_index(prompt_index) VALUES ('integrity-check')")).not.toThrow();
});

test('undo of any list of marks brings back exactly what was, and can be undone itself', async () => {
  const { db, add, marks } = await createLibraryRig();
  const ids = Array.from({ length: 6 }, () => add('x'));
  const state = () => db.prepare('SELECT id, favourite, rating, flag, label FROM creation ORDER BY id').all();
  const change = fc.record({ ids: fc.subarray(ids, { minLength: 1 }), marks: marksArbitrary });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
      const before = state();
      const undo = marks.apply(changes);
      const after = state();
      const redo = undo.length > 0 ? marks.apply(undo) : [];
      expect(state()).toEqual(before);
      if (redo.length > 0) marks.apply(redo);
      expect(state()).toEqual(after);
    }),
  );
});

test('an order made by hand is taken back by moves of no more creations than were moved', async () => {
  const { add, find, collections } = await createLibraryRig();
  const ids = Array.from({ length: 12 }, (_, place) => add(`number ${place}`));
  const made = collections.create('Trip', null);
  if (!made.ok) throw new Error(made.error);
  collections.add(made.value, ids);
  const order = () => find({ collectionId: made.value });
  const reorder = (moves: readonly OrderMove[]): readonly OrderMove[] => {
    const undo = collections.reorder(made.value, moves);
    if (!undo.ok) throw new Error(undo.error);
    return undo.value;
  };
  const some = fc.constantFrom(...ids);
  const move = fc.record({ ids: fc.array(some, { minLength: 1 }), before: fc.option(some) });
  fc.assert(
    fc.property(fc.array(move, { minLength: 1, maxLength: 4 }), (moves) => {
      const before = order();
      const undo = reorder(moves);
      const after = order();
      const touched = new Set(moves.flatMap((each) => each.ids));
      const undone = undo.flatMap((each) => each.ids);
      expect(undone).toHaveLength(touched.size);
      expect(new Set(undone)).toEqual(touched);
      const redo = reorder(undo);
      expect(order()).toEqual(before);
      reorder(redo);
      expect(order()).toEqual(after);
    }),
    { numRuns: 300 },
  );
});

test('what moves half a million creations, and what undoes it, each fit into one request', () => {
  const ids = Array.from({ length: 500_000 }, (_, place) => 2048 * (place + 1));
  const route = contract['collections.reorder'];
  const scattered = ids.map((id) => ({ ids: [id], before: id + 2048 }));
  for (const moves of [[{ ids, before: null }], scattered])
    expect(route.input.safeParse({ id: 'c', moves }).success).toBe(true);
});

test('collections: order by hand, covers, counts without the trash, one level, names once', async () => {
  const { add, find, creations, collections } = await createLibraryRig();
  const [a, b, c, d] = [add('a'), add('b'), add('c'), add('d')];
  const made = collections.create('Trip', null);
  if (!made.ok) throw new Error(made.error);
  const trip = made.value;
  expect(collections.create('trip', null)).toEqual({ ok: false, error: 'name_taken' });
  const child = collections.create('Trip', trip);
  if (!child.ok) throw new Error(child.error);
  expect(collections.create('deeper', child.value)).toEqual({ ok: false, error: 'too_deep' });
  expect(collections.change(trip, 'Trip', child.value)).toEqual({ ok: false, error: 'too_deep' });
  expect(collections.add('nobody', [a])).toEqual({ ok: false, error: 'unknown' });

  expect(collections.add(trip, [a, b, c, d, 12])).toEqual({ ok: true, value: [a, b, c, d] });
  expect(collections.add(trip, [b])).toEqual({ ok: true, value: [] });
  const moved = collections.reorder(trip, [{ ids: [d, c], before: b }]);
  expect(find({ collectionId: trip })).toEqual([a, d, c, b]);
  expect(find({ collectionId: trip, text: '-d' })).toEqual([a, c, b]);
  if (moved.ok) collections.reorder(trip, moved.value);
  expect(find({ collectionId: trip })).toEqual([a, b, c, d]);
  for (let turn = 0; turn < 40; turn += 1)
    collections.reorder(trip, [{ ids: [turn % 2 === 0 ? c : b], before: turn % 2 === 0 ? b : c }]);
  expect(find({ collectionId: trip })).toEqual([a, b, c, d]);

  creations.setTrashed([a], 1);
  expect(collections.list().find(({ id }) => id === trip)).toMatchObject({ count: 3, covers: [b, c, d] });
  const taken = collections.take(trip, [c, b]);
  expect(find({ collectionId: trip })).toEqual([d]);
  if (taken.ok) collections.restore(trip, taken.value);
  expect(find({ collectionId: trip })).toEqual([b, c, d]);
  expect(creations.get(b)?.collectionIds).toEqual([trip]);

  creations.erase([a]);
  expect(collections.remove(trip)).toEqual({ ok: true, value: [b, c, d] });
  expect(collections.list().map(({ id, parentId }) => [id, parentId])).toEqual([[child.value, null]]);
  expect(find({})).toEqual([d, c, b]);
});

test('tags come and go with what carries them', async () => {
  const { add, tags, creations } = await createLibraryRig();
  const [a, b] = [add('a'), add('b')];
  expect(tags.set('Sea', [a, b], true)).toEqual([a, b]);
  expect(tags.set('sea', [b], true)).toEqual([]);
  expect(creations.get(a)?.tags).toEqual(['Sea']);
  expect(tags.list()).toEqual([{ name: 'Sea', count: 2 }]);
  expect(tags.set('sea', [a, b], false)).toEqual([a, b]);
  expect(tags.list()).toEqual([]);
});

test('tags are listed as a person would order them', async () => {
  const { add, tags } = await createLibraryRig();
  const a = add('a');
  for (const name of ['take 10', 'Take 2', 'alpha', 'Zoo']) tags.set(name, [a], true);
  expect(tags.list().map(({ name }) => name)).toEqual(['alpha', 'Take 2', 'take 10', 'Zoo']);
});

test('saved searches keep words and filters; names are taken once, in any case', async () => {
  const { searches, db } = await createLibraryRig();
  const asking = (query: Partial<SavedQuery>) => savedQuery.parse(query);
  const best = asking({ text: 'rating:>=4', media: 'video', label: 'red', minRating: 2, period: 'week' });
  const saved = searches.save(null, 'Best', best);
  if (!saved.ok) throw new Error(saved.error);
  expect(searches.list()).toEqual([{ id: saved.value.id, name: 'Best', query: best }]);
  expect(searches.save(null, 'best', asking({}))).toEqual({ ok: false, error: 'name_taken' });
  const better = asking({ text: 'rating:5', collectionId: 'c' });
  searches.save(saved.value.id, 'Better', better);
  expect(searches.list()).toEqual([{ id: saved.value.id, name: 'Better', query: better }]);
  db.exec(`UPDATE saved_search SET filters = '{"media":"hologram"}'`);
  expect(searches.list()).toMatchObject([{ query: asking({ text: 'rating:5' }) }]);
  searches.remove(saved.value.id);
  expect(searches.list()).toEqual([]);
});

test('saved searches stand in the order they are given, and the former one comes back', async () => {
  const { searches } = await createLibraryRig();
  const [a, b, c] = ['a', 'b', 'c'].map((name) => {
    const saved = searches.save(null, name, savedQuery.parse({ text: name }));
    return saved.ok ? saved.value.id : '';
  });
  const names = () =>
    searches
      .list()
      .map(({ name }) => name)
      .join('');
  const former = searches.reorder([c ?? '', 'gone', a ?? '']);
  expect(names()).toBe('cab');
  expect(former).toEqual([a, b, c]);
  searches.reorder(former);
  expect(names()).toBe('abc');
});

test('what a deletion takes along is said', async () => {
  const { add, collections, deletionImpact } = await createLibraryRig();
  const id = add('a', { count: 3 });
  const made = collections.create('Kept', null);
  if (made.ok) collections.add(made.value, [id, id + 1]);
  expect(deletionImpact([id, id + 1, id + 2])).toMatchObject({
    creations: 3,
    sizeBytes: 3000,
    collections: [{ name: 'Kept', count: 2 }],
  });
});
