import { beforeEach, expect, test, vi } from 'vitest';
import type { EventName, StudioBridge, WireResult } from '../../shared/contract.ts';
import { defaultSettings, type Settings } from '../../shared/domain/settings.ts';
import { getSettings, loadSettings, updateSettings } from './settings.ts';

/** The core's side of the wire: keeps settings, or refuses to. */
function core() {
  let kept: Settings = { ...defaultSettings, theme: 'light' };
  let refuses = false;
  const listeners = new Set<(name: EventName, payload: unknown) => void>();
  const studio: StudioBridge = {
    request: async (route, _, input): Promise<WireResult> => {
      if (route === 'settings.set') {
        if (refuses) return { ok: false, error: { code: 'INTERNAL', message: 'disk full' } };
        kept = { ...kept, ...(input as Partial<Settings>) };
      }
      return { ok: true, value: kept };
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pathOf: () => '',
  };
  return {
    studio,
    refuse: () => {
      refuses = true;
    },
    kept: () => kept,
    emit: (settings: Settings) => listeners.forEach((listener) => listener('settings.changed', settings)),
  };
}

let other: ReturnType<typeof core>;

beforeEach(async () => {
  other = core();
  vi.stubGlobal('window', { studio: other.studio });
  await loadSettings();
});

test('settings come from the core', () => {
  expect(getSettings().theme).toBe('light');
});

test('a change shows before the core has answered, and is kept there', async () => {
  const saved = updateSettings({ gridRowHeight: 300 });
  expect(getSettings().gridRowHeight).toBe(300);
  await saved;
  expect(other.kept().gridRowHeight).toBe(300);
});

test('a refused change goes back to what the core has', async () => {
  other.refuse();
  await expect(updateSettings({ theme: 'dark' })).rejects.toThrow('disk full');
  expect(getSettings().theme).toBe('light');
});

test('changes made elsewhere arrive', () => {
  other.emit({ ...defaultSettings, railCollapsed: true });
  expect(getSettings().railCollapsed).toBe(true);
});
