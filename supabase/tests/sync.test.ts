// The library on several machines, and the files it is about.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cloud, openCloud, type Person, refusal, signUp } from './support/cloud.ts';
import { sha256, storePicture } from './support/life.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await openCloud();
}, 120_000);
afterAll(async () => await cloud.close());

type Item = { readonly kind: string; readonly id: string; readonly base_rev: number; readonly doc: unknown };
type Pushed = {
  readonly rev: number;
  readonly items: readonly { readonly rev: number; readonly status: string }[];
};
type Pulled = {
  readonly rev: number;
  readonly more: boolean;
  readonly items: readonly { readonly id: string; readonly rev: number }[];
};

const item = (id: string, doc: unknown, baseRev = 0): Item => ({
  kind: 'creation',
  id,
  base_rev: baseRev,
  doc,
});

async function push(person: Person, ...items: readonly Item[]): Promise<Pushed> {
  return await cloud.value(person, 'sync_push', { p_items: items });
}

async function pull(person: Person, since: number, limit = 500): Promise<Pulled> {
  return await cloud.value(person, 'sync_pull', { p_since: since, p_limit: limit });
}

test('D05: what one machine pushes another pulls, page by page, newest state only', async () => {
  const ann = await signUp(cloud);
  await push(ann, item('a', { v: 1 }), item('b', { v: 1 }), item('c', { v: 1 }));
  await push(ann, item('a', { v: 2 }, 1));
  const first = await pull(ann, 0, 2);
  expect(first).toMatchObject({ rev: 3, more: true });
  expect(await pull(ann, first.rev, 2)).toEqual({
    rev: 4,
    more: false,
    items: [{ kind: 'creation', id: 'a', rev: 4, doc: { v: 2 }, deleted: false }],
  });
  expect(await pull(ann, 4)).toEqual({ rev: 4, more: false, items: [] });
});

test('D05: a change made on an old state is given back with what is there, and changes nothing', async () => {
  const ann = await signUp(cloud);
  await push(ann, item('a', { v: 1 }));
  await push(ann, item('a', { v: 2 }, 1));
  const late = await push(ann, item('a', { v: 3 }, 1), item('b', { v: 1 }));
  expect(late.items).toEqual([
    { kind: 'creation', id: 'a', rev: 2, doc: { v: 2 }, deleted: false, status: 'conflict' },
    { kind: 'creation', id: 'b', rev: 3, status: 'accepted' },
  ]);
});

test('D05: a push whose answer was lost is accepted again without a new revision', async () => {
  const ann = await signUp(cloud);
  const items = [item('a', { v: 1 }), item('b', { nested: { list: [1, 2] } })];
  const first = await push(ann, ...items);
  expect(await push(ann, ...items)).toEqual(first);
});

test('D05: a deletion is told to the other machines, and told once', async () => {
  const ann = await signUp(cloud);
  await push(ann, item('a', { v: 1 }));
  await push(ann, item('a', null, 1));
  expect((await push(ann, item('a', null, 1))).rev).toBe(2);
  expect((await pull(ann, 1)).items).toMatchObject([{ id: 'a', doc: null, deleted: true }]);
});

test('D05: a machine that was away for too long is told to start anew', async () => {
  const ann = await signUp(cloud);
  await push(ann, item('a', { v: 1 }), item('b', { v: 1 }));
  await push(ann, item('a', null, 1));
  await cloud.value('service', 'svc_sweep_tombstones', { p_now: new Date(Date.now() + 181 * 86_400_000) });
  expect(await refusal(pull(ann, 1))).toMatchObject({ code: 'PT410', message: 'cursor_too_old' });
  expect((await pull(ann, 0)).items.map(({ id }) => id)).toEqual(['b']);
});

test('bad items are refused whole', async () => {
  const ann = await signUp(cloud);
  const good = item('ok', { v: 1 });
  const other = { ...good, id: 'other' };
  for (const bad of [
    { ...other, kind: 'secret' },
    { ...good, id: '../x' },
    { ...good, id: 'x'.repeat(65) },
    { ...good, id: null },
    { ...other, doc: [1] },
    { ...other, doc: { text: 'x'.repeat(66_000) } },
    { ...other, base_rev: 'x' },
  ]) {
    const pushed = cloud.value(ann, 'sync_push', { p_items: [good, bad] });
    await expect(pushed, JSON.stringify(bad).slice(0, 80)).rejects.toThrow();
  }
  for (const items of [[], {}, '1', Array.from({ length: 501 }, () => good)]) {
    expect(await refusal(cloud.value(ann, 'sync_push', { p_items: items }))).toMatchObject({
      message: 'invalid_items',
    });
  }
  expect(await pull(ann, 0)).toMatchObject({ items: [] });
});

