import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { changeSettings, parseSettings, type Settings } from '../../../shared/domain/settings.ts';
import type { SettingsStore } from '../ports.ts';

/**
 * Moves a settings file that is not readable JSON out of the way, so that the studio starts with defaults and
 * nothing of the old file is lost.
 * @returns where the damaged file is now, or null when there was nothing wrong
 */
export function setAsideDamagedSettings(path: string, now: number): string | null {
  if (!existsSync(path)) return null;
  try {
    JSON.parse(readFileSync(path, 'utf8'));
    return null;
  } catch {
    const aside = path.replace(/(\.json)?$/, `.damaged-${now}.json`);
    renameSync(path, aside);
    return aside;
  }
}

/**
 * Settings for the command line and tests: the same file the app writes. Each change is written to a temporary
 * file and renamed, so that a crash leaves the old or the new settings, never half.
 */
export function createSettingsFile(path: string): SettingsStore {
  let current: Settings = parseSettings(existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {});
  return {
    get: () => current,
    set(change) {
      current = changeSettings(current, change);
      mkdirSync(dirname(path), { recursive: true });
      const temp = `${path}.${process.pid}.tmp`;
      const file = openSync(temp, 'w', 0o600);
      try {
        writeSync(file, `${JSON.stringify(current, null, 2)}\n`);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(temp, path);
      return current;
    },
  };
}
