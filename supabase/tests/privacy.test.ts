// The promises of the privacy policy that the database keeps, besides those about leaving.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cloud, openCloud, type Person, refusal, signUp } from './support/cloud.ts';
import * as life from './support/life.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await openCloud();
  await life.enableSketch(cloud);
}, 120_000);
afterAll(async () => await cloud.close());

test('P17, P39: marketing is off until asked for, and a no is effective for mail already written', async () => {
  const ann = await signUp(cloud);
  const offer = async (key: string) =>
    await cloud.value('service', 'svc_mail_enqueue', {
      p_user: ann.person,
      p_category: 'marketing',
      p_template: 'offer',
      p_dedupe_key: key,
    });
  await offer(`a-${ann.person}`);
  await cloud.call('service', 'svc_mail_claim', { p_limit: 100 });
  expect(await life.mails(cloud, ann, 'offer')).toMatchObject([{ error: 'opted_out' }]);
  await cloud.call(ann, 'set_consent', { p_kind: 'marketing', p_granted: true });
  await offer(`b-${ann.person}`);
  const token = await cloud.row<{ unsubscribe_token: string }>(
    'owner',
    'select unsubscribe_token from user_private where id = $1',
    [ann.person],
  );
  await cloud.call('service', 'svc_unsubscribe', { p_token: token?.unsubscribe_token });
  await cloud.call('service', 'svc_unsubscribe', { p_token: randomUUID() });
  await cloud.call('service', 'svc_mail_claim', { p_limit: 100 });
  expect((await life.mails(cloud, ann, 'offer')).map(({ error }) => error)).toEqual([
    'opted_out',
    'opted_out',
  ]);
  expect(
    await cloud.rows(ann, `select granted, source from consents where kind = 'marketing' order by id`),
  ).toEqual([
    { granted: true, source: 'app' },
    { granted: false, source: 'unsubscribe_link' },
  ]);
});

test('P09, P39: usage is kept only with the switch on, only the listed fields, and shown to the person', async () => {
  const ann = await signUp(cloud);
  const log = async () =>
    await cloud.value(ann, 'log_usage', {
      p_events: [
        { event: 'feature_used', at: new Date(), fields: { feature: 'remix', prompt: 'a secret' } },
        { event: 'something_else', at: new Date(), fields: {} },
      ],
    });
  expect(await log()).toBe(0);
  await cloud.call(ann, 'set_consent', { p_kind: 'analytics', p_granted: true });
  expect(await log()).toBe(1);
  expect(await cloud.call(ann, 'my_usage')).toMatchObject([
    { event: 'feature_used', fields: { feature: 'remix' } },
  ]);
  await cloud.call(ann, 'set_consent', { p_kind: 'restriction', p_granted: true });
  expect(await log()).toBe(0);
});

test('P29: no usage row is older than twelve months', async () => {
  const ann = await signUp(cloud);
  await cloud.call(ann, 'set_consent', { p_kind: 'analytics', p_granted: true });
  await cloud.value(ann, 'log_usage', {
    p_events: [{ event: 'page_viewed', at: new Date(), fields: { page: 'x' } }],
  });
  const rows = async () => (await cloud.call(ann, 'my_usage')).length;
  await cloud.value('service', 'svc_usage_partitions', { p_now: life.days(300) });
  expect(await rows()).toBe(1);
  await cloud.value('service', 'svc_usage_partitions', { p_now: life.days(366) });
  expect(await rows()).toBe(0);
});

test('P14: what may train models holds nobody who has not agreed, and no identity', async () => {
  const make = async (prompt: string): Promise<Person> => {
    const person = await signUp(cloud);
    const id = randomUUID();
    await cloud.call('service', 'svc_job_create', {
      p_user: person.person,
      p_id: id,
      p_model: life.sketch,
      p_params: { prompt, size: '1024x1024' },
      p_inputs: [],
      p_price: 1,
    });
    await cloud.call('service', 'svc_job_finish', {
      p_id: id,
      p_outputs: await life.storeOutputs(cloud, person, 1),
    });
    return person;
  };
  const page = async () => await cloud.call<{ prompt: string }>('service', 'svc_training_page');
  const ann = await make('for ann@example.com by @ann, call +1 (555) 123-4567, see https://ann.example/me');
  await make('of somebody who never agreed');
  expect(await page()).toEqual([]);
  await cloud.call(ann, 'set_consent', { p_kind: 'training', p_granted: true });
  const rows = await page();
  expect(rows.map(({ prompt }) => prompt)).toEqual(['for [mail] by [name], call [number], see [link]']);
  expect(JSON.stringify(rows)).not.toContain(ann.person);
  expect(JSON.stringify(rows)).not.toContain(ann.account);
  expect(Object.keys(rows[0] ?? {}).toSorted()).toEqual([
    'example',
    'media',
    'model_id',
    'month',
    'negative',
    'parameters',
    'prompt',
  ]);
  await cloud.call(ann, 'set_consent', { p_kind: 'restriction', p_granted: true });
  expect(await page()).toEqual([]);
});

