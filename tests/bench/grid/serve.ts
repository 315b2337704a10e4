import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, normalize, sep } from 'node:path';
import sharp from 'sharp';
import { makeThumbnail, thumbnailMime } from '../../../electron/core/media/thumbnails.ts';
import { shapeOf, shapes } from './page/library.ts';

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};
/** Different pictures of each shape. */
const different = 12;

/** Serves the built page and thumbnails on loopback; nothing is cached, as in the studio's own scheme. */
export async function serveGrid(
  folder: string,
): Promise<{ readonly origin: string; readonly close: () => void }> {
  const thumbnails = await makeThumbnails();
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const thumb = /^\/media\/thumb\/(256|512)\/(\d+)$/.exec(path);
    if (thumb) {
      const id = Number(thumb[2]);
      const size = thumb[1] === '512' ? 512 : 256;
      const made = thumbnails[shapeOf(id)]?.[id % different];
      response
        .writeHead(200, { 'content-type': thumbnailMime[size], 'cache-control': 'no-store' })
        .end(size === 512 ? made?.large : made?.small);
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

/** As the studio makes them, by shape. */
async function makeThumbnails() {
  return Promise.all(
    shapes.map(([width, height]) =>
      Promise.all(
        Array.from({ length: different }, async (_, place) => {
          const noise = { type: 'gaussian', mean: 90 + place * 8, sigma: 30 } as const;
          const grain = sharp({
            create: { width: width >> 4, height: height >> 4, channels: 3, background: '#808080', noise },
          });
          return makeThumbnail(await grain.resize(width, height, { kernel: 'cubic' }).png().toBuffer());
        }),
      ),
    ),
  );
}
