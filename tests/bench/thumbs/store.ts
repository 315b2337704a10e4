import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeThumbnailSize, openThumbnailStore } from '../../../electron/core/media/thumbnails.ts';
import { createRandom } from '../library/data-set.ts';
import { dropFromCache } from '../library/opening.ts';
import { median } from '../measure.ts';
import type { Target } from '../targets.ts';

const count = 30_000;
const screenful = 60;
const rounds = 25;

/** Thumbnails to keep, by number. */
type Kind = {
  readonly name: string;
  readonly bytesOf: (id: number) => Buffer;
  /** Of what a file each takes; null: see below. */
  readonly mostDisk: number | null;
};

/**
 * A screenful of thumbnails from the store and from a file each, dropped from the system's cache before; and the disk
 * both take. Once with those of the bench's own pictures, and once with larger ones, as pictures full of detail have:
 * of those, a file each wastes so little that the bare bytes are three quarters of it, so they are held to the bytes.
 * @param paths of pictures
 */
export async function benchThumbnailStore(paths: readonly string[]): Promise<readonly Target[]> {
  const made = await Promise.all(paths.map((path) => makeThumbnailSize(path, 256)));
  const kinds: readonly Kind[] = [
    { name: 'store', bytesOf: (id) => made[id % made.length] ?? Buffer.alloc(0), mostDisk: 0.75 },
    { name: 'store, 3 to 10 KB each', bytesOf: largerThumbnails(), mostDisk: null },
  ];
  const targets: Target[] = [];
  for (const kind of kinds) targets.push(...(await benchKind(kind)));
  return targets;
}

async function benchKind({ name, bytesOf, mostDisk }: Kind): Promise<readonly Target[]> {
  const folder = mkdtempSync(join(tmpdir(), 'videopicai-bench-thumbs-'));
  try {
    const storePath = join(folder, 'thumbnails.sqlite');
    const { filePath, bytesKiB } = writeBoth(folder, storePath, bytesOf);
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
    const meanKiB = (bytesKiB / count).toFixed(1);
    return [
      {
        task: `${name}: cold screenful against files`,
        value: median(times.store) / median(times.files),
        unit: 'x',
        limit: { most: 0.7 },
        note: `${median(times.store).toFixed(2)} ms against ${median(times.files).toFixed(2)} ms (dd iflag=nocache)`,
      },
      mostDisk === null
        ? {
            task: `${name}: disk against the bare bytes`,
            value: storeKiB / bytesKiB,
            unit: 'x',
            limit: { most: 1.22 },
            note: `${(storeKiB / filesKiB).toFixed(3)} of what the files take, the bare bytes ${(bytesKiB / filesKiB).toFixed(3)}`,
          }
        : {
            task: `${name}: disk against files`,
            value: storeKiB / filesKiB,
            unit: 'x',
            limit: { most: mostDisk },
            note: `thumbnails of ${meanKiB} KiB; the bare bytes are ${(bytesKiB / filesKiB).toFixed(3)}`,
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
  bytesOf: Kind['bytesOf'],
): { readonly filePath: (id: number) => string; readonly bytesKiB: number } {
  const filePath = (id: number) => join(folder, 'files', String(id % 256), `${id}.webp`);
  for (let part = 0; part < 256; part += 1)
    mkdirSync(join(folder, 'files', String(part)), { recursive: true });
  const store = openThumbnailStore(storePath);
  let sizeBytes = 0;
  for (let id = 0; id < count; id += 1) {
    const thumbnail = bytesOf(id);
    store.putSize(id, 256, thumbnail);
    writeFileSync(filePath(id), thumbnail);
    sizeBytes += thumbnail.length;
  }
  store.close();
  return { filePath, bytesKiB: sizeBytes / 1024 };
}

/** What does not compress, 3 to 10 KB of it at a time. */
function largerThumbnails(): Kind['bytesOf'] {
  const random = createRandom(11);
  const bytes = Buffer.from(Array.from({ length: 10_240 }, () => Math.floor(random() * 256)));
  return () => bytes.subarray(0, 3072 + Math.floor(random() * 7168));
}

async function msOf(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}
