// The public gallery and private links: publishing, reading, reacting, sharing.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cloud, openCloud, type Person, refusal, signUp } from './support/cloud.ts';
import { type FeedRow, idsOf, readFeed, signUpAuthor } from './support/gallery.ts';
import { publish, sha256, storePicture } from './support/life.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await openCloud();
}, 120_000);
afterAll(async () => await cloud.close());

test('P23, P25: a published creation is seen by everybody, with its author and no prompt unless they show it', async () => {
  const ann = await signUpAuthor(cloud);
  const shown = await publish(cloud, ann, 'Shown', {
    prompt: 'a red boat',
    show_prompt: true,
    details: { model: 'm' },
  });
  const kept = await publish(cloud, ann, 'Kept', { prompt: 'a secret boat', details: { model: 'm' } });
  const rows = await readFeed(cloud, 'anon', { p_author: ann.person });
  expect(rows).toMatchObject([
    { id: kept, handle: ann.handle },
    { id: shown, handle: ann.handle },
  ]);
  expect(await cloud.value('anon', 'post_details', { p_post: shown })).toMatchObject({
    prompt: 'a red boat',
    details: { model: 'm' },
  });
  expect(await cloud.value('anon', 'post_details', { p_post: kept })).toMatchObject({
    prompt: null,
    details: {},
  });
  expect(JSON.stringify(await cloud.call('anon', 'search_posts', { p_query: 'secret' }))).toBe('[]');
  expect(await refusal(cloud.rows('anon', 'select prompt from posts'))).toMatchObject({ code: '42501' });
  expect(await cloud.value('anon', 'author_page', { p_handle: ann.handle.toUpperCase() })).toMatchObject({
    post_count: 2,
  });
});

test('every order comes in pages that miss and repeat nothing', async () => {
  const ann = await signUpAuthor(cloud);
  for (let index = 0; index < 7; index += 1)
    await publish(cloud, ann, `Number ${index}`, { tags: ['paged'] });
  for (const sort of ['newest', 'trending', 'top']) {
    for (const filter of [
      { p_author: ann.person },
      { p_tag: 'paged' },
      { p_tag: 'paged', p_kind: 'image' },
      { p_tag: 'paged', p_author: ann.person },
    ]) {
      const whole = await readFeed(cloud, 'anon', { p_sort: sort, ...filter });
      const paged: FeedRow[] = [];
      for (let after: string | null = null; ;) {
        const page: readonly FeedRow[] = await readFeed(cloud, 'anon', {
          p_sort: sort,
          ...filter,
          p_limit: 3,
          p_after: after,
        });
        if (page.length === 0) break;
        paged.push(...page);
        after = page.at(-1)?.cursor ?? null;
      }
      expect(idsOf(paged), `${sort} ${JSON.stringify(filter)}`).toEqual(idsOf(whole));
      expect(whole).toHaveLength(7);
    }
  }
  expect(await readFeed(cloud, 'anon', { p_tag: 'paged', p_kind: 'video' })).toEqual([]);
});

test('the top of a week and of a month holds what was published in it, in pages, within tags and by author', async () => {
  const ann = await signUpAuthor(cloud);
  const fans = await Promise.all([signUpAuthor(cloud), signUpAuthor(cloud), signUpAuthor(cloud)]);
  const make = async (title: string, days: number, likes: number): Promise<string> => {
    const id = await publish(cloud, ann, title, { tags: ['periods'] });
    for (const fan of fans.slice(0, likes)) await cloud.call(fan, 'toggle_like', { p_post: id, p_on: true });
    await cloud.rows(
      'owner',
      `update posts set published_at = now() - make_interval(hours => $2) where id = $1`,
      [id, days * 24],
    );
    return id;
  };
  const old = await make('Old', 31, 3);
  const month = [await make('Month', 29, 2), await make('Just over a week', 7.5, 1)];
  const week = [await make('Loved', 6, 3), await make('Liked', 1, 1), await make('New', 0, 0)];
  const top = async (p_period: string | null, filter: object, p_limit = 30, p_after: string | null = null) =>
    await readFeed(cloud, 'anon', { p_sort: 'top', p_period, p_limit, p_after, ...filter });
  for (const filter of [
    { p_author: ann.person },
    { p_tag: 'periods' },
    { p_tag: 'periods', p_kind: 'image' },
  ]) {
    expect(idsOf(await top('week', filter)), JSON.stringify(filter)).toEqual(week);
    expect(new Set(idsOf(await top('month', filter)))).toEqual(new Set([...month, ...week]));
    expect(idsOf(await top(null, filter))).toHaveLength(6);
    const first = await top('month', filter, 2);
    const rest = await top('month', filter, 30, first.at(-1)?.cursor);
    expect(idsOf([...first, ...rest])).toEqual(idsOf(await top('month', filter)));
  }
  expect(idsOf(await top('month', {}))).not.toContain(old);
  for (const [p_sort, p_period] of [
    ['top', 'year'],
    ['top', `week'; --`],
    ['newest', 'week'],
  ]) {
    const refused = cloud.call('anon', 'discover_feed', { p_sort, p_period });
    expect(await refusal(refused)).toMatchObject({ code: 'PT422', message: 'unknown_period' });
  }
});

