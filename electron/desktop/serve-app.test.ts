import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tempFolder } from '../../tests/support/temp-folder.ts';
import { contentSecurityPolicy, createAppHandler, fileInside } from './serve-app.ts';

function createSite() {
  const outer = tempFolder();
  const site = join(outer, 'renderer');
  mkdirSync(join(site, 'assets'), { recursive: true });
  mkdirSync(join(outer, 'renderer-secret'));
  writeFileSync(join(site, 'index.html'), '<!doctype html><title>Studio</title>');
  writeFileSync(join(site, 'assets', 'a b.js'), 'export {}');
  writeFileSync(join(outer, 'keys.json'), 'secret');
  writeFileSync(join(outer, 'renderer-secret', 'x'), 'secret');
  symlinkSync(join(outer, 'keys.json'), join(site, 'link.json'));
  const handler = createAppHandler(site, async (_request, pathname) => new Response(`media ${pathname}`));
  return {
    outer,
    site,
    get: (path: string, init?: RequestInit) => handler(new Request(`app://studio${path}`, init)),
  };
}

test('serves the page with its policy, and files by their type', async () => {
  const { get } = createSite();
  const page = await get('/');
  expect(page.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(await page.text()).toContain('Studio');
  expect((await get('/assets/a%20b.js')).headers.get('content-type')).toContain('javascript');
  expect(await (await get('/media/original/1')).text()).toBe('media /media/original/1');
});

test('the policy allows no inline script, no eval and no network', () => {
  expect(contentSecurityPolicy).toContain("default-src 'none'");
  expect(contentSecurityPolicy).toContain("script-src 'self'");
  expect(contentSecurityPolicy).not.toMatch(/unsafe|https?:|\*|data:/);
});

test.each([
  '/..%2fkeys.json',
  '/%2e%2e%2fkeys.json',
  '/assets/..%2f..%2fkeys.json',
  '/..%5ckeys.json',
  '/%00',
  '/index.html%00.js',
  '/%e0%a4%a',
  '/link.json',
  '/..%2frenderer-secret%2fx',
  '//keys.json',
  '/assets',
  '/nothing.js',
])('%s reaches nothing', async (path) => {
  expect((await createSite().get(path)).status).toBe(404);
});

test('other hosts and other verbs are refused', async () => {
  const { site, get } = createSite();
  const handler = createAppHandler(site, async () => new Response('media'));
  expect((await handler(new Request('app://evil/index.html'))).status).toBe(404);
  expect((await get('/', { method: 'POST', body: 'x' })).status).toBe(405);
});

test('no path, however made, leaves the folder', async () => {
  const { site } = createSite();
  const parts = fc.constantFrom(
    '..',
    '.',
    '%2e%2e',
    '%2f',
    '/',
    '\\',
    '%5c',
    'assets',
    'keys.json',
    '%00',
    'link.json',
    '~',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(parts, { maxLength: 8 }), async (pieces) => {
      const path = await fileInside(site, `/${pieces.join('/')}`);
      expect(path === null || path.startsWith(`${site}/`)).toBe(true);
    }),
  );
});
