import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openThumbnailStore } from '../../../electron/core/media/thumbnails.ts';
import { createRandom } from '../library/data-set.ts';
import { dropFromCache } from '../library/opening.ts';
import { median } from '../measure.ts';
import type { Target } from '../targets.ts';

const count = 30_000;
const screenful = 60;
const rounds = 25;

/** A screenful of thumbnails from the store and from a file each, dropped from the system's cache before; and the disk both take. */
export async function benchThumbnailStore(): Promise<readonly Target[]> {
  const folder = mkdtempSync(join(tmpdir(), 'videopicai-bench-thumbs-'));
  try {
    const storePath = join(folder, 'thumbnails.sqlite');
    const { filePath, bytesKiB } = writeBoth(folder, storePath);
    const times = { store: [] as number[], files: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      const first = Math.floor(((round + 0.5) / rounds) * (count - screenful));
      const ids = Array.from({ length: screenful }, (_, at) => first + at);
      if (!dropFromCache(storePath)) {
        console.log('The thumbnail store is not measured: files cannot be dropped from the cache here.');
        return [];
      }
      const store = openThumbnailStore(storePath);
      times.store.push(await msOf(async () => ids.map((id) => store.get(id, 256))));
      store.close();
      for (const id of ids) dropFromCache(filePath(id));
      times.files.push(await msOf(() => Promise.all(ids.map((id) => readFile(filePath(id))))));
    }
    const disk = (path: string) =>
      Number(execFileSync('du', ['-sk', path], { encoding: 'utf8' }).split('\t')[0]);
    const storeKiB = statSync(storePath).size / 1024;
    const filesKiB = disk(join(folder, 'files'));
    return [
      {
        task: 'store: cold screenful against files',
        value: median(times.store) / median(times.files),
        unit: 'x',
        limit: { most: 0.7 },
        note: `${median(times.store).toFixed(2)} ms against ${median(times.files).toFixed(2)} ms (dd iflag=nocache)`,
      },
      {
        task: 'store: disk against files',
        value: storeKiB / filesKiB,
        unit: 'x',
        limit: { most: 0.75 },
        note: `the bare bytes are ${(bytesKiB / filesKiB).toFixed(3)} of what the files take`,
      },
      {
        task: 'store: disk against the bare bytes',
        value: storeKiB / bytesKiB,
        unit: 'x',
        limit: { most: 1.22 },
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns where the file of a thumbnail is, and how many KiB all of them hold */
function writeBoth(
  folder: string,
  storePath: string,
): { readonly filePath: (id: number) => string; readonly bytesKiB: number } {
  const random = createRandom(11);
  // 256 px WebP of generated pictures: 3 to 10 KB.
  const bytes = Buffer.from(Array.from({ length: 10_240 }, () => Math.floor(random() * 256)));
  const filePath = (id: number) => join(folder, 'files', String(id % 256), `${id}.webp`);
  for (let part = 0; part < 256; part += 1)
    mkdirSync(join(folder, 'files', String(part)), { recursive: true });
  const store = openThumbnailStore(storePath);
  let sizeBytes = 0;
  for (let id = 0; id < count; id += 1) {
    const thumbnail = bytes.subarray(0, 3072 + Math.floor(random() * 7168));
    store.putSize(id, 256, thumbnail);
    writeFileSync(filePath(id), thumbnail);
    sizeBytes += thumbnail.length;
  }
  store.close();
  return { filePath, bytesKiB: sizeBytes / 1024 };
}

async function msOf(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}
