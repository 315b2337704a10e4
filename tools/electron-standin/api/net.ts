import { openAsBlob } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { strict } from '../not-offered.ts';
import { schemes } from './schemes.ts';

export const net = strict('net', {
  online: true,
  isOnline: () => true,
  /** As in Electron, a file answers 200 whatever its Range header says, and the app's own schemes are served by it. */
  fetch: async (input: string | Request, init?: RequestInit): Promise<Response> => {
    const url = typeof input === 'string' ? input : input.url;
    if (url.startsWith('file:')) return new Response(await openAsBlob(fileURLToPath(url)));
    const handler = schemes.handlerOf(url.slice(0, url.indexOf(':')));
    return handler ? await handler(new Request(input, init)) : await fetch(input, init);
  },
});
