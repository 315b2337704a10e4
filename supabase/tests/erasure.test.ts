// Taking one's data along, and being forgotten.
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

/** Somebody who has done one thing of each kind. */
async function busyPerson(handle: string): Promise<Person & { readonly post: string }> {
  const person = await signUp(cloud);
  await life.takeHandle(cloud, person, handle);
  const post = await life.publish(cloud, person, 'Published');
  const { id } = await life.createJob(cloud, person);
  await cloud.call('service', 'svc_job_finish', {
    p_id: id,
    p_outputs: await life.storeOutputs(cloud, person, 1),
  });
  await cloud.call(person, 'sync_push', {
    p_items: [{ kind: 'creation', id: 'a', base_rev: 0, doc: { prompt: 'x' } }],
  });
  await cloud.call(person, 'set_consent', { p_kind: 'analytics', p_granted: true });
  await cloud.call(person, 'log_usage', {
    p_events: [{ event: 'page_viewed', at: new Date(), fields: { page: 'x' } }],
  });
  await cloud.value('service', 'svc_stripe_apply', {
    p_event: randomUUID(),
    p_type: 'x',
    p_created: new Date(),
    p_actions: [
      { do: 'link', account: person.account, customer: `cus_${handle}` },
      {
        do: 'pay',
        account: person.account,
        kind: 'pack',
        source_id: `cs_${handle}`,
        payment_intent: `pi_${handle}`,
        amount: 1000,
        currency: 'usd',
        credits: 500,
      },
    ],
  });
  return { ...person, post };
}

test('P36, P40: every table that names a person or an account is in the list of personal data', async () => {
  const missing = await cloud.rows(
    'owner',
    `select distinct format('%s.%s', nspname, relname) as relation
     from pg_constraint join pg_class on pg_class.oid = conrelid join pg_namespace on pg_namespace.oid = relnamespace
     where contype = 'f' and nspname in ('public', 'private') and not relispartition
       and confrelid in ('auth.users'::regclass, 'public.accounts'::regclass)
     union
     select format('%s.%s', table_schema, table_name) from information_schema.columns
     join pg_class on pg_class.oid = format('%I.%I', table_schema, table_name)::regclass
     where table_schema in ('public', 'private') and column_name in ('user_id', 'account_id') and relkind in ('r', 'p')
       and not relispartition
     except
     select relation from private.personal_data`,
  );
  expect(missing).toEqual([]);
});

test('P36, P40: an export has every section, in pages, and no secret of ours', async () => {
  const ann = await busyPerson('exporter');
  for (let index = 0; index < 4; index += 1) {
    await cloud.call(ann, 'sync_push', {
      p_items: [{ kind: 'preset', id: `p${index}`, base_rev: 0, doc: { index } }],
    });
  }
  await cloud.value(ann, 'request_export');
  const [claimed] = await cloud.call<{ id: string; user_id: string }>('service', 'svc_export_claim');
  expect(claimed?.user_id).toBe(ann.person);
  const sections = await cloud.call<{ section: string }>('service', 'svc_export_sections');
  const read: Record<string, unknown[]> = {};
  for (const { section } of sections) {
    let after: string | null = null;
    do {
      const page: { rows: unknown[]; next: string | null } = await cloud.value('service', 'svc_export_page', {
        p_export: claimed?.id,
        p_section: section,
        p_after: after,
        p_limit: 2,
      });
      (read[section] ??= []).push(...page.rows);
      after = page.next;
    } while (after !== null);
  }
  expect(read).toMatchObject({
    profile: [{ handle: 'exporter' }],
    posts: [{ title: 'Published' }],
    payments: [{ amount: 1000 }],
  });
  for (const section of ['account', 'consents', 'credits', 'jobs', 'media', 'usage'])
    expect(read[section], section).not.toEqual([]);
  expect(read['library']).toHaveLength(5);
  expect(JSON.stringify(read)).not.toMatch(/unsubscribe_token|lease_id|token_hash|tsvector/);
});

test('P40: one export at a time, offered for a week', async () => {
  const ann = await signUp(cloud);
  const first = await cloud.value<{ id: string }>(ann, 'request_export');
  expect(await cloud.value(ann, 'request_export')).toMatchObject({ id: first.id });
  for (let claimed = first.id; ;) {
    const [next] = await cloud.call<{ id: string }>('service', 'svc_export_claim');
    if (next) claimed = next.id;
    if (!next || claimed === first.id) break;
  }
  await cloud.value('service', 'svc_export_done', { p_export: first.id, p_paths: [`${ann.person}/a.json`] });
  expect(await life.mails(cloud, ann, 'export_ready')).toHaveLength(1);
  await cloud.value('service', 'svc_sweep_exports', { p_now: life.days(8) });
  const exports = await cloud.call<{ my_exports: unknown }>(ann, 'my_exports');
  expect(JSON.stringify(exports)).toContain('expired');
});

