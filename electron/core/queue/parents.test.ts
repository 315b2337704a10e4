import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { fail } from '../../../shared/domain/failure.ts';
import { err } from '../../../shared/result.ts';
import { png } from '../../../tests/support/pictures.ts';
import { createQueueRig, pictureModel, scriptedProvider } from '../../../tests/support/queue-rig.ts';
import { tempFolder } from '../../../tests/support/temp-folder.ts';

const picture = await png();
const sha256 = createHash('sha256').update(picture).digest('hex');
const takesPictures = {
  ...pictureModel,
  id: 'replicate/edits',
  parameters: [
    ...pictureModel.parameters,
    { kind: 'file', key: 'image', title: 'Image', accept: 'image', role: 'image' } as const,
  ],
};
const rigged = () =>
  createQueueRig(tempFolder(), scriptedProvider(picture), { models: [pictureModel, takesPictures] });

test('parents are on disk with the job, and in the recipe by their bytes', async () => {
  const rig = await rigged();
  rig.queue.start();
  const first = await rig.enqueue('one');
  await rig.finished(first);
  const child = await rig.enqueue('two', { parents: [{ id: first, relation: 'variation' }] });
  expect(rig.queue.parentsOf(child)).toEqual([{ id: first, relation: 'variation' }]);
  const done = await rig.finished(child);
  expect(done.recipe.parents).toEqual([{ sha256, relation: 'variation' }]);
  expect(rig.creations.get(child)?.recipe.parents).toEqual([{ sha256, relation: 'variation' }]);
  await rig.close();
});

test('an input with the bytes of a creation makes that a parent, once, and an explicit word comes first', async () => {
  const rig = await rigged();
  rig.queue.start();
  const first = await rig.enqueue('one');
  await rig.finished(first);
  const more = { modelId: takesPictures.id, inputs: [{ key: 'image', sha256, mime: 'image/png' }] };
  const fromFile = await rig.enqueue('two', more);
  expect(rig.queue.parentsOf(fromFile)).toEqual([{ id: first, relation: 'reference' }]);
  const edit = await rig.enqueue('three', { ...more, parents: [{ id: first, relation: 'edit' }] });
  expect(rig.queue.parentsOf(edit)).toEqual([{ id: first, relation: 'edit' }]);
  const unused = await rig.enqueue('four', { ...more, modelId: pictureModel.id });
  expect(rig.queue.parentsOf(unused)).toEqual([]);
  await rig.close();
});

test('a made-up parent is refused, one that was erased meanwhile is kept', async () => {
  const rig = await rigged();
  rig.queue.start();
  const first = await rig.enqueue('one');
  await rig.finished(first);
  await expect(rig.enqueue('two', { parents: [{ id: first + 2048, relation: 'remix' }] })).rejects.toThrow(
    'There never was',
  );
  rig.creations.setTrashed([first], 1);
  rig.creations.erase([first]);
  const child = await rig.enqueue('three', { parents: [{ id: first, relation: 'remix' }] });
  expect(rig.queue.parentsOf(child)).toEqual([{ id: first, relation: 'remix' }]);
  expect((await rig.finished(child)).recipe.parents).toBeUndefined();
  await rig.close();
});

test('a retried job keeps its parents; a batch broken off by a crash leaves none behind', async () => {
  let fails = true;
  const rig = await createQueueRig(
    tempFolder(),
    scriptedProvider(picture, {
      submit: async (...given) =>
        fails ? err(fail('safety_refused', 'no')) : scriptedProvider(picture).submit(...given),
    }),
  );
  rig.queue.start();
  fails = false;
  const first = await rig.enqueue('one');
  await rig.finished(first);
  fails = true;
  const child = await rig.enqueue('two', { parents: [{ id: first, relation: 'remix' }] });
  expect((await rig.finished(child)).state).toBe('failed');
  fails = false;
  await rig.queue.retry([child]);
  await rig.untilState(child, 'done');
  expect(rig.queue.parentsOf(child)).toEqual([{ id: first, relation: 'remix' }]);

  const line = {
    id: child + 2048_000,
    batchId: 1,
    provider: 'replicate',
    modelKey: 1,
    media: 'image',
  } as const;
  const recipe = rig.queue.get(first)?.recipe;
  if (!recipe) throw new Error('The first job is gone');
  const lines = [0, 1].map((n) => ({
    ...line,
    id: line.id + n * 2048,
    recipe,
    count: 1,
    estimate: { kind: 'free' } as const,
    parents: [{ id: first, relation: 'remix' } as const],
  }));
  const [write] = rig.jobs.insertInSlices(lines, 1);
  write?.();
  expect(rig.queue.parentsOf(line.id)).toHaveLength(1);
  rig.jobs.dropUnfinished();
  expect(rig.queue.parentsOf(line.id)).toEqual([]);
  await rig.close();
});
