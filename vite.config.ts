import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type EnvironmentOptions } from 'vite';

const root = import.meta.dirname;

/** Code that Node runs: everything is bundled but Electron and the modules with native parts. */
function nodeBuild(
  folder: string,
  entries: Record<string, string>,
  format: 'es' | 'cjs',
): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { noExternal: true, external: ['electron', 'better-sqlite3', 'sharp'] },
    build: {
      outDir: resolve(root, 'dist', folder),
      emptyOutDir: true,
      target: 'node24',
      minify: false,
      sourcemap: true,
      copyPublicDir: false,
      rolldownOptions: {
        input: entries,
        output: {
          format,
          entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js',
          codeSplitting: format === 'es',
        },
      },
    },
  };
}

export default defineConfig({
  root: resolve(root, 'renderer'),
  base: '/',
  plugins: [react()],
  environments: {
    client: {
      build: {
        outDir: resolve(root, 'dist/renderer'),
        emptyOutDir: true,
        target: 'chrome140',
        sourcemap: true,
        assetsInlineLimit: 0,
        // The window loads from disk: one file opens faster than many.
        chunkSizeWarningLimit: 2000,
      },
    },
    main: nodeBuild(
      'main',
      {
        main: resolve(root, 'electron/main.ts'),
        'sketch-worker': resolve(root, 'electron/core/sketch/worker.ts'),
        'intake-worker': resolve(root, 'electron/core/exchange/intake-worker.ts'),
        'database-worker': resolve(root, 'electron/core/storage/database-worker.ts'),
      },
      'es',
    ),
    preload: nodeBuild('preload', { preload: resolve(root, 'electron/preload.ts') }, 'cjs'),
  },
  builder: {
    async buildApp(builder) {
      for (const name of ['client', 'main', 'preload']) {
        const environment = builder.environments[name];
        if (!environment) throw new Error(`No build environment ${name}`);
        await builder.build(environment);
      }
    },
  },
});
