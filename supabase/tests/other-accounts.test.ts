// Somebody with an account of their own against every row and file of another.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cloud, openCloud, type Person, refusal, signUp } from './support/cloud.ts';
import * as life from './support/life.ts';

let cloud: Cloud;
let ann: Person;
let eve: Person;
let picture: life.Stored;
let hidden: string;

/** Ann does everything once; Eve is a member with the same rights. */
beforeAll(async () => {
  cloud = await openCloud();
  ann = await signUp(cloud);
  eve = await signUp(cloud);
  const zoe = await signUp(cloud);
  await life.enableSketch(cloud);
  await life.takeHandle(cloud, ann, 'ann');
  await life.takeHandle(cloud, zoe, 'zoe');
  picture = await life.storePicture(cloud, ann, 'a private picture');
  await life.createJob(cloud, ann);
  await life.putFile(cloud, 'inputs', `${ann.person}/input.png`);
  await life.putFile(cloud, 'exports', `${ann.person}/export.json`);
  await life.putFile(cloud, 'support', `${ann.person}/note.txt`);
  hidden = await life.publish(cloud, ann, 'waiting to be looked at', {}, 'review');
  const post = await life.publish(cloud, zoe, 'somebody else’s');
  await cloud.call(ann, 'sync_push', {
    p_items: [{ kind: 'creation', id: 'c', base_rev: 0, doc: { a: 1 } }],
  });
  await cloud.call(ann, 'toggle_like', { p_post: post, p_on: true });
  await cloud.call(ann, 'report_post', { p_post: post, p_reason: 'spam' });
  await cloud.call(ann, 'set_hidden', { p_post: post, p_on: true });
  await cloud.call(ann, 'set_block', { p_person: zoe.person, p_on: true });
  await cloud.call(ann, 'request_export');
  await cloud.call('service', 'svc_share_create', {
    p_user: ann.person,
    p_id: randomUUID(),
    p_token_hash: life.sha256('token'),
    p_share: { creation_id: 'c', sha256: picture.sha256, width: 1, height: 1 },
  });
  const message = randomUUID();
  await cloud.call('service', 'svc_support_create', {
    p_id: message,
    p_user: ann.person,
    p_address: null,
    p_category: 'bug',
    p_message: 'It hurts.',
  });
  await cloud.rows('owner', `insert into support_replies (message_id, body) values ($1, 'Sorry.')`, [
    message,
  ]);
  await cloud.call('service', 'svc_statements_run', { p_now: new Date(Date.now() + 32 * 86_400_000) });
}, 120_000);
afterAll(async () => await cloud.close());

/** Tables of the API with a column that says whose a row is. */
async function ownedTables(): Promise<
  readonly { name: string; owner: string; key: string; columns: string }[]
> {
  const rows = await cloud.rows<{ relation: string; owner_column: string; owner: string; columns: string }>(
    'owner',
    `select relation, owner_column, owner, (
       select string_agg(attname, ', ') from pg_attribute
       where attrelid = relation::regclass and attnum > 0
         and has_column_privilege('authenticated', attrelid, attnum, 'select')
     ) as columns
     from private.personal_data where relation like 'public.%' order by relation`,
  );
  return rows.map((row) => ({
    name: row.relation,
    owner: row.owner_column,
    key: row.owner === 'user' ? ann.person : ann.account,
    columns: row.columns,
  }));
}

test('P26: another account reads no row of a person, in any table; the person reads their own', async () => {
  const tables = await ownedTables();
  expect(tables.length).toBeGreaterThan(15);
  for (const { name, owner, key, columns } of tables) {
    const read = `select ${columns} from ${name} where ${owner} = $1`;
    expect(await cloud.rows(ann, read, [key]), `${name} by its owner`).not.toEqual([]);
    expect(await cloud.rows(eve, read, [key]), `${name} by another`).toEqual([]);
    const signedOut = await cloud.rows('anon', read, [key]).then(
      (rows) => rows.length,
      (error: { code: string }) => error.code,
    );
    expect([0, '42501'], `${name} signed out`).toContain(signedOut);
  }
});

test('P26: another account writes no row in a person’s name, and changes and deletes none of theirs', async () => {
  for (const { name, owner, key } of await ownedTables()) {
    const insert = cloud.rows(eve, `insert into ${name} (${owner}) values ($1)`, [key]);
    expect(await refusal(insert), `insert into ${name}`).toMatchObject({ code: '42501' });
    const remove = cloud.rows(eve, `delete from ${name} where ${owner} = $1`, [key]);
    expect(await refusal(remove), `delete from ${name}`).toMatchObject({ code: '42501' });
    const change = cloud.rows(eve, `update ${name} set ${owner} = $2 where ${owner} = $1`, [key, eve.person]);
    expect(await refusal(change), `update ${name}`).toMatchObject({ code: '42501' });
  }
  const renamed = await cloud.rows(eve, `update profiles set bio = 'x' where id = $1 returning id`, [
    ann.person,
  ]);
  expect(renamed).toEqual([]);
});

