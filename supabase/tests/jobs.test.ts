// A job from its request to its one outcome, with crashes between the steps.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiFunction, type Cloud, openCloud, type Person, refusal, signUp } from './support/cloud.ts';
import * as life from './support/life.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await openCloud();
  await life.enableSketch(cloud);
}, 120_000);
afterAll(async () => await cloud.close());

async function call(name: ApiFunction, args: Record<string, unknown>): Promise<life.Job> {
  const [job] = await cloud.call<life.Job>('service', name, args);
  if (!job) throw new Error(`${name} answered nothing`);
  return job;
}

/** Claims one job, whatever else is waiting. */
async function claim(id: string, now?: string): Promise<life.Job> {
  const jobs = await cloud.call<life.Job>('service', 'svc_job_claim', {
    p_limit: 100,
    ...(now ? { p_now: now } : {}),
  });
  const found = jobs.find((job) => job.id === id);
  if (!found) throw new Error('was not claimed');
  return found;
}

async function credits({ account }: Person): Promise<unknown> {
  return await cloud.row('owner', 'select plan_available, held from accounts where id = $1', [account]);
}

const later = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();

test('a job is charged when its files are in storage, at the price that was seen', async () => {
  const ann = await signUp(cloud);
  const { id } = await life.createJob(cloud, ann, { count: 4 });
  expect(await credits(ann)).toEqual({ plan_available: 46, held: 4 });
  const { lease_id: lease } = await claim(id);
  await call('svc_job_submitting', { p_id: id, p_lease_id: lease });
  await call('svc_job_submitted', { p_id: id, p_lease_id: lease, p_provider_id: 'x' });
  await call('svc_job_progress', { p_id: id, p_lease_id: lease, p_progress: 0.5 });
  const outputs = await life.storeOutputs(cloud, ann, 4);
  expect(await call('svc_job_finish', { p_id: id, p_outputs: outputs })).toMatchObject({
    status: 'succeeded',
    charged: 4,
  });
  expect(await credits(ann)).toEqual({ plan_available: 46, held: 0 });
  expect(await cloud.call(ann, 'ledger_page', { p_kinds: ['spend'] })).toMatchObject([
    { amount: -4, ref: `job:${id}` },
  ]);
});

test('nothing is charged for files that are not there', async () => {
  const ann = await signUp(cloud);
  const { id } = await life.createJob(cloud, ann);
  const lies = [
    { path: `${ann.person}/none.png`, sha256: life.sha256('x'), mime: 'image/png', size_bytes: 1 },
  ];
  expect(await refusal(call('svc_job_finish', { p_id: id, p_outputs: lies }))).toMatchObject({
    message: 'output_not_stored',
  });
  const eve = await signUp(cloud);
  const others = await life.storeOutputs(cloud, eve, 1);
  expect(await refusal(call('svc_job_finish', { p_id: id, p_outputs: others }))).toMatchObject({
    message: 'output_not_stored',
  });
  expect(await refusal(call('svc_job_finish', { p_id: id, p_outputs: [] }))).toMatchObject({
    message: 'no_outputs',
  });
  expect(await credits(ann)).toEqual({ plan_available: 49, held: 1 });
});

test('a part of what was asked for costs its share', async () => {
  const ann = await signUp(cloud);
  const { id } = await life.createJob(cloud, ann, { count: 4 });
  const outputs = await life.storeOutputs(cloud, ann, 3);
  expect(await call('svc_job_finish', { p_id: id, p_outputs: outputs })).toMatchObject({ charged: 3 });
  expect(await credits(ann)).toEqual({ plan_available: 47, held: 0 });
});

test('a failure costs nothing, and what arrives after it is kept for nothing', async () => {
  const ann = await signUp(cloud);
  const { id } = await life.createJob(cloud, ann);
  await call('svc_job_fail', { p_id: id, p_error_code: 'provider_error', p_detail: 'It was busy.' });
  expect(await credits(ann)).toEqual({ plan_available: 50, held: 0 });
  const outputs = await life.storeOutputs(cloud, ann, 1);
  expect(await call('svc_job_finish', { p_id: id, p_outputs: outputs })).toMatchObject({
    status: 'succeeded',
    charged: 0,
  });
  expect(await credits(ann)).toEqual({ plan_available: 50, held: 0 });
  expect(await cloud.rows(ann, 'select state from media')).toEqual([{ state: 'stored' }]);
});

test('what was made for nobody is written down as our cost, and what a provider refused is none', async () => {
  await cloud.rows('owner', `update models set provider = 'openai' where id = $1`, [life.sketch]);
  const ends: readonly (readonly [string | null, readonly unknown[]])[] = [
    [null, [{ micro_usd: 10_000, delivered: true }]],
    ['outcome_unknown', [{ micro_usd: 10_000, delivered: false }]],
    ['safety_refused', []],
  ];
  for (const [error, costs] of ends) {
    const ann = await signUp(cloud);
    const { id } = await life.createJob(cloud, ann);
    await call('svc_job_submitting', { p_id: id, p_lease_id: (await claim(id)).lease_id });
    if (error) await call('svc_job_fail', { p_id: id, p_error_code: error });
    else await call('svc_job_finish', { p_id: id, p_outputs: await life.storeOutputs(cloud, ann, 1) });
    const noted = await cloud.rows(
      'owner',
      'select micro_usd::integer, delivered from private.provider_costs where job_id = $1',
      [id],
    );
    expect(noted, error ?? 'delivered').toEqual(costs);
  }
  await cloud.rows('owner', `update models set provider = 'sketch' where id = $1`, [life.sketch]);
});