test('P46: a new version of the policy is mailed to everybody once, shown, and its acceptance recorded', async () => {
  const ann = await signUp(cloud);
  const publish = cloud.value('service', 'svc_policy_publish', {
    p_version: '2027-01-01',
    p_effective_at: life.days(30),
    p_summary: 'We added a processor.',
  });
  expect(await publish).toBeGreaterThan(0);
  expect(await life.mails(cloud, ann, 'policy_changed')).toHaveLength(1);
  const before = await cloud.value(ann, 'my_account');
  expect(before).toMatchObject({
    policy: { version: '2027-01-01' },
    private: { terms_version: '2026-01-31' },
  });
  await cloud.call(ann, 'accept_terms', { p_version: '2027-01-01', p_age_confirmed: true });
  const terms = await cloud.rows(ann, `select kind, version from consents order by id`);
  expect(terms).toEqual([
    { kind: 'age', version: '2026-01-31' },
    { kind: 'terms', version: '2026-01-31' },
    { kind: 'terms', version: '2027-01-01' },
  ]);
  expect(
    await refusal(cloud.call(ann, 'accept_terms', { p_version: '1999-01-01', p_age_confirmed: true })),
  ).toMatchObject({ message: 'unknown_policy_version' });
});

test('P18, P35: a new device is told by mail, and no address is kept in full', async () => {
  const ann = await signUp(cloud);
  const signIn = async (agent: string, ip: string): Promise<string> => {
    const row = await cloud.row<{ id: string }>(
      'owner',
      'insert into auth.sessions (user_id, user_agent, ip) values ($1, $2, $3) returning id',
      [ann.person, agent, ip],
    );
    return row?.id ?? '';
  };
  await signIn('Studio on Linux', '203.0.113.77');
  await signIn('Studio on Linux', '203.0.113.9');
  expect(await life.mails(cloud, ann, 'new_device')).toEqual([]);
  const other = await signIn('Browser elsewhere', '2001:db8:1234:5678::1');
  expect(await life.mails(cloud, ann, 'new_device')).toHaveLength(1);
  const sessions = await cloud.call<{ network: string }>(ann, 'my_sessions');
  expect(sessions.map(({ network }) => network).toSorted()).toEqual([
    '2001:db8:1234::/48',
    '203.0.113.0/24',
    '203.0.113.0/24',
  ]);
  const eve = await signUp(cloud);
  expect(await cloud.value(eve, 'revoke_session', { p_session: other })).toBe(false);
  expect(await cloud.value(ann, 'revoke_session', { p_session: other })).toBe(true);
  await cloud.rows(
    'owner',
    `insert into auth.audit_log_entries (ip_address) values ('198.51.100.23'), ('nonsense'), ('')`,
  );
  const logged = await cloud.rows<{ ip: string }>(
    'owner',
    'select ip_address as ip from auth.audit_log_entries order by 1',
  );
  expect(logged.map(({ ip }) => ip)).toEqual(['', '', '198.51.100.0']);
});

test('P15: a month’s statement adds up, is made once and mailed once', async () => {
  const ann = await signUp(cloud);
  const { id } = await life.createJob(cloud, ann, { count: 3 });
  await cloud.call('service', 'svc_job_finish', {
    p_id: id,
    p_outputs: await life.storeOutputs(cloud, ann, 3),
  });
  const nextMonth = new Date();
  nextMonth.setUTCMonth(nextMonth.getUTCMonth() + 1, 2);
  await cloud.value('service', 'svc_statements_run', { p_now: nextMonth });
  await cloud.value('service', 'svc_statements_run', { p_now: nextMonth });
  const statements = await cloud.rows(ann, 'select opening, granted, spent, closing from statements');
  expect(statements).toEqual([{ opening: 0, granted: 50, spent: 3, closing: 47 }]);
  expect(await life.mails(cloud, ann, 'statement')).toHaveLength(1);
});

test('P16: a mail is sent once, tried again after a failure, and its address forgotten', async () => {
  const address = `${randomUUID()}@example.com`;
  await cloud.value('service', 'svc_mail_enqueue', {
    p_user: null,
    p_category: 'service',
    p_template: 'note',
    p_dedupe_key: address,
    p_address: address,
  });
  const claim = async (now = new Date()) =>
    (
      await cloud.call<{ id: string; address: string }>('service', 'svc_mail_claim', {
        p_limit: 100,
        p_now: now,
      })
    ).find((mail) => mail.address === address);
  const first = await claim();
  expect(await claim()).toBeUndefined();
  await cloud.value('service', 'svc_mail_failed', { p_id: first?.id, p_error: 'busy' });
  expect(await claim()).toBeUndefined();
  const again = await claim(new Date(Date.now() + 120_000));
  expect(again?.id).toBe(first?.id);
  await cloud.value('service', 'svc_mail_sent', { p_id: first?.id });
  expect(await claim(life.days(1))).toBeUndefined();
  expect(
    await cloud.row('owner', 'select address from private.mail_outbox where id = $1', [first?.id]),
  ).toEqual({ address: null });
});

