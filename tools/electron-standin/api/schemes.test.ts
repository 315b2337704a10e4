import { expect, test } from 'vitest';
import { originOf, Schemes } from './schemes.ts';

function appSchemes(): Schemes {
  const schemes = new Schemes();
  schemes.register([{ scheme: 'app', privileges: { standard: true } }, { scheme: 'plain' }]);
  return schemes;
}

test.each([
  ['app://studio/index.html?a#b', 'https://studio.app.invalid/index.html?a#b'],
  ['app://media/1', 'https://media.app.invalid/1'],
  ['app://studio/%2e%2e%2fsecret', 'https://studio.app.invalid/%2e%2e%2fsecret'],
])('%s becomes a secure origin and comes back', (appUrl, pageUrl) => {
  const schemes = appSchemes();
  expect(schemes.toPage(appUrl)).toBe(pageUrl);
  expect(schemes.toApp(pageUrl)).toBe(appUrl);
});

test.each([
  'https://example.com/',
  'https://a.other.invalid/',
  'plain://x/y',
  'data:text/html,',
  'about:blank',
])('%s is left alone', (url) => {
  const schemes = appSchemes();
  expect(schemes.toPage(url)).toBe(url);
  expect(schemes.toApp(url)).toBe(url);
});

test("a policy's app sources are named as the page sees them", () => {
  expect(
    appSchemes().policyToPage("default-src 'none'; img-src 'self' app: data:; media-src app://media"),
  ).toBe(
    "default-src 'none'; img-src 'self' https://*.app.invalid data:; media-src https://media.app.invalid",
  );
});

test('origins read as in Electron', () => {
  expect(originOf('app://studio/a/b')).toBe('app://studio');
  expect(originOf('https://example.com:8443/x')).toBe('https://example.com:8443');
  expect(originOf('about:blank')).toBe('null');
  expect(originOf('')).toBe('null');
});

test('a scheme has one handler', () => {
  const schemes = appSchemes();
  schemes.handle('app', () => new Response());
  expect(() => schemes.handle('app', () => new Response())).toThrow('Failed to register protocol: app');
});
