import { join } from 'node:path';
import { build } from 'vite';

/** Makes the pages outside the studio, which the embedded cloud serves. @throws when they cannot be built */
export async function buildSite(): Promise<void> {
  await build({ configFile: join(import.meta.dirname, '../site/vite.config.ts'), logLevel: 'error' });
}