test('posts leave the week and the month as time goes by, before and after cron has looked', async () => {
  const ann = await signUpAuthor(cloud);
  const id = await publish(cloud, ann, 'Ages', { tags: ['ageing'] });
  const listed = async () => ({
    post: (await cloud.row('owner', 'select recent from posts where id = $1', [id]))?.['recent'],
    tag: (
      await cloud.row('owner', `select recent from private.post_tags where post_id = $1 and tag = 'ageing'`, [
        id,
      ])
    )?.['recent'],
    week: (await readFeed(cloud, 'anon', { p_sort: 'top', p_period: 'week', p_tag: 'ageing' })).length,
  });
  expect(await listed()).toEqual({ post: 2, tag: 2, week: 1 });
  const later = async (days: number) =>
    await cloud.value<number>('service', 'svc_age_posts', {
      p_now: new Date(Date.now() + days * 86_400_000),
    });
  await later(6.9);
  expect(await listed()).toEqual({ post: 2, tag: 2, week: 1 });
  expect(await later(7.1)).toBeGreaterThan(0);
  expect(await listed()).toEqual({ post: 1, tag: 1, week: 0 });
  await later(30.1);
  expect(await listed()).toEqual({ post: 0, tag: 0, week: 0 });
  expect(await later(30.1)).toBe(0);
  // As it is in the hour before cron comes: still listed, and passed over.
  await cloud.rows('owner', `update posts set published_at = now() - interval '8 days' where id = $1`, [id]);
  await cloud.rows('owner', `update posts set recent = 2 where id = $1`, [id]);
  expect(await listed()).toEqual({ post: 2, tag: 2, week: 0 });
});

test('a like counts once, can be taken back, and moves a post up', async () => {
  const ann = await signUpAuthor(cloud);
  const bob = await signUpAuthor(cloud);
  const first = await publish(cloud, ann, 'First', { tags: ['liked'] });
  const second = await publish(cloud, ann, 'Second', { tags: ['liked'] });
  const like = async (on: boolean) => await cloud.value(bob, 'toggle_like', { p_post: first, p_on: on });
  expect(await like(true)).toEqual({ liked: true, like_count: 1 });
  expect(await like(true)).toEqual({ liked: true, like_count: 1 });
  expect(await readFeed(cloud, bob, { p_sort: 'top', p_tag: 'liked' })).toMatchObject([
    { id: first, liked: true, like_count: 1 },
    { id: second, liked: false, like_count: 0 },
  ]);
  expect(await like(false)).toEqual({ liked: false, like_count: 0 });
  expect(await refusal(cloud.value(bob, 'toggle_like', { p_post: randomUUID(), p_on: true }))).toMatchObject({
    code: 'PT404',
  });
});

