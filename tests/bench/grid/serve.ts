import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, normalize, sep } from 'node:path';
import sharp from 'sharp';

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};
const different = 48;

/** Serves the built page and thumbnails on loopback; nothing is cached, as in the studio's own scheme. */
export async function serveGrid(
  folder: string,
): Promise<{ readonly origin: string; readonly close: () => void }> {
  const thumbnails = await makeThumbnails();
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const thumb = /^\/media\/thumb\/(256|512)\/(\d+)$/.exec(path);
    if (thumb) {
      const bytes = thumbnails[thumb[1] === '512' ? 512 : 256][Number(thumb[2]) % different];
      response.writeHead(200, { 'content-type': 'image/webp', 'cache-control': 'no-store' }).end(bytes);
      return;
    }
    const file = join(folder, normalize(path === '/' ? '/index.html' : path));
    if (!file.startsWith(folder + sep) || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    const ending = /\.\w+$/.exec(file)?.[0] ?? '';
    response.writeHead(200, { 'content-type': types[ending] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function makeThumbnails(): Promise<Record<256 | 512, readonly Buffer[]>> {
  const make = (edge: number) =>
    Promise.all(
      Array.from({ length: different }, (_, place) => {
        const noise = { type: 'gaussian', mean: 90 + place * 2, sigma: 30 } as const;
        const grain = sharp({
          create: { width: edge >> 3, height: edge >> 3, channels: 3, background: '#808080', noise },
        });
        return grain.resize(edge, edge, { kernel: 'cubic' }).webp({ quality: 80 }).toBuffer();
      }),
    );
  return { 256: await make(256), 512: await make(512) };
}
