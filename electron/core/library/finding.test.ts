import { expect, test } from 'vitest';
import {
  creationFlag,
  everything,
  labelOf,
  ratingOf,
  type LibraryQuery,
} from '../../../shared/domain/creation.ts';
import { createRandom } from '../../../tests/bench/library/data-set.ts';
import { createLibraryRig } from '../../../tests/support/library-rig.ts';
import { createCreationRepository } from './creation-repository.ts';

/** A library whose `find` also asks one that has just read every word, and expects the same answer. */
async function createWordRig() {
  const rig = await createLibraryRig();
  const find = (query: Partial<LibraryQuery>) => {
    const found = rig.find(query);
    const other = createCreationRepository(rig.db, () => true, rig.now);
    other.index({ ...everything, text: '*inside*' });
    expect([...other.index({ ...everything, ...query }).ids], query.text).toEqual(found);
    return found;
  };
  return { ...rig, find };
}

test('operators filter, alone, negated and together with words', async () => {
  const { add, find, marks, tags, collections, now } = await createWordRig();
  const tall = add('harbour fog', { width: 768, height: 1344 });
  const clip = add('harbour waves', { clip: true });
  const square = add('forest fog', { width: 512, height: 512 });
  marks.apply([
    { ids: [tall], marks: { rating: 4, label: 'red' } },
    { ids: [clip], marks: { rating: 2, flag: 'rejected' } },
    { ids: [square], marks: { favourite: true, flag: 'picked' } },
  ]);
  tags.set('sea', [tall, clip], true);
  const made = collections.create('Best of', null);
  if (made.ok) collections.add(made.value, [square, tall]);

  expect(find({ text: 'harbour -fog' })).toEqual([clip]);
  expect(find({ text: '-fog' })).toEqual([clip]);
  expect(find({ text: 'rating:>=3' })).toEqual([tall]);
  expect(find({ text: '-rating:>=3 -is:favourite' })).toEqual([clip]);
  expect(find({ text: 'is:video' })).toEqual([clip]);
  expect(find({ text: 'is:picked' })).toEqual([square]);
  expect(find({ text: 'label:red' })).toEqual([tall]);
  expect(find({ text: 'label:none' })).toEqual([square, clip]);
  expect(find({ text: 'model:"clip pro"' })).toEqual([clip]);
  expect(find({ text: '-provider:replicate fog' })).toEqual([square, tall]);
  expect(find({ text: 'size:tall' })).toEqual([tall]);
  expect(find({ text: 'size:>=1024 -is:video' })).toEqual([tall]);
  expect(find({ text: 'size:square' })).toEqual([square]);
  expect(find({ text: 'tag:sea' })).toEqual([clip, tall]);
  expect(find({ text: '-tag:sea' })).toEqual([square]);
  expect(find({ text: 'collection:"best of" fog' })).toEqual([square, tall]);
  expect(find({ text: 'seed:0' })).toEqual([square, clip, tall]);
  expect(find({ text: 'seed:7' })).toEqual([]);
  const today = new Date(now());
  expect(find({ text: 'on:today' })).toEqual([square]);
  expect(find({ text: 'before:today' })).toEqual([clip, tall]);
  expect(find({ text: '-on:today' })).toEqual([clip, tall]);
  expect(find({ text: `after:${today.getFullYear() - 1}` })).toHaveLength(3);
  expect(find({ minRating: 2, flag: 'rejected' })).toEqual([clip]);
  expect(find({ text: 'rating:>=9 nonsense:x' })).toEqual([]);
  expect(find({ text: 'rating:>=9' })).toHaveLength(3);
});

