// Reports, moderators' decisions, and what the person concerned can do about them.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiFunction, type Cloud, openCloud, type Person, refusal, signUp } from './support/cloud.ts';
import { idsOf, readFeed, signUpAuthor } from './support/gallery.ts';
import { publish } from './support/life.ts';

let cloud: Cloud;
let moderator: Person;
beforeAll(async () => {
  cloud = await openCloud();
  moderator = await signUp(cloud);
  await cloud.rows('owner', `update user_private set role = 'moderator' where id = $1`, [moderator.person]);
}, 120_000);
afterAll(async () => await cloud.close());

test('P20: three people’s reports, or one about a child, take a post out of sight until somebody has looked', async () => {
  const ann = await signUpAuthor(cloud);
  const reporters = [await signUpAuthor(cloud), await signUpAuthor(cloud), await signUpAuthor(cloud)];
  const post = await publish(cloud, ann, 'Reported', { tags: ['reported'] });
  const visible = async () => (await readFeed(cloud, 'anon', { p_tag: 'reported' })).length === 1;
  for (const [index, reporter] of reporters.entries()) {
    expect(await visible(), `before report ${index}`).toBe(true);
    await cloud.call(reporter, 'report_post', { p_post: post, p_reason: 'hate' });
    if (index < 2) await cloud.call(reporter, 'report_post', { p_post: post, p_reason: 'spam' });
  }
  expect(await visible()).toBe(false);
  const queue = await cloud.call<{ post: string }>('service', 'svc_moderation_queue', {
    p_moderator: moderator.person,
  });
  expect(JSON.stringify(queue)).toContain(post);
  await cloud.call('service', 'svc_moderation_act', {
    p_moderator: moderator.person,
    p_post: post,
    p_action: 'restore',
  });
  expect(await visible()).toBe(true);
  await cloud.call(reporters[0]!, 'report_post', {
    p_post: await publish(cloud, ann, 'Other'),
    p_reason: 'minor_safety',
  });
  expect(await readFeed(cloud, 'anon', { p_author: ann.person })).toHaveLength(1);
});

test('accounts made in order to report do not hide anything', async () => {
  const ann = await signUpAuthor(cloud);
  const post = await publish(cloud, ann, 'Brigaded');
  for (let index = 0; index < 4; index += 1) {
    await cloud.call(await signUp(cloud), 'report_post', { p_post: post, p_reason: 'spam' });
  }
  expect(await readFeed(cloud, 'anon', { p_author: ann.person })).toHaveLength(1);
});

test('P20: a decision is told to the author, who objects once', async () => {
  const ann = await signUpAuthor(cloud);
  const post = await publish(cloud, ann, 'Judged');
  await cloud.call('service', 'svc_moderation_act', {
    p_moderator: moderator.person,
    p_post: post,
    p_action: 'hide',
    p_note: 'Not here.',
  });
  const mail = await cloud.row(
    'owner',
    `select params from private.mail_outbox where template = 'post_moderated' and user_id = $1`,
    [ann.person],
  );
  expect(mail).toMatchObject({ params: { action: 'hide', title: 'Judged', note: 'Not here.' } });
  await cloud.value(ann, 'appeal_post', { p_post: post, p_text: 'It is a painting.' });
  expect(await refusal(cloud.value(ann, 'appeal_post', { p_post: post, p_text: 'Again.' }))).toMatchObject({
    message: 'cannot_appeal',
  });
  const removed = cloud.call('service', 'svc_moderation_act', {
    p_moderator: moderator.person,
    p_post: post,
    p_action: 'remove',
  });
  expect(await removed).toMatchObject([{ status: 'removed' }]);
  const restore = cloud.call('service', 'svc_moderation_act', {
    p_moderator: moderator.person,
    p_post: post,
    p_action: 'restore',
  });
  expect(await refusal(restore)).toMatchObject({ message: 'post_removed' });
});

test('P33: only moderators moderate', async () => {
  const ann = await signUpAuthor(cloud);
  const post = await publish(cloud, ann, 'Mine');
  const acts: readonly [ApiFunction, Record<string, unknown>][] = [
    ['svc_moderation_queue', {}],
    ['svc_moderation_people', {}],
    ['svc_moderation_act', { p_post: post, p_action: 'hide' }],
    ['svc_moderation_suspend', { p_person: ann.person, p_on: true }],
    ['svc_moderation_underage', { p_person: ann.person }],
    ['svc_support_reply', { p_message: randomUUID(), p_body: 'x' }],
  ];
  for (const [name, args] of acts) {
    expect(
      await refusal(cloud.call('service', name, { p_moderator: ann.person, ...args })),
      name,
    ).toMatchObject({
      code: 'PT403',
      message: 'not_moderator',
    });
  }
});

test('P42: an account found to be a child’s is locked at once and due to be erased', async () => {
  const child = await signUpAuthor(cloud);
  const bob = await signUpAuthor(cloud);
  await publish(cloud, child, 'Homework');
  await cloud.call(bob, 'report_person', { p_person: child.person, p_reason: 'underage' });
  const reported = await cloud.call('service', 'svc_moderation_people', { p_moderator: moderator.person });
  expect(JSON.stringify(reported)).toContain('underage');
  await cloud.value('service', 'svc_moderation_underage', {
    p_moderator: moderator.person,
    p_person: child.person,
  });
  expect(await readFeed(cloud, 'anon', { p_author: child.person })).toEqual([]);
  expect(await refusal(cloud.value(child, 'sync_push', { p_items: [{}] }))).toMatchObject({
    message: 'suspended',
  });
  expect(await cloud.value(child, 'cancel_deletion')).toBe(false);
  const due = await cloud.row(
    'owner',
    'select scheduled_for <= now() as due from private.deletions where user_id = $1',
    [child.person],
  );
  expect(due).toEqual({ due: true });
});

test('a suspension hides what was published, and undoing it brings back just that', async () => {
  const ann = await signUpAuthor(cloud);
  const stays = await publish(cloud, ann, 'Stays');
  const hidden = await publish(cloud, ann, 'Hidden before');
  await cloud.call('service', 'svc_moderation_act', {
    p_moderator: moderator.person,
    p_post: hidden,
    p_action: 'hide',
  });
  const suspend = async (on: boolean) =>
    await cloud.value('service', 'svc_moderation_suspend', {
      p_moderator: moderator.person,
      p_person: ann.person,
      p_on: on,
      p_reason: 'spam',
    });
  await suspend(true);
  expect(await readFeed(cloud, 'anon', { p_author: ann.person })).toEqual([]);
  await suspend(false);
  expect(idsOf(await readFeed(cloud, 'anon', { p_author: ann.person }))).toEqual([stays]);
});