test('settling twice, or the other way, changes nothing', async () => {
  const ann = await signUp(cloud);
  const { id } = await life.createJob(cloud, ann);
  const outputs = await life.storeOutputs(cloud, ann, 1);
  await call('svc_job_finish', { p_id: id, p_outputs: outputs });
  expect(await call('svc_job_finish', { p_id: id, p_outputs: outputs })).toMatchObject({ charged: 1 });
  expect(await call('svc_job_fail', { p_id: id, p_error_code: 'late' })).toMatchObject({
    status: 'succeeded',
    error_code: null,
  });
  expect(await credits(ann)).toEqual({ plan_available: 49, held: 0 });
});

test('asking twice is asking once; the same id for something else is refused', async () => {
  const ann = await signUp(cloud);
  const id = randomUUID();
  await life.createJob(cloud, ann, { id });
  expect(await life.createJob(cloud, ann, { id })).toMatchObject({ id, status: 'queued' });
  expect(await refusal(life.createJob(cloud, ann, { id, count: 2 }))).toMatchObject({
    message: 'job_id_reused',
  });
  const eve = await signUp(cloud);
  expect(await refusal(life.createJob(cloud, eve, { id }))).toMatchObject({
    code: 'PT409',
    message: 'job_id_reused',
  });
  expect(await credits(ann)).toEqual({ plan_available: 49, held: 1 });
});

test('a price that changed meanwhile is told, not charged', async () => {
  const ann = await signUp(cloud);
  const refused = await refusal(life.createJob(cloud, ann, { count: 2, price: 1 }));
  expect(refused).toMatchObject({ code: 'PT409', message: 'price_changed' });
  expect(JSON.parse(refused.detail ?? '')).toMatchObject({ price: 2, count: 2 });
  expect(await credits(ann)).toEqual({ plan_available: 50, held: 0 });
});

test('the price follows the parameters, and nonsense has none', async () => {
  const quote = async (model: string, params: unknown) =>
    await cloud.value('anon', 'quote', { p_model: model, p_params: params });
  const openai = 'openai/gpt-image-2.6-flare';
  const low = await quote(openai, { prompt: 'x', quality: 'low' });
  const high = await quote(openai, { prompt: 'x', quality: 'high', n: 2 });
  expect(low).toMatchObject({ price: 1, count: 1 });
  expect(high).toMatchObject({ price: 44, count: 2 });
  expect(
    await quote('replicate/google/veo-3.1-fast', { prompt: 'x', duration: 4, generate_audio: false }),
  ).toMatchObject({ price: 40 });
  for (const bad of [{ n: 0 }, { n: 99 }, { n: 1.5 }, { n: '2; drop' }, { n: {} }, [], '"x"', null]) {
    expect(await refusal(quote(openai, bad)), JSON.stringify(bad)).toMatchObject({
      code: 'PT422',
      message: 'invalid_parameter',
    });
  }
  expect(await refusal(quote('nobody/nothing', {}))).toMatchObject({ message: 'model_unavailable' });
});

test('P42: nobody generates before saying they are old enough and accepting the terms', async () => {
  const child = await signUp(cloud, { onboard: false });
  expect(await refusal(life.createJob(cloud, child))).toMatchObject({
    code: 'PT403',
    message: 'onboarding_required',
  });
  const accept = cloud.call(child, 'accept_terms', { p_version: '2026-01-31', p_age_confirmed: false });
  expect(await refusal(accept)).toMatchObject({ message: 'age_not_confirmed' });
});

test('P12: a plan runs so many jobs at once and no more', async () => {
  const ann = await signUp(cloud);
  const first = await life.createJob(cloud, ann);
  expect(await refusal(life.createJob(cloud, ann))).toMatchObject({
    code: 'PT429',
    message: 'too_many_jobs',
  });
  await call('svc_job_fail', { p_id: first.id, p_error_code: 'x' });
  await life.createJob(cloud, ann);
});

test('inputs must be files of one’s own', async () => {
  const ann = await signUp(cloud);
  const eve = await signUp(cloud);
  await life.putFile(cloud, 'inputs', `${ann.person}/a.png`);
  const ask = async (person: Person, path: unknown) =>
    await call('svc_job_create', {
      p_user: person.person,
      p_id: randomUUID(),
      p_model: life.sketch,
      p_params: { prompt: 'x' },
      p_inputs: [{ key: 'image', path }],
      p_price: 1,
    });
  for (const path of [`${ann.person}/a.png`, `${eve.person}/../${ann.person}/a.png`, null, 7]) {
    expect(await refusal(ask(eve, path))).toMatchObject({ message: 'input_not_found' });
  }
  await ask(ann, `${ann.person}/a.png`);
});

