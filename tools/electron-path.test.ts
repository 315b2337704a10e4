import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { electronPath } from './electron-path.ts';

const STANDIN = join(import.meta.dirname, 'electron-standin');
const hasElectron = existsSync(join(import.meta.dirname, '../node_modules/electron/dist/version'));

beforeEach(() => {
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', undefined);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
});

test.skipIf(hasElectron)(
  'without Electron the stand-in takes its place, for children too, in one line',
  () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => told.mockRestore());
    expect(electronPath({ download: false })).toEqual({ path: join(STANDIN, 'electron'), isStandin: true });
    expect(process.env['ELECTRON_OVERRIDE_DIST_PATH']).toBe(STANDIN);
    expect(electronPath({ download: false }).isStandin).toBe(true);
    expect(told).toHaveBeenCalledOnce();
  },
);
