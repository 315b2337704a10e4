import { resolve } from 'node:path';
import { defineConfig } from 'vite';

const root = import.meta.dirname;

/**
 * `npm run build:site`: the pages that people see outside the studio, as plain files in `dist/site` that any host can
 * serve. Beside them `config.json` says where the cloud is: `{"functionsUrl": "https://…/functions/v1"}`.
 */
export default defineConfig({
  root,
  base: './',
  build: {
    outDir: resolve(root, '../../dist/site'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    rolldownOptions: {
      input: ['s', 'billing/done', 'billing/cancelled', 'unsubscribe'].map((page) =>
        resolve(root, page, 'index.html'),
      ),
    },
  },
});
