import fc from 'fast-check';
import { expect, test } from 'vitest';
import { creationFlag, everything, shapeOf } from '../../../shared/domain/creation.ts';
import { idsPerMillisecond } from '../../../shared/domain/job.ts';
import { createLibraryRig } from '../../../tests/support/library-rig.ts';

test('newest first, as columns that agree', async () => {
  const { add, creations } = await createLibraryRig();
  const [first, second] = [add('one', { count: 2 }), add('two', { clip: true, width: 65_535, height: 9 })];
  const index = creations.index(everything);
  expect([...index.ids]).toEqual([second, first + 1, first]);
  expect([...index.widths]).toEqual([65_535, 1024, 1024]);
  expect([...index.heights]).toEqual([9, 768, 768]);
  expect([...index.flags].map((flags) => flags & creationFlag.video)).toEqual([1, 0, 0]);
  expect([...index.flags].map(shapeOf)).toEqual(['wide', 'wide', 'wide']);
  expect([...index.colors]).toEqual([0x112233, 0x112233, 0x112233]);
});

test('words, beginnings, phrases apart, accents and CJK are found; hostile text is only text', async () => {
  const { add, find } = await createLibraryRig();
  const lighthouse = add('A lighthouse at dusk, café on the shore', { count: 2 });
  const tokyo = add('東京の夜 neon');
  const arabic = add('منارة عند الغروب');
  expect(find({ text: 'lighthouse dusk' })).toEqual([lighthouse + 1, lighthouse]);
  expect(find({ text: 'light' })).toEqual([lighthouse + 1, lighthouse]);
  expect(find({ text: 'light dusk' })).toEqual([lighthouse + 1, lighthouse]);
  expect(find({ text: '"light" dusk' })).toEqual([]);
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
  const { add, find, marks } = await createLibraryRig();
  const still = add('harbour in fog');
  const clip = add('harbour waves', { clip: true });
  const late = add('harbour at night');
  marks.apply([{ ids: [late], marks: { favourite: true } }]);
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
  const { add, facets, marks } = await createLibraryRig();
  add('a', { count: 3 });
  const clip = add('b', { clip: true });
  marks.apply([{ ids: [clip], marks: { favourite: true } }]);
  const read = facets.read();
  expect(read).toMatchObject({ total: 4, images: 3, videos: 1, favourites: 1, trashed: 0 });
  expect(read.models.map(({ id, count }) => [id, count])).toEqual([
    ['openai/still', 3],
    ['replicate/clip', 1],
  ]);
  expect(read.months.reduce((sum, month) => sum + month.count, 0)).toBe(4);
});
