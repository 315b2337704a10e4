import { realpath } from 'node:fs/promises';
import { extname, isAbsolute, join, relative } from 'node:path';
import { serveFile } from '../core/media/serve-file.ts';
import { appHost } from './origin.ts';

/** Nothing but our own files: no inline script, no network, no frames. Providers are called by the core alone. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const mimeTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.map': 'application/json',
};

/**
 * Answers `app://studio/…`: media by number or hash, everything else from the built window.
 * @param rendererFolder the built window's files; nothing outside is ever read
 */
export function createAppHandler(
  rendererFolder: string,
  serveMedia: (request: Request, pathname: string) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url);
    if (url.host !== appHost) return new Response('Not found', { status: 404 });
    if (url.pathname.startsWith('/media/')) return serveMedia(request, url.pathname);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return new Response('Not allowed', { status: 405 });
    const path = await fileInside(rendererFolder, url.pathname === '/' ? '/index.html' : url.pathname);
    if (path === null) return new Response('Not found', { status: 404 });
    return serveFile(request, path, {
      'content-type': mimeTypes[extname(path)] ?? 'application/octet-stream',
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
    });
  };
}

/**
 * The file a path of a URL names below a folder, links followed; null for anything outside, however written.
 * @param pathname percent-encoded, as in a URL
 */
export async function fileInside(folder: string, pathname: string): Promise<string | null> {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null;
  try {
    const [root, path] = await Promise.all([realpath(folder), realpath(join(folder, `.${decoded}`))]);
    const inside = relative(root, path);
    return inside === '' || inside.startsWith('..') || isAbsolute(inside) ? null : path;
  } catch {
    return null;
  }
}
