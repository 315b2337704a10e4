// Makes thumbnails of the given files, as the studio does or only as far as the floor, and prints what that cost.
import sharp from 'sharp';
import { makeThumbnailSize } from '../../../electron/core/media/thumbnails.ts';

const [subject, inFlight, times, ...paths] = process.argv.slice(2);

/** The least there is to do: decode, as small as the decoder can, and resize. Nothing is encoded. */
async function decodeAndResize(path: string): Promise<unknown> {
  return sharp(path, { sequentialRead: true })
    .autoOrient()
    .resize(256, 256, { fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer();
}

const work = subject === 'floor' ? decodeAndResize : (path: string) => makeThumbnailSize(path, 256);
sharp.cache(false);
sharp.concurrency(1);
// What only the first costs is not what a thousand cost.
await work(paths[0] ?? '');
const waiting = Array.from({ length: Number(times) }, () => paths).flat();
const before = process.cpuUsage();
const began = performance.now();
await Promise.all(
  Array.from({ length: Number(inFlight) }, async () => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) await work(path);
  }),
);
const { user, system } = process.cpuUsage(before);
const { maxRSS } = process.resourceUsage();
process.stdout.write(
  JSON.stringify({
    cpuSeconds: (user + system) / 1e6,
    seconds: (performance.now() - began) / 1000,
    maxRssMiB: maxRSS / 1024,
  }),
);
