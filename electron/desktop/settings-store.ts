import Store from 'electron-store';
import { changeSettings, parseSettings, type Settings } from '../../shared/domain/settings.ts';
import type { SettingsStore } from '../core/ports.ts';

/** Settings in `settings.json` of the data folder, written whole by electron-store (temporary file, rename). */
export function createSettingsStore(folder: string): SettingsStore {
  const store = new Store<Settings>({
    name: 'settings',
    cwd: folder,
    clearInvalidConfig: false,
    configFileMode: 0o600,
  });
  let current = parseSettings(store.store);
  return {
    get: () => current,
    set(change) {
      current = changeSettings(current, change);
      store.store = current;
      return current;
    },
  };
}