test('inside words: asked for with stars, across words, and where no prompt has the word', async () => {
  const { add, find } = await createWordRig();
  const tower = add('a lighthouse at dusk');
  const street = add('highlights of 東京の夜景 street');
  expect(find({ text: '*ighth*' })).toEqual([tower]);
  expect(find({ text: '*light*' })).toEqual([street, tower]);
  expect(find({ text: 'ighthouse' })).toEqual([tower]);
  expect(find({ text: 'li tower' })).toEqual([]);
  expect(find({ text: 'li dusk' })).toEqual([tower]);
  expect(find({ text: 'gh dusk' })).toEqual([]);
  expect(find({ text: 'contains:"house at du"' })).toEqual([tower]);
  expect(find({ text: 'contains:"house du"' })).toEqual([]);
  expect(find({ text: '-*lights*' })).toEqual([tower]);
  expect(find({ text: '*京の夜*' })).toEqual([street]);
  expect(find({ text: '夜' })).toEqual([street]);
  expect(find({ text: '東京の' })).toEqual([street]);
  expect(find({ text: '東の' })).toEqual([]);
  expect(find({ text: 'ligh*' })).toEqual([tower]);
  const late = add('a flashlight');
  expect(find({ text: '*light*' })).toEqual([late, street, tower]);
});

test('one letter that is still being typed changes nothing', async () => {
  const { add, find } = await createWordRig();
  const [a, b] = [add('one lamp'), add('two lamps')];
  expect(find({ text: 'lam l' })).toEqual([b, a]);
});

test('a page from the database and a page from memory are the same', async () => {
  const { add, creations, marks, find } = await createLibraryRig();
  const ids = Array.from({ length: 30 }, (_, n) => add(`number ${n}`, { count: 1 + (n % 3) }));
  marks.apply([
    { ids: [ids[3] ?? 0], marks: { rating: 5, label: 'purple', flag: 'rejected', favourite: true } },
  ]);
  creations.setTrashed([ids[7] ?? 0, ids[29] ?? 0], 1);
  const cold = [0, 1, 17, 40, 200].map((offset) => creations.page(everything, offset, 9));
  expect(find({})).toHaveLength(58);
  const warm = [0, 1, 17, 40, 200].map((offset) => creations.page(everything, offset, 9));
  expect(cold).toEqual(warm);
  expect(warm[0]?.total).toBe(58);
});

test('flags carry every mark', async () => {
  const { add, creations, marks } = await createLibraryRig();
  const id = add('x');
  marks.apply([{ ids: [id], marks: { rating: 5, label: 'purple', flag: 'rejected', favourite: true } }]);
  const flags = creations.index(everything).flags[0] ?? 0;
  expect([ratingOf(flags), labelOf(flags)]).toEqual([5, 'purple']);
  expect(flags & creationFlag.rejected).toBe(creationFlag.rejected);
  expect(creations.get(id)).toMatchObject({ rating: 5, label: 'purple', flag: 'rejected', favourite: true });
});

test('what a rolled-back transaction wrote is not found', async () => {
  const { db, add, find } = await createLibraryRig();
  const kept = add('kept');
  expect(find({})).toEqual([kept]);
  expect(() =>
    db.transaction(() => {
      add('lost');
      throw new Error('no');
    })(),
  ).toThrow('no');
  expect(find({})).toEqual([kept]);
});

test('months are of this zone, and count everything once', async () => {
  const { add, facets } = await createLibraryRig();
  const border = new Date(2026, 9, 1).getTime();
  for (const at of [border - 3_600_000, border - 1, border, border + 1, border + 40 * 86_400_000])
    add('x', { at });
  expect(facets.read().months).toEqual([
    { month: '2026-11', count: 1 },
    { month: '2026-10', count: 2 },
    { month: '2026-09', count: 2 },
  ]);
});

test('prompts that share rare words are similar, the most alike first', async () => {
  const { add, similar } = await createLibraryRig();
  const other = add('a cat');
  const far = add('a zeppelin over the harbour');
  const near = add('a zeppelin made of amber', { count: 2 });
  const seed = add('an amber zeppelin');
  expect(similar.find(seed, 10)).toEqual([near, near + 1, far]);
  expect(similar.find(other, 10)).not.toContain(other);
});