test('P20: a block hides each from the other, everywhere', async () => {
  const ann = await signUpAuthor(cloud);
  const bob = await signUpAuthor(cloud);
  const post = await publish(cloud, ann, 'Blocked', { tags: ['blocked'] });
  await publish(cloud, bob, 'Blocker', { tags: ['blocked'] });
  await cloud.value(bob, 'set_block', { p_person: ann.person, p_on: true });
  for (const reader of [ann, bob]) {
    expect(await readFeed(cloud, reader, { p_tag: 'blocked' })).toHaveLength(1);
    expect(await cloud.call(reader, 'search_posts', { p_query: 'blocked' })).toHaveLength(1);
  }
  expect(await readFeed(cloud, 'anon', { p_tag: 'blocked' })).toHaveLength(2);
  expect(await refusal(cloud.value(bob, 'toggle_like', { p_post: post, p_on: true }))).toMatchObject({
    code: 'PT404',
  });
  expect(await refusal(cloud.value(ann, 'author_page', { p_handle: bob.handle }))).toMatchObject({
    code: 'PT404',
  });
  await cloud.value(bob, 'set_block', { p_person: ann.person, p_on: false });
  expect(await readFeed(cloud, bob, { p_tag: 'blocked' })).toHaveLength(2);
});

test('a hidden post is gone for who hid it, and sensitive ones come only when asked for', async () => {
  const ann = await signUpAuthor(cloud);
  const bob = await signUpAuthor(cloud);
  const post = await publish(cloud, ann, 'Hidden', { tags: ['hidden'] });
  const sensitive = await publish(cloud, ann, 'Sensitive', { tags: ['hidden'], sensitive: true });
  await cloud.value(bob, 'set_hidden', { p_post: post, p_on: true });
  expect(await readFeed(cloud, bob, { p_tag: 'hidden' })).toEqual([]);
  expect(idsOf(await readFeed(cloud, 'anon', { p_tag: 'hidden' }))).toEqual([post]);
  expect(idsOf(await readFeed(cloud, 'anon', { p_tag: 'hidden', p_sensitive: true }))).toEqual([
    sensitive,
    post,
  ]);
});

test('publishing is in two steps: no copy, no post; begun and left is swept', async () => {
  const ann = await signUpAuthor(cloud);
  const id = randomUUID();
  const { sha256: hash } = await storePicture(cloud, ann, id);
  const begin = async (extra = {}) =>
    await cloud.value<{ media_path: string }>('service', 'svc_publish_begin', {
      p_user: ann.person,
      p_id: id,
      p_post: {
        creation_id: id,
        sha256: hash,
        kind: 'image',
        width: 1,
        height: 1,
        tags: ['Sea', 'sea '],
        ...extra,
      },
    });
  const begun = await begin();
  expect(await begin()).toEqual(begun);
  expect(await refusal(begin({ creation_id: 'another' }))).toMatchObject({ message: 'post_id_reused' });
  const finish = cloud.call('service', 'svc_publish_finish', { p_id: id, p_verdict: 'publish' });
  expect(await refusal(finish)).toMatchObject({ code: 'PT409', message: 'copy_missing' });
  expect(await readFeed(cloud, 'anon', { p_author: ann.person })).toEqual([]);
  await cloud.value('service', 'svc_sweep_posts', { p_now: new Date(Date.now() + 2 * 3_600_000) });
  const doomed = await cloud.rows('owner', `select path from private.doomed_files where path = $1`, [
    begun.media_path,
  ]);
  expect(doomed).toHaveLength(1);
});

test('P22: only one’s own stored creation can be published, under a handle, with proper tags', async () => {
  const ann = await signUpAuthor(cloud);
  const eve = await signUpAuthor(cloud);
  const { sha256: hash } = await storePicture(cloud, ann, 'mine');
  const begin = async (person: Person, draft: Record<string, unknown>) =>
    await cloud.value('service', 'svc_publish_begin', {
      p_user: person.person,
      p_id: randomUUID(),
      p_post: { creation_id: randomUUID(), kind: 'image', width: 1, height: 1, ...draft },
    });
  expect(await refusal(begin(eve, { sha256: hash }))).toMatchObject({ message: 'creation_not_found' });
  expect(await refusal(begin(ann, { sha256: sha256('nothing') }))).toMatchObject({
    message: 'creation_not_found',
  });
  const nameless = await signUp(cloud);
  expect(await refusal(begin(nameless, { sha256: hash }))).toMatchObject({ message: 'handle_required' });
  for (const tags of [
    ['a b'],
    ['x'.repeat(31)],
    ['<b>'],
    Array.from({ length: 11 }, (_, index) => `t${index}`),
  ]) {
    expect(await refusal(begin(ann, { sha256: hash, tags }))).toMatchObject({ message: 'invalid_tags' });
  }
});