/** The worker's steps as the function makes them. */
async function erase(id: string, person: Person, now: Date): Promise<unknown> {
  await life.removeFiles(cloud, `${person.person}/`);
  await cloud.value('service', 'svc_erasure_step', {
    p_id: id,
    p_step: 'files',
    p_detail: { creations: 2 },
    p_now: now,
  });
  await cloud.value('service', 'svc_erasure_rows', { p_id: id, p_now: now });
  await cloud.rows('owner', 'delete from auth.users where id = $1', [person.person]);
  return await cloud.value('service', 'svc_erasure_certify', { p_id: id, p_now: now });
}

async function claimErasure(
  person: Person,
  now: Date,
): Promise<{ id: string; customer: string | null } | undefined> {
  for (;;) {
    const claimed = await cloud.value<{ id: string; user_id: string; customer: string | null } | null>(
      'service',
      'svc_erasure_claim',
      { p_now: now },
    );
    if (!claimed || claimed.user_id === person.person) return claimed ?? undefined;
  }
}

test('P31, P38: a deleted account is gone within thirty days, with a certificate of what went and what stays', async () => {
  const ann = await busyPerson('leaver');
  const { scheduled_for: due, certificate } = await cloud.value<{
    scheduled_for: string;
    certificate: string;
  }>(ann, 'request_deletion');
  expect(Date.parse(due)).toBeLessThan(life.days(30).getTime());
  expect(await claimErasure(ann, life.days(13))).toBeUndefined();
  const claimed = await claimErasure(ann, life.days(15));
  expect(claimed).toMatchObject({ id: certificate, customer: 'cus_leaver' });
  expect(await refusal(cloud.value('service', 'svc_erasure_certify', { p_id: certificate }))).toMatchObject({
    message: 'not_erased',
  });
  const done = await erase(certificate, ann, life.days(15));
  expect(done).toMatchObject({
    id: certificate,
    erased: {
      files: { creations: 2, gallery: 2 },
      rows: { 'public.profiles': 1, 'public.jobs': 1, 'private.sync_items': 1 },
    },
    kept: { 'private.payments': { rows: 1 } },
  });
  const last = await cloud.row<{ id: string }>(
    'owner',
    `select id from private.mail_outbox where template = 'deletion_done' and params ->> 'certificate' = $1`,
    [certificate],
  );
  await cloud.value('service', 'svc_mail_sent', { p_id: last?.id });
  // Searched for everywhere, in every column of every table. The address holds the id as well.
  const tables = await cloud.rows<{ name: string }>(
    'owner',
    `select format('%I.%I', nspname, relname) as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
     where nspname in ('public', 'private', 'storage') and relkind in ('r', 'p')`,
  );
  for (const { name } of tables) {
    const found = await cloud.rows(
      'owner',
      `select entry::text from ${name} as entry where strpos(entry::text, $1) > 0`,
      [ann.person],
    );
    expect(found, name).toEqual([]);
  }
  expect(await cloud.call('service', 'svc_ledger_audit')).toEqual([]);
});

test('P30: payments outlive the account for seven years, with nothing in them that tells whose they were', async () => {
  const ann = await busyPerson('payer');
  const { certificate } = await cloud.value<{ certificate: string }>(ann, 'request_deletion');
  await claimErasure(ann, life.days(15));
  await erase(certificate, ann, life.days(15));
  const kept = async () =>
    await cloud.rows('owner', `select account_id from private.payments where source_id = 'cs_payer'`);
  expect(await kept()).toHaveLength(1);
  const account = await cloud.row('owner', 'select user_id, stripe_customer_id from accounts where id = $1', [
    ann.account,
  ]);
  expect(account).toEqual({ user_id: null, stripe_customer_id: null });
  await cloud.value('service', 'svc_retention_run', { p_now: life.days(7 * 365) });
  expect(await kept()).toHaveLength(1);
  await cloud.value('service', 'svc_retention_run', { p_now: life.days(7 * 366 + 1) });
  expect(await kept()).toEqual([]);
  expect(await cloud.call('service', 'svc_ledger_audit')).toEqual([]);
});

test('P31: who changes their mind within the days of grace finds everything as it was', async () => {
  const ann = await busyPerson('returner');
  await cloud.value(ann, 'request_deletion');
  expect(await refusal(life.createJob(cloud, ann))).toMatchObject({ message: 'deletion_scheduled' });
  const seen = async () => await cloud.call('anon', 'discover_feed', { p_author: ann.person });
  expect(await seen()).toEqual([]);
  expect(await cloud.value(ann, 'cancel_deletion')).toBe(true);
  expect(await seen()).toHaveLength(1);
  await life.createJob(cloud, ann);
  await cloud.value(ann, 'request_deletion');
  await claimErasure(ann, life.days(15));
  expect(await cloud.value(ann, 'cancel_deletion')).toBe(false);
});
