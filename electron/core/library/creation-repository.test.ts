import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { everything, type LibraryQuery } from '../../../shared/domain/creation.ts';
import { idsPerMillisecond } from '../../../shared/domain/job.ts';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import { tempFolder } from '../../../tests/support/temp-folder.ts';
import { openDatabase } from '../db/open.ts';
import { createJobRepository } from '../queue/job-repository.ts';
import { createCreationRepository } from './creation-repository.ts';
import { createFacets } from './facets.ts';
import { createModelKeys } from './models.ts';
import { packedShape, unpackShape } from './query.ts';

async function createLibraryRig() {
  const opened = await openDatabase(join(tempFolder(), 'library.sqlite'));
  if (!opened.ok) throw new Error(opened.error.kind);
  const db = opened.value;
  const jobs = createJobRepository(db);
  const creations = createCreationRepository(db, () => true);
  const keys = createModelKeys(db);
  const models = {
    still: keys.keyOf({ id: 'openai/still', name: 'Still', provider: 'openai' }),
    clip: keys.keyOf({ id: 'replicate/clip', name: 'Clip', provider: 'replicate' }),
  };
  let ms = 1_790_000_000_000;

  /** One job with `count` creations, a day after the last one. */
  function add(prompt: string, { count = 1, clip = false, width = 1024, height = 768 } = {}): number {
    ms += 86_400_000;
    const id = ms * idsPerMillisecond;
    const recipe: Recipe = {
      v: 1,
      app: 'test',
      provider: clip ? 'replicate' : 'openai',
      model: clip ? 'replicate/clip' : 'openai/still',
      prompt,
      negative: '',
      seed: null,
      parameters: {},
      inputs: [],
      ai: true,
    };
    const media = clip ? ('video' as const) : ('image' as const);
    const modelKey = clip ? models.clip : models.still;
    jobs.insertAll([
      {
        id,
        batchId: id,
        provider: recipe.provider,
        modelKey,
        media,
        recipe,
        count,
        estimate: { kind: 'free' },
      },
    ]);
    creations.add(
      id,
      prompt,
      Array.from({ length: count }, (_, n) => ({
        id: id + n,
        media,
        modelKey,
        width,
        height,
        durationMs: clip ? 3000 : null,
        sizeBytes: 1000,
        seed: n,
        color: 0x112233,
        format: clip ? 'mp4' : 'png',
        sha256: Buffer.alloc(32, n + 1),
      })),
    );
    return id;
  }

  const find = (query: Partial<LibraryQuery>) => [...creations.index({ ...everything, ...query }).ids];
  return { db, jobs, creations, facets: createFacets(db), add, find, now: () => ms };
}

test('newest first, as columns that agree', async () => {
  const { add, creations } = await createLibraryRig();
  const [first, second] = [add('one', { count: 2 }), add('two', { clip: true, width: 65_535, height: 9 })];
  const index = creations.index(everything);
  expect([...index.ids]).toEqual([second, first + 1, first]);
  expect([...index.widths]).toEqual([65_535, 1024, 1024]);
  expect([...index.heights]).toEqual([9, 768, 768]);
  expect([...index.flags]).toEqual([1, 0, 0]);
  expect([...index.colors]).toEqual([0x112233, 0x112233, 0x112233]);
});

test('words, beginnings, phrases apart, accents and CJK are found; hostile text is only text', async () => {
  const { add, find } = await createLibraryRig();
  const lighthouse = add('A lighthouse at dusk, café on the shore', { count: 2 });
  const tokyo = add('東京の夜 neon');
  const arabic = add('منارة عند الغروب');
  expect(find({ text: 'lighthouse dusk' })).toEqual([lighthouse + 1, lighthouse]);
  expect(find({ text: 'light' })).toEqual([lighthouse + 1, lighthouse]);
  expect(find({ text: 'light dusk' })).toEqual([]);
  expect(find({ text: 'CAFE' })).toEqual([lighthouse + 1, lighthouse]);
  expect(find({ text: '夜' })).toEqual([tokyo]);
  expect(find({ text: '東京' })).toEqual([tokyo]);
  expect(find({ text: '京東' })).toEqual([]);
  expect(find({ text: 'منارة' })).toEqual([arabic]);
  for (const hostile of ['"', 'a" OR "b', "'; DROP TABLE creation; --", 'NEAR(', '*', 'prompt:x', '^']) {
    expect(() => find({ text: hostile })).not.toThrow();
  }
  expect(find({ text: '   ' })).toHaveLength(4);
  expect(find({ text: '?!' })).toEqual([]);
});

test('no text a person can type breaks the search', async () => {
  const { add, find } = await createLibraryRig();
  add('harbour');
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => void find({ text })));
});

test('filters by media, model, provider, date and favourite, together with words', async () => {
  const { add, find, creations } = await createLibraryRig();
  const still = add('harbour in fog');
  const clip = add('harbour waves', { clip: true });
  const late = add('harbour at night');
  creations.setFavourite([late], true);
  expect(find({ media: 'video' })).toEqual([clip]);
  expect(find({ modelId: 'openai/still' })).toEqual([late, still]);
  expect(find({ provider: 'replicate', text: 'harbour' })).toEqual([clip]);
  expect(find({ favourite: true, text: 'harbour' })).toEqual([late]);
  const day = (id: number) => Math.floor(id / idsPerMillisecond);
  expect(find({ from: day(clip) })).toEqual([late, clip]);
  expect(find({ from: day(still), to: day(clip) })).toEqual([still]);
  expect(find({ modelId: 'nobody/knows' })).toEqual([]);
});

test('trash hides, restores, and erases only what is in it; shared files stay while one names them', async () => {
  const { add, find, creations } = await createLibraryRig();
  const [a, b] = [add('same file'), add('same file again')];
  expect(creations.erase([a])).toEqual({ erased: [], unnamed: [] });
  creations.setTrashed([a], 5);
  expect(find({})).toEqual([b]);
  expect(find({ trashed: true })).toEqual([a]);
  expect(creations.erase([a])).toEqual({ erased: [a], unnamed: [] });
  creations.setTrashed([b], 6);
  creations.setTrashed([b], null);
  expect(find({})).toEqual([b]);
  creations.setTrashed([b], 7);
  const { erased, unnamed } = creations.erase([b]);
  expect(erased).toEqual([b]);
  expect(unnamed).toHaveLength(1);
  expect(find({ text: 'same' })).toEqual([]);
});

test('facets count what there is', async () => {
  const { add, facets, creations, now } = await createLibraryRig();
  add('a', { count: 3 });
  const clip = add('b', { clip: true });
  creations.setFavourite([clip], true);
  const read = facets.read(now());
  expect(read).toMatchObject({ total: 4, images: 3, videos: 1, favourites: 1, trashed: 0 });
  expect(read.models.map(({ id, count }) => [id, count])).toEqual([
    ['openai/still', 3],
    ['replicate/clip', 1],
  ]);
  expect(read.months.reduce((sum, month) => sum + month.count, 0)).toBe(4);
});

test('shape packing keeps every size and flag', () => {
  expect(packedShape).toContain('65536');
  fc.assert(
    fc.property(fc.nat(65_535), fc.nat(65_535), fc.nat(3), (width, height, flags) => {
      expect(unpackShape((width * 65_536 + height) * 4 + flags)).toEqual({ width, height, flags });
    }),
  );
});