test('P26: functions act for whoever calls, whatever ids they are given', async () => {
  expect(await cloud.value(eve, 'sync_pull')).toMatchObject({ items: [] });
  expect(await cloud.value(eve, 'media_release', { p_sha256: [picture.sha256] })).toBe(0);
  const share = await cloud.row<{ id: string }>('owner', 'select id from shares where user_id = $1', [
    ann.person,
  ]);
  expect(await cloud.value(eve, 'revoke_share', { p_share: share?.id })).toBe(false);
  expect(await refusal(cloud.call(eve, 'post_details', { p_post: hidden }))).toMatchObject({ code: 'PT404' });
  expect(await refusal(cloud.call(eve, 'appeal_post', { p_post: hidden, p_text: 'mine' }))).toMatchObject({
    message: 'cannot_appeal',
  });
  expect(await cloud.call(eve, 'my_exports')).toEqual([]);
  expect(await cloud.value('service', 'svc_unpublish', { p_user: eve.person, p_id: hidden })).toBe(false);
  const job = await cloud.row<{ id: string }>('owner', 'select id from jobs where user_id = $1', [
    ann.person,
  ]);
  const cancel = cloud.call('service', 'svc_job_cancel', { p_user: eve.person, p_id: job?.id });
  expect(await refusal(cancel)).toMatchObject({ message: 'job_not_found' });
});

test('P26: another account sees, adds, moves and removes no file of a person', async () => {
  const seen = `select bucket_id from storage.objects where starts_with(name, $1) order by 1`;
  const own = await cloud.rows<{ bucket_id: string }>(ann, seen, [ann.person]);
  expect(new Set(own.map((row) => row.bucket_id))).toEqual(
    new Set(['creations', 'exports', 'inputs', 'support']),
  );
  expect(await cloud.rows(eve, seen, [ann.person])).toEqual([]);
  expect(await cloud.rows('anon', seen, [ann.person])).toEqual([]);
  for (const bucket of ['creations', 'inputs', 'gallery', 'avatars', 'exports', 'support']) {
    const put = (caller: Person | 'anon', folder: string) =>
      refusal(
        cloud.rows(caller, 'insert into storage.objects (bucket_id, name) values ($1, $2)', [
          bucket,
          `${folder}/${randomUUID()}.png`,
        ]),
      );
    expect(await put(eve, ann.person), bucket).toMatchObject({ code: '42501' });
    expect(await put('anon', ann.person), bucket).toMatchObject({ code: '42501' });
  }
  const moved = `update storage.objects set name = $2 where starts_with(name, $1) returning id`;
  expect(await cloud.rows(eve, moved, [ann.person, `${eve.person}/taken.png`])).toEqual([]);
  const removed = await cloud.as(eve, async (query) => {
    await query(`select set_config('storage.allow_delete_query', 'true', true)`);
    return (await query('delete from storage.objects where starts_with(name, $1) returning id', [ann.person]))
      .rows;
  });
  expect(removed).toEqual([]);
});

test('the buckets of the service take no file from anybody, and creations only what was reserved', async () => {
  for (const bucket of ['gallery', 'exports', 'creations']) {
    const put = cloud.rows(eve, 'insert into storage.objects (bucket_id, name) values ($1, $2)', [
      bucket,
      `${eve.person}/${randomUUID()}.png`,
    ]);
    expect(await refusal(put), bucket).toMatchObject({ code: '42501' });
  }
  for (const bucket of ['inputs', 'avatars', 'support']) {
    await cloud.rows(eve, 'insert into storage.objects (bucket_id, name) values ($1, $2)', [
      bucket,
      `${eve.person}/${randomUUID()}.png`,
    ]);
  }
});

test('P26: a person hears their own channel and nobody else’s, and speaks on none', async () => {
  const hear = async (caller: Person | 'anon', topic: string) =>
    await cloud.as(caller, async (query) => {
      await query(`select set_config('realtime.topic', $1, true)`, [topic]);
      return (await query('select topic from realtime.messages where topic = $1 limit 1', [topic])).rows;
    });
  const topic = `user:${ann.person}`;
  expect(await hear(ann, topic)).toHaveLength(1);
  expect(await hear(eve, topic)).toEqual([]);
  expect(await hear('anon', topic)).toEqual([]);
  const speak = cloud.rows(
    eve,
    `insert into realtime.messages (topic, extension, event) values ($1, 'broadcast', 'job')`,
    [topic],
  );
  expect(await refusal(speak)).toMatchObject({ code: '42501' });
});

test('P22: everything is private until somebody publishes it', async () => {
  const feed = await cloud.call<{ author_id: string }>('anon', 'discover_feed', { p_sort: 'newest' });
  expect(feed.map((row) => row.author_id)).not.toContain(ann.person);
  expect(await cloud.rows('anon', 'select id from profiles where id = $1', [ann.person])).toEqual([]);
  expect(await refusal(cloud.call('anon', 'author_page', { p_handle: 'ann' }))).toMatchObject({
    message: 'person_not_found',
  });
});

test('text with quotes, wildcards and orders in it stays text', async () => {
  for (const text of [
    `'; drop table jobs; --`,
    '%',
    '_',
    `a' or '1'='1`,
    '"',
    '\\',
    '{x}',
    '$1',
    '(select 1)',
  ]) {
    expect(await cloud.call('anon', 'search_posts', { p_query: text })).toEqual([]);
    expect(await cloud.call('anon', 'discover_feed', { p_tag: text })).toEqual([]);
    expect(await refusal(cloud.call('anon', 'author_page', { p_handle: text }))).toMatchObject({
      code: 'PT404',
    });
    expect(await refusal(cloud.call('anon', 'discover_feed', { p_sort: text }))).toMatchObject({
      message: 'unknown_sort',
    });
    expect(await refusal(cloud.call('anon', 'discover_feed', { p_after: `1_${text}` }))).toMatchObject({
      message: 'bad_cursor',
    });
  }
});
