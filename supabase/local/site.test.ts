import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../../tests/support/temp-folder.ts';
import { createSite } from './site.ts';

function openSite() {
  const folder = tempFolder();
  mkdirSync(join(folder, 'site/s'), { recursive: true });
  writeFileSync(join(folder, 'secret.html'), 'secret');
  writeFileSync(join(folder, 'site/s/index.html'), '<h1>shared</h1>');
  return createSite(join(folder, 'site'), 'http://127.0.0.1:1/functions/v1');
}

test('pages are served, and say where the functions are', async () => {
  const site = openSite();
  const page = await site('/s/');
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(await page.text()).toBe('<h1>shared</h1>');
  expect(await (await site('/config.json')).json()).toEqual({
    functionsUrl: 'http://127.0.0.1:1/functions/v1',
  });
});

test.each([
  '/../secret.html',
  '/s/../../secret.html',
  '/%2e%2e/secret.html',
  '/s',
  '/none.html',
  '/s/index.php',
])('%s leads nowhere', async (path) => {
  await expect(openSite()(path)).rejects.toMatchObject({ status: 404 });
});
