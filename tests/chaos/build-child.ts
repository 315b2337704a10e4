import { join } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '../..');

/**
 * Bundles the process that is killed into one file: it is started over a thousand times, and reading the program
 * from its sources takes two seconds each time.
 * @returns where it is
 */
export async function buildChild(): Promise<string> {
  const folder = join(root, 'dist/chaos');
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true, external: ['better-sqlite3', 'sharp'] },
    build: {
      ssr: join(root, 'tests/chaos/child.ts'),
      outDir: folder,
      emptyOutDir: true,
      target: 'node24',
      minify: false,
      copyPublicDir: false,
    },
  });
  return join(folder, 'child.js');
}
