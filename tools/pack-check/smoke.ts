import { join, resolve } from 'node:path';
import { extractAll } from '@electron/asar';
import { _electron } from '@playwright/test';
import type { Check } from './checks.ts';

/** The first screen must show within this time. */
const timeoutMs = 30_000;

/**
 * Starts what was packed, taken out of its archive, and waits for the first screen: a file or module that was
 * left out of the package is found here. Runs on the stand-in, which opens folders that real Electron's fuses
 * would refuse.
 *
 * @param workFolder takes the extracted app and a library of its own
 */
export async function checkStart(archive: string, workFolder: string): Promise<Check> {
  const name = 'the packed app starts and shows its first screen';
  const app = join(workFolder, 'app');
  extractAll(archive, app);
  let stderr = '';
  // Playwright finds Electron through the npm package, which reads this in our own process.
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = resolve(import.meta.dirname, '../electron-standin');
  try {
    const running = await _electron.launch({
      args: [app],
      cwd: app,
      env: { ...process.env, VIDEOPICAI_DATA: join(workFolder, 'data') },
      timeout: timeoutMs,
    });
    running.process().stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    try {
      const page = await running.firstWindow({ timeout: timeoutMs });
      await page.getByRole('main').first().waitFor({ timeout: timeoutMs });
      return { name };
    } finally {
      await running.close();
    }
  } catch (error) {
    return { name, detail: `${String(error)}\n${stderr.slice(-2000)}` };
  }
}
