import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { png } from '../../../tests/support/pictures.ts';
import { createQueueRig, pictureModel, scriptedProvider } from '../../../tests/support/queue-rig.ts';
import { tempFolder } from '../../../tests/support/temp-folder.ts';

const picture = await png();
const linesOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    modelId: pictureModel.id,
    prompt: `line ${index}`,
    negative: '',
    count: 1,
    seed: null,
    parameters: {},
    inputs: [],
  }));

test('a long batch is written in pieces: nothing of it runs before all of it is there', async () => {
  let others = 0;
  let submitted = 0;
  let atFirstSubmit = 0;
  const rig = await createQueueRig(
    tempFolder(),
    scriptedProvider(picture, {
      submit: () => {
        if (submitted++ === 0) atFirstSubmit = rig.queue.status().queued + rig.queue.status().active;
        return new Promise(() => undefined);
      },
    }),
  );
  rig.queue.start();
  let open = true;
  const turn = () => {
    others += 1;
    rig.queue.pause(null, false);
    if (open) setImmediate(turn);
  };
  setImmediate(turn);
  const enqueued = await rig.queue.enqueue(linesOf(1500));
  open = false;
  expect(enqueued.ok && enqueued.value.length).toBe(1500);
  expect(others).toBeGreaterThan(20);
  expect(atFirstSubmit).toBe(1500);
});

test('a batch whose writing a crash broke off never was', async () => {
  const folder = tempFolder();
  const first = await createQueueRig(folder, scriptedProvider(picture));
  const whole = await first.enqueue('whole');
  const writing = first.queue.enqueue(linesOf(1000));
  while (first.queue.status().queued < 200) await new Promise(setImmediate);
  expect(first.queue.status().queued).toBeLessThan(1001);
  // What a crash at this moment leaves on disk.
  const crashed = tempFolder();
  for (const ending of ['', '-wal']) {
    copyFileSync(join(folder, `library.sqlite${ending}`), join(crashed, `library.sqlite${ending}`));
  }
  await writing;
  await first.close();

  const second = await createQueueRig(crashed, scriptedProvider(picture));
  expect(second.queue.status().queued).toBeGreaterThan(100);
  second.jobs.dropUnfinished();
  expect(second.queue.list('all', 10, null).map((job) => job.id)).toEqual([whole]);
  expect(second.queue.status().queued).toBe(1);
  await second.close();
});

test('one fault in a batch of thousands refuses it whole and names the line', async () => {
  const rig = await createQueueRig(tempFolder(), scriptedProvider(picture));
  const lines = linesOf(800);
  lines[700] = { ...lines[700]!, prompt: '' };
  const refused = await rig.queue.enqueue(lines);
  expect(refused).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
  expect(!refused.ok && refused.error.detail).toContain('Request 701 of 800');
  expect(rig.queue.status().queued).toBe(0);
  await rig.close();
});

test('counts told to the window are the counts in the library, after anything', async () => {
  const rig = await createQueueRig(tempFolder(), scriptedProvider(picture));
  rig.queue.pause(null, true);
  const real = () =>
    rig.db
      .prepare(`SELECT count(*) FILTER (WHERE state = 'queued') AS queued,
      count(*) FILTER (WHERE state = 'done') AS done,
      count(*) FILTER (WHERE state IN ('failed','interrupted')) AS failed,
      coalesce(sum(estimate_micros) FILTER (WHERE state = 'queued'), 0) AS pendingMicros
      FROM job WHERE cleared = 0`)
      .get();
  const check = () => expect(rig.queue.status()).toMatchObject(real() as object);
  check();
  const enqueued = await rig.queue.enqueue(linesOf(30));
  if (!enqueued.ok) throw new Error('refused');
  check();
  await rig.queue.cancel(enqueued.value.slice(0, 10));
  check();
  rig.queue.clear(enqueued.value.slice(0, 5));
  check();
  await rig.queue.retry(enqueued.value.slice(0, 10));
  check();
  rig.queue.pause(null, false);
  rig.queue.start();
  await rig.until(() => {
    rig.clock.advance(1000);
    return rig.queue.status().done === 30;
  });
  check();
  await rig.close();
});