test('many and few jobs, several words at once, and words beside other conditions are found alike', async () => {
  const { add, find, marks, db } = await createWordRig();
  const made = db.transaction(() =>
    Array.from({ length: 4500 }, (_, at) => {
      const words = [
        `every`,
        at % 2 ? 'odd' : 'even',
        at % 3 ? 'some' : 'third',
        at === 4400 ? 'single' : '',
      ];
      return add(words.join(' '), { count: 1 + (at % 2), at: 1_600_000_000_000 + at * 7_000 });
    }),
  )();
  const those = (holds: (at: number) => boolean) =>
    made.flatMap((id, at) => (holds(at) ? [id, id + 1].slice(0, 1 + (at % 2)) : [])).toReversed();
  const check = (text: string, holds: (at: number) => boolean) =>
    expect(find({ text }), text).toEqual(those(holds));

  check('every', () => true);
  check('ev*', () => true);
  check('every odd third', (at) => at % 2 === 1 && at % 3 === 0);
  check('every -odd', (at) => at % 2 === 0);
  check('-third every ev*', (at) => at % 3 !== 0);
  check('*ver* even some t*', () => false);
  check('every single', (at) => at === 4400);
  check('every -single is:image', (at) => at !== 4400);
  const [first = 0, second = 0] = made;
  marks.apply([{ ids: [first, second], marks: { rating: 3 } }]);
  expect(find({ text: 'every rating:3' })).toEqual([second, first]);
  const late = add('every zest');
  const old = add('every zone', { at: 1_500_000_000_000 });
  expect(find({ text: 'every zest' })).toEqual([late]);
  expect(find({ text: 'every z*' })).toEqual([late, old]);
  expect(find({ text: 'ev*' })).toEqual([late, ...those(() => true), old]);
});

test('the newest page follows every change, before and after everything is in memory', async () => {
  const { add, creations, marks } = await createLibraryRig();
  const page = () => {
    const { total, index } = creations.page(everything, 0, 2);
    return {
      total,
      ids: [...index.ids],
      flags: [...index.flags].map((value) => value & creationFlag.favourite),
    };
  };
  const [first, second, third] = [add('one'), add('two'), add('three')];
  expect(page()).toEqual({ total: 3, ids: [third, second], flags: [0, 0] });
  creations.index(everything);
  expect(page()).toEqual({ total: 3, ids: [third, second], flags: [0, 0] });
  creations.setTrashed([third], 1);
  marks.apply([{ ids: [first], marks: { favourite: true } }]);
  expect(page()).toEqual({ total: 2, ids: [second, first], flags: [0, creationFlag.favourite] });
  creations.erase([third]);
  const fourth = add('four');
  expect(page()).toEqual({ total: 3, ids: [fourth, second], flags: [0, 0] });
});