test('P29: the daily retention leaves nothing beyond its time and logs what it did', async () => {
  await cloud.value('service', 'svc_webhook_first', {
    p_provider: 'replicate',
    p_event: 'old',
    p_type: 'x',
    p_created: life.days(0),
  });
  await cloud.value('service', 'svc_rate_limit', { p_key: 'old', p_max: 1, p_window_seconds: 60 });
  const ann = await signUp(cloud);
  await life.putFile(cloud, 'inputs', `${ann.person}/old.png`);
  const gone = await cloud.value<Record<string, number>>('service', 'svc_retention_run', {
    p_now: life.days(400),
  });
  for (const rule of ['webhook_events', 'rate_limits', 'inputs']) expect(gone[rule], rule).toBeGreaterThan(0);
  const rules = await cloud.rows<{ rule: string }>('owner', 'select rule from private.retention');
  expect(rules.filter(({ rule }) => !(rule in gone))).toEqual([]);
  const logged = await cloud.rows(
    'owner',
    `select detail from private.audit_log where action = 'retention.run' order by id desc limit 1`,
  );
  expect(logged).toMatchObject([{ detail: { inputs: gone['inputs'] } }]);
});

test('files that no row names go after a day; what a row names, or a job under way may yet, stays', async () => {
  const ann = await signUp(cloud);
  await life.takeHandle(cloud, ann, `ann_${ann.person.slice(0, 8)}`);
  await life.publish(cloud, ann, 'Kept');
  const job = await life.createJob(cloud, ann);
  await life.putFile(cloud, 'creations', `${ann.person}/${job.id}/0.png`);
  const strays = [`${ann.person}/${randomUUID()}/0.png`, `${ann.person}/${randomUUID()}.png`];
  for (const path of strays) await life.putFile(cloud, 'creations', path);
  const doomed = async (hours: number) => {
    await cloud.value('service', 'svc_retention_run', { p_now: new Date(Date.now() + hours * 3_600_000) });
    const rows = await cloud.rows<{ path: string }>(
      'owner',
      `select path from private.doomed_files where starts_with(path, $1) and reason = 'stray' order by path`,
      [ann.person],
    );
    return rows.map(({ path }) => path);
  };
  expect(await doomed(23)).toEqual([]);
  expect(await doomed(25)).toEqual(strays.toSorted());
});

test('P34: what matters for security is logged, and the log is never rewritten', async () => {
  await cloud.value(await signUp(cloud), 'request_deletion');
  const logged = await cloud.rows<{ action: string }>(
    'owner',
    'select distinct action from private.audit_log',
  );
  const actions = logged.map(({ action }) => action);
  for (const action of ['deletion.requested', 'policy.published', 'retention.run', 'session.new_device'])
    expect(actions).toContain(action);
  expect(await refusal(cloud.rows('owner', `update private.audit_log set action = 'x.y'`))).toMatchObject({
    message: 'append_only',
  });
});

test('P20: calls beyond a limit are told when to come back', async () => {
  const hit = async (now: string) =>
    await cloud.value('service', 'svc_rate_limit', {
      p_key: 'k',
      p_max: 2,
      p_window_seconds: 60,
      p_now: now,
    });
  expect(await hit('2026-01-01T00:00:10Z')).toEqual({ allowed: true, retry_after: 50 });
  await hit('2026-01-01T00:00:20Z');
  expect(await hit('2026-01-01T00:00:50Z')).toEqual({ allowed: false, retry_after: 10 });
  expect(await hit('2026-01-01T00:01:00Z')).toMatchObject({ allowed: true });
});

test('what should never be is found by the daily check, and told once', async () => {
  expect(await cloud.value('service', 'svc_reconcile')).toBe(0);
  const ann = await signUp(cloud);
  await cloud.value(ann, 'request_deletion');
  expect(await cloud.value('service', 'svc_reconcile', { p_now: life.days(29) })).toBeGreaterThan(0);
  const late = await cloud.rows('owner', `select kind from private.alerts where kind = 'erasure_late'`);
  expect(late.length).toBeGreaterThan(0);
});

test('functions are kicked when there is something for them to do, with the secret of the project', async () => {
  await cloud.rows(
    'owner',
    `select vault.create_secret('http://127.0.0.1:54321', 'project_url'), vault.create_secret('sb_secret_x', 'secret_key')`,
  );
  await cloud.rows('owner', `delete from private.mail_outbox`);
  expect(await cloud.row('owner', `select private.call_if_due('mail') as id`)).toEqual({ id: null });
  await cloud.value('service', 'svc_mail_enqueue', {
    p_user: null,
    p_category: 'service',
    p_template: 'note',
    p_dedupe_key: 'kick',
    p_address: 'a@example.com',
  });
  await cloud.rows('owner', `select private.call_if_due('mail')`);
  expect(
    await cloud.row(
      'owner',
      `select url, headers ->> 'apikey' as key from net.http_request_queue order by id desc limit 1`,
    ),
  ).toEqual({
    url: 'http://127.0.0.1:54321/functions/v1/mail',
    key: 'sb_secret_x',
  });
  const jobs = await cloud.rows<{ command: string }>('owner', 'select command from cron.job');
  expect(jobs.length).toBeGreaterThan(10);
  for (const { command } of jobs) await cloud.rows('owner', command);
});