test('P28: unpublishing takes a post away at once, and its copies soon after', async () => {
  const ann = await signUpAuthor(cloud);
  const post = await publish(cloud, ann, 'Brief');
  expect(await cloud.value('service', 'svc_unpublish', { p_user: ann.person, p_id: post })).toBe(true);
  expect(await readFeed(cloud, 'anon', { p_author: ann.person })).toEqual([]);
  expect(
    await cloud.rows(
      'owner',
      `select path from private.doomed_files where reason = 'unpublished' and starts_with(path, $1)`,
      [ann.person],
    ),
  ).toHaveLength(2);
  expect(await cloud.value('service', 'svc_unpublish', { p_user: ann.person, p_id: post })).toBe(false);
});

test('search finds words of titles, tags and shown prompts, leaves out what is asked away, and pages', async () => {
  const ann = await signUpAuthor(cloud);
  const posts: string[] = [];
  for (let index = 0; index < 4; index += 1)
    posts.push(await publish(cloud, ann, `Quokka ${index}`, { tags: index % 2 ? ['odd'] : [] }));
  const search = async (query: string, args = {}) =>
    await cloud.call<FeedRow>('anon', 'search_posts', { p_query: query, ...args });
  expect(idsOf(await search('quokka'))).toEqual(posts.toReversed());
  expect(await search('quokka odd')).toHaveLength(2);
  expect(await search('quokka -odd')).toHaveLength(2);
  const first = await search('quokka', { p_limit: 3 });
  expect(idsOf(await search('quokka', { p_limit: 3, p_after: first.at(-1)?.cursor }))).toEqual([posts[0]]);
  expect(await search('')).toEqual([]);
});

test('P24: a link opens for whoever holds it, counts, and ends at once when revoked', async () => {
  const ann = await signUpAuthor(cloud);
  const { sha256: hash, path } = await storePicture(cloud, ann, 'shared');
  const id = randomUUID();
  const token = sha256('the token');
  const share = { creation_id: 'c', sha256: hash, title: 'Look', width: 1, height: 1 };
  const create = async () =>
    await cloud.call('service', 'svc_share_create', {
      p_user: ann.person,
      p_id: id,
      p_token_hash: token,
      p_share: share,
    });
  await create();
  await create();
  const resolve = async (hashed: string, now?: Date) =>
    await cloud.value('service', 'svc_share_resolve', {
      p_token_hash: hashed,
      ...(now ? { p_now: now } : {}),
    });
  expect(await resolve(token)).toMatchObject({ title: 'Look', path, author: { handle: ann.handle } });
  expect(await cloud.row(ann, 'select views from shares where id = $1', [id])).toEqual({ views: 1 });
  expect(await refusal(resolve(sha256('a guess')))).toMatchObject({
    code: 'PT404',
    message: 'share_not_found',
  });
  expect(await cloud.value(ann, 'revoke_share', { p_share: id })).toBe(true);
  expect(await refusal(resolve(token))).toMatchObject({ code: 'PT410', message: 'share_gone' });
});

test('P24: a link ends with its time, with its file, and with its owner', async () => {
  const ann = await signUpAuthor(cloud);
  const { sha256: hash } = await storePicture(cloud, ann, 'for a day');
  const token = sha256('for a day');
  await cloud.call('service', 'svc_share_create', {
    p_user: ann.person,
    p_id: randomUUID(),
    p_token_hash: token,
    p_share: {
      creation_id: 'c',
      sha256: hash,
      width: 1,
      height: 1,
      expires_at: new Date(Date.now() + 86_400_000),
    },
  });
  const resolve = async (now = new Date()) =>
    await cloud.value('service', 'svc_share_resolve', { p_token_hash: token, p_now: now });
  expect(await refusal(resolve(new Date(Date.now() + 90_000_000)))).toMatchObject({ message: 'share_gone' });
  await cloud.value(ann, 'request_deletion');
  expect(await refusal(resolve())).toMatchObject({ message: 'share_gone' });
  await cloud.value(ann, 'cancel_deletion');
  await resolve();
  await cloud.value(ann, 'media_release', { p_sha256: [hash] });
  expect(await refusal(resolve())).toMatchObject({ message: 'share_not_found' });
});
