import { defineConfig } from '@playwright/test';
import { electronPath } from './tools/electron-path.ts';

// Playwright resolves Electron itself, so the choice between Electron and its stand-in is made here.
electronPath({ download: false });

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  workers: 2,
  fullyParallel: true,
  timeout: 60_000,
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list']],
});