test('a worker that is gone loses its job to the next, which sees what may be out there', async () => {
  const ann = await signUp(cloud);
  const { id } = await life.createJob(cloud, ann);
  const first = await claim(id);
  await call('svc_job_submitting', { p_id: id, p_lease_id: first.lease_id });
  const second = await claim(id, later(4));
  expect(second).toMatchObject({ attempt: 2, provider_id: null });
  expect(second.submitting_at).not.toBeNull();
  const late = call('svc_job_progress', { p_id: id, p_lease_id: first.lease_id, p_progress: 0.9 });
  expect(await refusal(late)).toMatchObject({ code: 'PT409', message: 'lease_lost' });
  await call('svc_job_submitted', { p_id: id, p_lease_id: second.lease_id, p_provider_id: 'found' });
  expect(await claim(id, later(10))).toMatchObject({ attempt: 3, provider_id: 'found' });
});

test('a job is claimed once while its lease runs, and a deferred one later', async () => {
  const ann = await signUp(cloud);
  const { id } = await life.createJob(cloud, ann);
  const { lease_id: lease } = await claim(id);
  await expect(claim(id)).rejects.toThrow('was not claimed');
  await call('svc_job_defer', { p_id: id, p_lease_id: lease, p_after: '1 minute' });
  await expect(claim(id)).rejects.toThrow('was not claimed');
  expect(await claim(id, later(2))).toMatchObject({ attempt: 2, submitting_at: null });
});

test('cancelling ends a queued job at once and asks a running one to stop', async () => {
  const ann = await signUp(cloud);
  const queued = await life.createJob(cloud, ann);
  expect(await call('svc_job_cancel', { p_user: ann.person, p_id: queued.id })).toMatchObject({
    status: 'cancelled',
  });
  const running = await life.createJob(cloud, ann);
  const { lease_id: lease } = await claim(running.id);
  await call('svc_job_cancel', { p_user: ann.person, p_id: running.id });
  const seen = await call('svc_job_progress', { p_id: running.id, p_lease_id: lease, p_progress: 0.1 });
  expect(seen.cancel_requested_at).not.toBeNull();
  expect(await call('svc_job_fail', { p_id: running.id, p_error_code: 'cancelled' })).toMatchObject({
    status: 'cancelled',
    error_code: null,
  });
  expect(await credits(ann)).toEqual({ plan_available: 50, held: 0 });
});

test('progress never goes back', async () => {
  const ann = await signUp(cloud);
  const { id } = await life.createJob(cloud, ann);
  const { lease_id: lease } = await claim(id);
  for (const progress of [0.2, 0.6, 0.4, null])
    await call('svc_job_progress', { p_id: id, p_lease_id: lease, p_progress: progress });
  expect(await cloud.row(ann, 'select progress from jobs where id = $1', [id])).toEqual({ progress: 0.6 });
});

test('every stop between two steps ends in one outcome, and the books add up', async () => {
  const steps = ['created', 'claimed', 'submitting', 'submitted', 'stored'] as const;
  for (const stop of steps) {
    const ann = await signUp(cloud);
    const { id } = await life.createJob(cloud, ann);
    const reached = steps.indexOf(stop);
    const lease = reached >= 1 ? (await claim(id)).lease_id : null;
    if (reached >= 2) await call('svc_job_submitting', { p_id: id, p_lease_id: lease });
    if (reached >= 3) await call('svc_job_submitted', { p_id: id, p_lease_id: lease, p_provider_id: 'p' });
    if (reached >= 4) await life.storeOutputs(cloud, ann, 1);
    // Nobody comes back: first the hold runs out, or first the sweeper comes.
    const sweeps = [
      ['svc_expire_holds', 40],
      ['svc_sweep_jobs', 40],
    ] as const;
    for (const [name, minutes] of reached % 2 ? sweeps : sweeps.toReversed()) {
      await cloud.value('service', name, { p_now: later(minutes) });
    }
    expect(
      await cloud.row(ann, 'select status, error_code, charged from jobs where id = $1', [id]),
      stop,
    ).toEqual({
      status: 'failed',
      error_code: 'timed_out',
      charged: 0,
    });
    expect(await credits(ann), stop).toEqual({ plan_available: 50, held: 0 });
    // And then its result comes after all.
    const outputs = await life.storeOutputs(cloud, ann, 1);
    expect(await call('svc_job_finish', { p_id: id, p_outputs: outputs }), stop).toMatchObject({
      charged: 0,
    });
  }
  expect(await cloud.call('service', 'svc_ledger_audit')).toEqual([]);
});

test('each change of a job is broadcast to its owner alone', async () => {
  const ann = await signUp(cloud);
  const { id } = await life.createJob(cloud, ann);
  await claim(id);
  const heard = await cloud.rows(
    'owner',
    `select topic, payload from realtime.messages where payload ->> 'id' = $1 order by inserted_at`,
    [id],
  );
  expect(heard).toEqual([
    { topic: `user:${ann.person}`, payload: { id, status: 'queued', progress: null } },
    { topic: `user:${ann.person}`, payload: { id, status: 'running', progress: null } },
  ]);
});
