import { create } from 'zustand';
import { defaultSettings, type Settings, type SettingsPatch } from '../../shared/domain/settings.ts';
import { request, subscribe } from '../bridge/client.ts';

const useStore = create<Settings>(() => defaultSettings);

/** @example const theme = useSettings((settings) => settings.theme); */
export function useSettings<T>(select: (settings: Settings) => T): T {
  return useStore(select);
}

export function getSettings(): Settings {
  return useStore.getState();
}

/** Reads the settings and follows their changes; awaited once, before the first picture of the window. */
export async function loadSettings(): Promise<void> {
  subscribe('settings.changed', (settings) => useStore.setState(settings, true));
  useStore.setState(await request('settings.get', {}), true);
}

/** Changes settings at once; should the core refuse, its own state comes back. */
export async function updateSettings(patch: SettingsPatch): Promise<void> {
  useStore.setState(withoutUndefined(patch));
  try {
    await request('settings.set', patch);
  } catch (error) {
    useStore.setState(await request('settings.get', {}), true);
    throw error;
  }
}

/** A field that is present but undefined means "leave it". */
function withoutUndefined(patch: SettingsPatch): Partial<Settings> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}
