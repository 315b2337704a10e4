import { expect, test } from 'vitest';
import type { EventName, RouteName, StudioBridge, WireResult } from '../../shared/contract.ts';
import { BridgeError, createClient, isCancelled } from './client.ts';

/** A core at the other end of the wire: answers when told to. */
function otherEnd() {
  const calls: { route: RouteName; requestId: number; input: unknown }[] = [];
  const answers = new Map<number, (result: WireResult) => void>();
  const listeners = new Set<(name: EventName, payload: unknown) => void>();
  const bridge: StudioBridge = {
    request: (route, requestId, input) => {
      calls.push({ route, requestId, input });
      return new Promise((resolve) => answers.set(requestId, resolve));
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pathOf: () => '',
  };
  return {
    calls,
    client: createClient(() => bridge),
    answer: (requestId: number, result: WireResult) => answers.get(requestId)?.(result),
    emit: (name: EventName, payload: unknown) => listeners.forEach((listener) => listener(name, payload)),
  };
}

test('answers find their own question, whatever their order', async () => {
  const { client, answer } = otherEnd();
  const first = client.request('models.setHidden', { id: 'a', hidden: true });
  const second = client.request('library.erase', { ids: [1] });
  answer(2, { ok: true, value: { erased: 1 } });
  answer(1, { ok: true, value: {} });
  expect(await second).toEqual({ erased: 1 });
  expect(await first).toEqual({});
});

test('a refusal becomes an error with its code and log id', async () => {
  const { client, answer } = otherEnd();
  const asked = client.request('jobs.status', {});
  answer(1, { ok: false, error: { code: 'INTERNAL', message: 'broken', logId: 'L7' } });
  await expect(asked).rejects.toMatchObject({ code: 'INTERNAL', message: 'broken', logId: 'L7' });
});

test('aborting tells the core which request to stop and rejects as cancelled', async () => {
  const { client, answer, calls } = otherEnd();
  const controller = new AbortController();
  const asked = client.request('storage.check', {}, { signal: controller.signal });
  controller.abort();
  expect(calls[1]).toMatchObject({ route: 'app.cancel', input: { requestId: 1 } });
  answer(1, { ok: true, value: {} });
  const error = await asked.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(BridgeError);
  expect(isCancelled(error)).toBe(true);
});

test('a request that is cancelled beforehand is never sent', async () => {
  const { client, calls } = otherEnd();
  const asked = client.request('storage.check', {}, { signal: AbortSignal.abort() });
  await expect(asked).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(calls).toEqual([]);
});

test('an abort after the answer sends nothing', async () => {
  const { client, answer, calls } = otherEnd();
  const controller = new AbortController();
  const asked = client.request('storage.check', {}, { signal: controller.signal });
  answer(1, { ok: true, value: {} });
  await asked;
  controller.abort();
  expect(calls).toHaveLength(1);
});

test('a listener hears its own event until it leaves', () => {
  const { client, emit } = otherEnd();
  const heard: unknown[] = [];
  const leave = client.subscribe('app.navigate', (payload) => heard.push(payload));
  emit('app.navigate', { to: '/library' });
  emit('models.changed', {});
  leave();
  emit('app.navigate', { to: '/create' });
  expect(heard).toEqual([{ to: '/library' }]);
});