test('a push is hinted to the person’s other machines', async () => {
  const ann = await signUp(cloud);
  await push(ann, item('a', { v: 1 }));
  const heard = await cloud.rows('owner', `select event, payload from realtime.messages where topic = $1`, [
    `user:${ann.person}`,
  ]);
  expect(heard).toEqual([{ event: 'sync', payload: { rev: 1 } }]);
});

const file = (name: string, sizeBytes = 100) => ({
  sha256: sha256(name),
  mime: 'image/png',
  size_bytes: sizeBytes,
});

async function used({ person }: Person): Promise<number> {
  const account = await cloud.value<{ storage_bytes: number }>({ person }, 'my_account');
  return account.storage_bytes;
}

test('D05: a file is uploaded once, and known by its hash from then on', async () => {
  const ann = await signUp(cloud);
  const { path } = await storePicture(cloud, ann, 'same');
  expect(await cloud.call(ann, 'media_reserve', { p_items: [file('same')] })).toEqual([
    { sha256: sha256('same'), path, state: 'stored' },
  ]);
  expect(await used(ann)).toBe(100);
});

test('P12: a plan’s storage is never overfilled; what is there can still be given up', async () => {
  const ann = await signUp(cloud);
  const large = Array.from({ length: 6 }, (_, index) => file(`large-${index}`, 200_000_000));
  const refused = await refusal(cloud.call(ann, 'media_reserve', { p_items: large }));
  expect(refused).toMatchObject({ code: 'PT413', message: 'storage_full' });
  expect(await used(ann)).toBe(0);
  await cloud.call(ann, 'media_reserve', { p_items: large.slice(0, 5) });
  expect(
    await refusal(cloud.call(ann, 'media_reserve', { p_items: [file('more', 200_000_000)] })),
  ).toMatchObject({
    message: 'storage_full',
  });
  expect(
    await cloud.value(ann, 'media_release', { p_sha256: large.slice(0, 5).map((entry) => entry.sha256) }),
  ).toBe(5);
  expect(await used(ann)).toBe(0);
});

test('the size that counts is the real one', async () => {
  const ann = await signUp(cloud);
  const [reserved] = await cloud.call<{ path: string }>(ann, 'media_reserve', { p_items: [file('liar', 1)] });
  await cloud.rows(
    ann,
    `insert into storage.objects (bucket_id, name, metadata) values ('creations', $1, '{"size": 5000}')`,
    [reserved?.path],
  );
  await cloud.value(ann, 'media_confirm', { p_sha256: [sha256('liar')] });
  expect(await used(ann)).toBe(5000);
});

test('a reservation nobody used is void after a day, and its file goes', async () => {
  const ann = await signUp(cloud);
  const [reserved] = await cloud.call<{ path: string }>(ann, 'media_reserve', { p_items: [file('never')] });
  expect(await refusal(cloud.value(ann, 'media_confirm', { p_sha256: [sha256('never')] }))).toMatchObject({
    message: 'upload_missing',
  });
  const tomorrow = new Date(Date.now() + 25 * 3_600_000);
  await cloud.value('service', 'svc_sweep_reservations', { p_now: tomorrow });
  expect(await used(ann)).toBe(0);
  const due = await cloud.call<{ path: string }>('service', 'svc_files_due', {
    p_limit: 1000,
    p_now: tomorrow,
  });
  expect(due.map(({ path }) => path)).toContain(reserved?.path);
});

test('P28: a file given up is removed through the Storage API, and asked for once at a time', async () => {
  const ann = await signUp(cloud);
  const { sha256: hash, path } = await storePicture(cloud, ann, 'gone');
  await cloud.value(ann, 'media_release', { p_sha256: [hash] });
  const due = async () =>
    (await cloud.call<{ path: string }>('service', 'svc_files_due', { p_limit: 1000 })).some(
      (entry) => entry.path === path,
    );
  expect(await due()).toBe(true);
  expect(await due()).toBe(false);
  expect(await cloud.value('service', 'svc_files_removed', { p_bucket: 'creations', p_paths: [path] })).toBe(
    1,
  );
});

test('what is not a picture or a clip is refused', async () => {
  const ann = await signUp(cloud);
  const good = file('x');
  for (const bad of [
    { ...good, mime: 'text/html' },
    { ...good, sha256: 'abc' },
    { ...good, size_bytes: 0 },
    { ...good, size_bytes: 300_000_000 },
    {},
    { ...good, sha256: null },
  ]) {
    expect(
      await refusal(cloud.call(ann, 'media_reserve', { p_items: [bad] })),
      JSON.stringify(bad),
    ).toMatchObject({
      message: 'invalid_items',
    });
  }
});
