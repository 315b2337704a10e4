import { randomUUID } from 'node:crypto';
import type { RealtimeChannel } from '@supabase/supabase-js';
import { beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Person, TestCloud } from './harness.ts';

type Heard = { readonly event: string; readonly payload: unknown };

/** Waits until a channel is joined, or refused. */
async function joined(
  channel: RealtimeChannel,
): Promise<{ readonly status: string; readonly error: string }> {
  const { promise, resolve } = Promise.withResolvers<{ status: string; error: string }>();
  channel.subscribe((status, error) => resolve({ status, error: error?.message ?? '' }));
  return await promise;
}

/** What unmodified supabase-js needs of realtime. */
export function realtimeContract(get: () => TestCloud): void {
  let ann: Person;
  let ben: Person;
  beforeAll(async () => {
    [ann, ben] = [await get().person(), await get().person()];
    await ann.client.realtime.setAuth(ann.token);
    await ben.client.realtime.setAuth(ben.token);
  });

  test('sends from the database to the private channel of a person, in order, and to nobody else', async () => {
    const heard: Heard[] = [];
    const topic = `user:${ann.id}`;
    const channel = ann.client.channel(topic, { config: { private: true } });
    channel.on('broadcast', { event: 'job' }, ({ event, payload }) => heard.push({ event, payload }));
    expect(await joined(channel)).toEqual({ status: 'SUBSCRIBED', error: '' });
    const spy = await joined(ben.client.channel(topic, { config: { private: true } }));
    expect(spy.status).toBe('CHANNEL_ERROR');
    expect(spy.error).toContain('Unauthorized');
    await ben.client.removeAllChannels();
    const openly = ben.client.channel(topic);
    openly.on('broadcast', { event: '*' }, ({ event, payload }) => heard.push({ event, payload }));
    expect((await joined(openly)).status).toBe('SUBSCRIBED');
    const { database } = get().cloud;
    for (const progress of [1, 2, 3]) {
      await database.query(`select realtime.send(jsonb_build_object('progress', $1::int), 'job', $2)`, [
        progress,
        topic,
      ]);
    }
    await expect.poll(() => heard.length).toBe(3);
    expect(heard.map(({ payload }) => payload)).toMatchObject([
      { progress: 1 },
      { progress: 2 },
      { progress: 3 },
    ]);
    await ann.client.removeChannel(channel);
    await ben.client.removeAllChannels();
  });

  test('lets nobody speak on a private channel without a policy that says so', async () => {
    const channel = ann.client.channel(`user:${ann.id}`, {
      config: { private: true, broadcast: { ack: true } },
    });
    await joined(channel);
    expect(await channel.send({ type: 'broadcast', event: 'job', payload: {} })).toBe('error');
    await ann.client.removeChannel(channel);
  });

  test('passes messages between those who joined a topic', async () => {
    const topic = randomUUID();
    const heard: unknown[] = [];
    const [one, two] = [
      ann.client.channel(topic, { config: { broadcast: { ack: true } } }),
      ben.client.channel(topic),
    ];
    one.on('broadcast', { event: 'hello' }, () => heard.push('own'));
    two.on('broadcast', { event: 'hello' }, ({ payload }) => heard.push(payload));
    await joined(one);
    await joined(two);
    expect(await one.send({ type: 'broadcast', event: 'hello', payload: { n: 1 } })).toBe('ok');
    await expect.poll(() => heard).toEqual([{ n: 1 }]);
    await ann.client.removeAllChannels();
    await ben.client.removeAllChannels();
  });

  test('refuses what it does not do, and tokens that do not hold', async () => {
    const changes = ann.client
      .channel('changes')
      .on('postgres_changes', { event: '*', schema: 'public' }, () => undefined);
    expect((await joined(changes)).error).toContain('unsupported_by_local_stack');
    const presence = ann.client.channel('presence', { config: { presence: { enabled: true, key: 'a' } } });
    expect((await joined(presence)).error).toContain('unsupported_by_local_stack');
    await ann.client.removeAllChannels();
    const stranger = get().client();
    await stranger.realtime.setAuth(`${ann.token}x`);
    expect((await joined(stranger.channel(`user:${ann.id}`, { config: { private: true } }))).error).toContain(
      'InvalidJWT',
    );
    await stranger.removeAllChannels();
  });

  test('opens to a key of the project alone, and hangs up on what is no frame', async () => {
    const address = `${get().cloud.url.replace('http', 'ws')}/realtime/v1/websocket?vsn=1.0.0`;
    const outcome = async (url: string, say?: string | Buffer): Promise<string> => {
      const socket = new WebSocket(url);
      const { promise, resolve } = Promise.withResolvers<string>();
      socket.once('unexpected-response', (_request, response) => resolve(`${response.statusCode}`));
      socket.once('close', (code) => resolve(`${code}`));
      socket.once('error', () => undefined);
      socket.once('open', () => socket.send(say ?? '{}'));
      return await promise;
    };
    expect(await outcome(address)).toBe('401');
    expect(await outcome(`${address}&apikey=guess`)).toBe('401');
    const good = `${address}&apikey=${get().cloud.publishableKey}`;
    for (const nonsense of ['{', '[]', '{"topic":7}', Buffer.from([1, 2])])
      expect(await outcome(good, nonsense)).toBe('1003');
    expect(await outcome(good, 'x'.repeat(300_000))).toBe('1009');
  });
}