test('a page holds the count and the same as the whole answer, whatever was changed, and came late', async () => {
  const { db, add, creations, marks } = await createLibraryRig();
  const random = createRandom(20_261_126);
  const some = (most: number) => Math.floor(random() * most);
  const words = ['every', 'odd', 'third', 'seldom', '夜', '東', 'évening'];
  const addSome = (count: number, late: boolean) =>
    db.transaction(() => {
      for (let n = 0; n < count; n += 1) {
        const prompt = words.filter((_, at) => some(at + 1) === 0).join(' ');
        const at = late ? { at: 1_500_000_000_000 + some(1e9) * 1000 } : {};
        add(prompt, { count: 1 + some(12), clip: some(4) === 0, ...at });
      }
    })();
  const queries: readonly Partial<LibraryQuery>[] = [
    {},
    { favourite: true },
    { trashed: true },
    { minRating: 2 },
    ...[
      'ev*',
      'odd',
      'every third',
      '-odd',
      'every -third',
      '*d*',
      '夜',
      '夜 東',
      '東 夜',
      'seldom is:video',
    ].map((text) => ({ text })),
    { text: 'even*', favourite: true },
    { text: 'third', trashed: true },
    { text: 'third rating:>=2 model:still' },
    { text: 'every after:2020-01-01' },
    { text: 'nowhere' },
  ];
  const check = () => {
    for (const part of queries) {
      const query = { ...everything, ...part };
      const whole = [...creations.index(query).ids];
      for (const [offset, limit] of [
        [0, 7],
        [3, 40],
        [some(whole.length + 3), some(100)],
        [0, 100_000],
      ] as const) {
        const { total, index } = creations.page(query, offset, limit);
        expect([total, ...index.ids], JSON.stringify(part)).toEqual([
          whole.length,
          ...whole.slice(offset, offset + limit),
        ]);
      }
    }
  };
  const change = () => {
    const { ids } = creations.index(everything);
    const picked = Array.from({ length: 20 }, () => ids[some(ids.length)] ?? 0);
    marks.apply([{ ids: picked, marks: { rating: some(6), favourite: some(2) === 0 } }]);
    creations.setTrashed(picked.slice(0, 6), some(3) === 0 ? null : 1);
    check();
    const { ids: trashed } = creations.index({ ...everything, trashed: true });
    creations.erase([...trashed.subarray(0, some(4))]);
  };
  addSome(300, false);
  check();
  await creations.warm(async () => {}, new AbortController().signal);
  check();
  for (const late of [false, true, false, true]) {
    change();
    check();
    addSome(20, late);
    check();
  }
});

test('what comes at the end, late, or to a job that was there is counted and ordered as the rows are', async () => {
  const { db, add, creations } = await createLibraryRig();
  const rows = db
    .prepare<[], number>(
      `SELECT c.id FROM creation c JOIN job j ON j.id = c.id - c.id % 2048
       WHERE j.prompt LIKE '%boat%' AND c.trashed_at IS NULL ORDER BY c.id DESC`,
    )
    .pluck();
  const check = () => {
    const expected = rows.all();
    const { total, index } = creations.page({ ...everything, text: 'boat' }, 0, 1000);
    expect([total, ...index.ids]).toEqual([expected.length, ...expected]);
    expect([...creations.index({ ...everything, text: 'boat' }).ids]).toEqual(expected);
  };
  const copyOf = (id: number, count: number) => {
    const row = db.prepare<[number], Record<string, unknown>>('SELECT * FROM creation WHERE id = ?').get(id);
    const more = Array.from({ length: count }, (_, n) => ({
      id: id + 1 + n,
      media: 'image' as const,
      modelKey: Number(row?.['model_key']),
      width: 10,
      height: 10,
      durationMs: null,
      sizeBytes: 1,
      seed: null,
      color: 0,
      format: 'png',
      sha256: Buffer.alloc(32, 9),
      look: null,
    }));
    creations.add([{ jobId: id, prompt: 'boat', creations: more }]);
  };
  const first = Array.from({ length: 100 }, (_, n) => add(n % 3 === 0 ? 'a red boat' : 'a house'));
  await creations.warm(async () => {}, new AbortController().signal);
  check();
  const newer = Array.from({ length: 70 }, () => {
    const id = add('a new boat');
    check();
    return id;
  });
  for (let n = 0; n < 40; n += 1) {
    add('a boat of long ago', { at: 1_500_000_000_000 + (n % 2 === 0 ? n : -n) * 1000 });
    check();
  }
  for (let n = 0; n < 5; n += 1) {
    add('the newest boat');
    check();
  }
  copyOf(first[0] ?? 0, 3);
  check();
  copyOf(newer.at(-1) ?? 0, 39);
  check();
  creations.setTrashed([newer[5] ?? 0, first[3] ?? 0], 1);
  check();
  creations.erase([newer[5] ?? 0]);
  check();
  creations.forgetWords();
  await creations.warm(async () => {}, new AbortController().signal);
  check();
  add('a boat after all was read anew');
  check();
});
