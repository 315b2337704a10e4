import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HttpError } from './http/http-error.ts';
import { json } from './http/respond.ts';

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
};

/**
 * The pages outside the studio, as any static host serves them: `npm run build:site` makes the files.
 * @param folder where they are; nothing else is ever read, whatever the path says
 */
export function createSite(folder: string, functionsUrl: string) {
  return async (pathname: string): Promise<Response> => {
    if (pathname === '/config.json') return json({ functionsUrl });
    const path = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
    // Names of our own making: no dots but the one before the ending, so no way out of the folder.
    const ending = /^(?:\/[\w-]+)*\/[\w-]+\.(html|css|js)$/.exec(path)?.[1];
    const bytes = ending === undefined ? null : await readFile(join(folder, path)).catch(() => null);
    if (ending === undefined || bytes === null)
      throw new HttpError(404, 'no route', { message: 'no Route matched with those values' });
    return new Response(new Uint8Array(bytes), {
      headers: { 'content-type': types[ending] ?? '', 'x-content-type-options': 'nosniff' },
    });
  };
}
