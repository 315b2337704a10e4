import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { fail } from '../../../shared/domain/failure.ts';
import { err, ok } from '../../../shared/result.ts';
import { png } from '../../../tests/support/pictures.ts';
import { createQueueRig, pictureModel, scriptedProvider } from '../../../tests/support/queue-rig.ts';
import { tempFolder } from '../../../tests/support/temp-folder.ts';
import type { Provider } from '../providers/provider.ts';
import { monthlySpend, monthOf, spendCsv, spentThisMonth } from './spend.ts';

const picture = await png();
const outputs = [{ source: { kind: 'bytes', bytes: picture } as const }];
const costing = (costMicros: number | null) =>
  ok({ kind: 'finished', outcome: { outputs, costMicros } } as const);

test('every submission that may have cost money is counted, at what it really cost where that is told', async () => {
  const answers: Record<string, Awaited<ReturnType<Provider['submit']>>> = {
    told: costing(7000),
    list: costing(null),
    refused: err(fail('safety_refused', 'no')),
    billed: err(fail('bad_output', 'yes')),
    lost: err(fail('outcome_unknown', 'unknown')),
  };
  const rig = await createQueueRig(
    tempFolder(),
    scriptedProvider(picture, { submit: async ({ prompt }) => answers[prompt]! }),
  );
  rig.queue.start();
  for (const prompt of Object.keys(answers)) await rig.finished(await rig.enqueue(prompt));
  const [month, ...older] = monthlySpend(rig.ledger, rig.clock.now());
  expect(older).toEqual([]);
  expect(month).toEqual({
    month: monthOf(rig.clock.now()).month,
    spentMicros: 7000 + 10_000 + 10_000 + 10_000,
    providers: [
      {
        provider: 'replicate',
        jobs: 4,
        inFlight: 0,
        estimatedMicros: 40_000,
        spentMicros: 37_000,
        inFlightMicros: 0,
        unknownPrices: 0,
        unknownOutcomes: 1,
      },
    ],
  });
  const [row] = parse<Record<string, string>>(spendCsv([month!]), { columns: true });
  expect(row).toMatchObject({
    provider: 'replicate',
    jobs: '4',
    spent_usd: '0.037000',
    difference_usd: '-0.003000',
  });
  await rig.close();
});

test('a second try of a job that was billed is a second bill', async () => {
  let tries = 0;
  const rig = await createQueueRig(
    tempFolder(),
    scriptedProvider(picture, {
      submit: async () => (tries++ === 0 ? err(fail('bad_output', 'yes')) : costing(9000)),
    }),
  );
  rig.queue.start();
  const id = await rig.enqueue('twice');
  expect((await rig.finished(id)).state).toBe('failed');
  await rig.queue.retry([id]);
  await rig.untilState(id, 'done');
  expect(spentThisMonth(rig.ledger, rig.clock.now())).toMatchObject({ spentMicros: 19_000 });
  await rig.close();
});

test('the cap holds paid jobs before they start, counts what is under way, and lets go when it is raised', async () => {
  const gate = Promise.withResolvers<void>();
  const sent: string[] = [];
  const free = {
    ...pictureModel,
    id: 'replicate/test/free',
    price: { ...pictureModel.price!, unit: 'free' as const },
  };
  const unpriced = { ...pictureModel, id: 'replicate/test/unpriced', price: null };
  const rig = await createQueueRig(
    tempFolder(),
    scriptedProvider(picture, {
      concurrency: 9,
      submit: async ({ prompt }) => {
        sent.push(prompt);
        if (prompt.startsWith('slow')) await gate.promise;
        return costing(null);
      },
    }),
    { models: [pictureModel, free, unpriced] },
  );
  rig.settings.set({ monthlyCapMicros: 25_000 });
  rig.queue.start();
  const slow = [await rig.enqueue('slow 1'), await rig.enqueue('slow 2')];
  const held = await rig.enqueue('over the cap');
  await rig.finished(await rig.enqueue('costs nothing', { modelId: free.id }));
  expect(sent).toEqual(['slow 1', 'slow 2', 'costs nothing']);
  expect(rig.queue.get(held)?.state).toBe('queued');
  expect(rig.queue.status().heldByCap).toEqual({
    capMicros: 25_000,
    spentMicros: 20_000,
    inFlightMicros: 20_000,
    nextMicros: 10_000,
    jobs: 1,
    until: monthOf(rig.clock.now()).to,
  });
  gate.resolve();
  for (const id of slow) await rig.finished(id);
  expect(rig.queue.status().heldByCap).toMatchObject({ spentMicros: 20_000, inFlightMicros: 0 });

  rig.settings.set({ monthlyCapMicros: 30_000 });
  rig.queue.reconsider(null);
  await rig.untilState(held, 'done');
  const unknown = await rig.enqueue('price unknown', { modelId: unpriced.id });
  expect(rig.queue.get(unknown)?.state).toBe('queued');
  expect(rig.queue.status().heldByCap).toMatchObject({ nextMicros: 0, jobs: 1 });

  rig.clock.jump(monthOf(rig.clock.now()).to - rig.clock.now());
  rig.clock.advance(60_000);
  await rig.untilState(unknown, 'done');
  expect(rig.queue.status().heldByCap).toBeNull();
  expect(monthlySpend(rig.ledger, rig.clock.now()).map((month) => month.spentMicros)).toEqual([0, 30_000]);
  await rig.close();
});
