import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ok } from '../../../shared/result.ts';
import { png } from '../../../tests/support/pictures.ts';
import { createQueueRig, pictureModel, scriptedProvider } from '../../../tests/support/queue-rig.ts';
import { tempFolder } from '../../../tests/support/temp-folder.ts';

/** A queue that is paused, so that its order can be looked at. */
async function pausedQueue() {
  const rig = await createQueueRig(tempFolder(), scriptedProvider(await png()));
  rig.queue.pause(null, true);
  const order = () => rig.queue.list('active', 500, null).map((job) => job.recipe.prompt);
  const batch = (name: string, count: number) => rig.enqueue(name, { count });
  return { ...rig, order, batch };
}

test('batches take turns: a single job does not wait for a batch of hundreds to end', async () => {
  const { queue, order, batch, close } = await pausedQueue();
  await batch('a', 5);
  await batch('b', 3);
  await batch('c', 1);
  expect(order().join('')).toBe('abcababaa');
  queue.start();
  await close();
});

test('what was moved by hand stays where it was put, whatever comes after', async () => {
  const { queue, order, batch, close } = await pausedQueue();
  const a = await batch('a', 3);
  const b = await batch('b', 1);
  queue.move(b, null);
  expect(order().join('')).toBe('aaab');
  const c = await batch('c', 1);
  queue.runNext(c);
  await batch('d', 2);
  expect(order().join('')).toBe('cdadaab');
  queue.move(a, c);
  expect(order()[0]).toBe('a');
  await close();
});

test('jobs run in the order that is shown', async () => {
  const sent: string[] = [];
  const picture = await png();
  const rig = await createQueueRig(
    tempFolder(),
    scriptedProvider(picture, {
      concurrency: 1,
      submit: async ({ prompt }) => {
        sent.push(prompt);
        const outputs = [{ source: { kind: 'bytes', bytes: picture } as const }];
        return ok({ kind: 'finished', outcome: { outputs, costMicros: 0 } });
      },
    }),
  );
  rig.queue.pause(null, true);
  rig.queue.start();
  const requestOf = (prompt: string) => ({
    modelId: pictureModel.id,
    prompt,
    negative: '',
    count: 1,
    seed: null,
    parameters: {},
    inputs: [],
  });
  await rig.enqueue('batch', { count: 4 });
  await rig.queue.enqueue(['x', 'y', 'z'].map(requestOf));
  const shown = rig.queue.list('active', 50, null);
  rig.queue.pause(null, false);
  for (const job of shown) {
    await rig.until(() => rig.queue.get(job.id)?.state === 'done' || sent.length === 0);
    rig.clock.advance(1000);
  }
  await Promise.all(shown.map((job) => rig.finished(job.id)));
  expect(sent).toEqual(shown.map((job) => job.recipe.prompt));
  await rig.close();
});

test('any batches and moves in any order: nobody is lost, places stay apart, a batch keeps its own order', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('batch' as const), count: fc.integer({ min: 1, max: 6 }) }),
    fc.record({ kind: fc.constant('first' as const), at: fc.nat(20) }),
    fc.record({ kind: fc.constant('move' as const), at: fc.nat(20), before: fc.nat(20) }),
  );
  const { queue, batch, close } = await pausedQueue();
  let expected = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const moved = new Set<number>();
      for (const action of steps) {
        const shown = queue.list('active', 500, null);
        const at = 'at' in action ? shown[action.at % Math.max(1, shown.length)] : undefined;
        if (action.kind === 'batch') {
          await batch('p', action.count);
          expected += action.count;
        } else if (at && action.kind === 'first') {
          queue.runNext(at.id);
          moved.add(at.id);
          expect(queue.list('active', 1, null)[0]?.id).toBe(at.id);
        } else if (at && action.kind === 'move') {
          const before = shown[action.before % shown.length]!;
          if (before.id === at.id) continue;
          queue.move(at.id, before.id);
          moved.add(at.id);
          const now = queue.list('active', 500, null).map((job) => job.id);
          expect(now.indexOf(at.id)).toBe(now.indexOf(before.id) - 1);
        }
      }
      const jobs = queue.list('active', 500, null);
      expect(jobs).toHaveLength(expected);
      expect(new Set(jobs.map((job) => job.position)).size).toBe(jobs.length);
      const last = new Map<number, number>();
      for (const job of jobs.filter((entry) => !moved.has(entry.id))) {
        if (steps.some((action) => action.kind !== 'batch')) continue;
        expect(job.id).toBeGreaterThan(last.get(job.batchId) ?? 0);
        last.set(job.batchId, job.id);
      }
      await queue.cancel(jobs.map((job) => job.id));
      expected = 0;
    }),
    { numRuns: 25 },
  );
  await close();
}, 60_000);
