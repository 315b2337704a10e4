import { beforeEach, expect, test, vi } from 'vitest';
import type { EventName, RouteName, WireResult } from '../../../shared/contract.ts';
import { getSettings } from '../../app/settings.ts';
import { standardOptions } from './export-form.ts';
import { changeOptions, closeExport, openExport, runExport, stopExport, useExport } from './export-store.ts';

/** The bridge's other end: `export.run` waits until the test answers it. */
function openBridge() {
  const asked: { route: RouteName; input: unknown; answer: (result: WireResult) => void }[] = [];
  const listeners = new Set<(name: EventName, payload: unknown) => void>();
  vi.stubGlobal('window', {
    studio: {
      request: (route: RouteName, _id: number, input: unknown) =>
        new Promise<WireResult>((answer) => asked.push({ route, input, answer })),
      subscribe: (listener: (name: EventName, payload: unknown) => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  });
  return {
    asked,
    listeners,
    tell: (name: EventName, payload: unknown) => {
      for (const listener of listeners) listener(name, payload);
    },
  };
}

const phase = () => useExport.getState().phase;

beforeEach(() => useExport.setState({ ids: [], phase: { is: 'closed' }, options: standardOptions }));

test('the form opens with what was chosen for the last export, whatever was left in it since', () => {
  openBridge();
  changeOptions({ images: 'webp' });
  openExport([1]);
  expect(useExport.getState().options).toEqual(getSettings().exportOptions);
});

test('an export is followed to its report', async () => {
  const bridge = openBridge();
  openExport([1, 2]);
  changeOptions({ images: 'png' });
  const ended = runExport();
  expect(phase()).toEqual({ is: 'asking' });
  bridge.tell('export.progress', { done: 1, total: 2 });
  expect(phase()).toEqual({ is: 'writing', done: 1, total: 2 });
  const report = { folder: '/out', saved: 2, failures: [], stopped: null };
  bridge.asked[0]?.answer({ ok: true, value: report });
  await ended;
  expect(phase()).toEqual({ is: 'done', report });
  expect(bridge.asked[0]?.input).toEqual({ ids: [1, 2], options: { ...standardOptions, images: 'png' } });
  expect(bridge.listeners.size).toBe(0);
});

test('closing the system’s dialog leads back to the form', async () => {
  const bridge = openBridge();
  openExport([1]);
  const ended = runExport();
  bridge.asked[0]?.answer({ ok: true, value: null });
  await ended;
  expect(phase()).toEqual({ is: 'choosing' });
});

test('stopping says so; closing while it runs stops it and stays closed', async () => {
  const bridge = openBridge();
  openExport([1]);
  const stopped = runExport();
  stopExport();
  expect(bridge.asked.map(({ route }) => route)).toEqual(['export.run', 'app.cancel']);
  bridge.asked[0]?.answer({ ok: false, error: { code: 'CANCELLED', message: '' } });
  await stopped;
  expect(phase()).toEqual({ is: 'done', report: null });

  openExport([1]);
  const closed = runExport();
  closeExport();
  bridge.asked[2]?.answer({ ok: false, error: { code: 'CANCELLED', message: '' } });
  await closed;
  expect(phase()).toEqual({ is: 'closed' });
});

test('a broken export is told from a stopped one', async () => {
  const bridge = openBridge();
  openExport([1]);
  const ended = runExport();
  bridge.asked[0]?.answer({ ok: false, error: { code: 'INTERNAL', message: 'broken' } });
  await ended;
  expect(phase()).toEqual({ is: 'failed' });
});
