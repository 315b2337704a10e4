import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import sharp from 'sharp';
import { createIntake } from '../../electron/core/exchange/intake-client.ts';
import { createExchangeRig } from '../support/exchange-rig.ts';
import { pngWith } from '../fixtures/recipes/marked-files.ts';
import { stallsDuring, type Metric } from './measure.ts';

const pictures = 40;
const clipsOfBytes = 4;
const recipes = 40;
const mib = 1024 * 1024;
const smallPictures = 800;
const rounds = 3;

/**
 * How fast small pictures come in, against reading, copying and decoding them alone; and how long an import holds up the thread that the window waits for: large pictures, files of hundreds of megabytes that
 * turn out to be nothing, and recipes of a megabyte.
 */
export async function benchImport(): Promise<readonly Metric[]> {
  const folder = mkdtempSync(join(tmpdir(), 'videopicai-bench-'));
  try {
    const source = join(folder, 'source');
    mkdirSync(source);
    await fill(source);
    const rig = await createExchangeRig(join(folder, 'library'), { threads: true });
    const stalls = await stallsDuring(() => rig.importAll(source));
    const imported = rig.ids().length;
    rig.close();
    if (imported !== pictures + recipes + clipsOfBytes) throw new Error(`Only ${imported} came in`);
    const metric = (task: string, value: number, most: number): Metric => ({
      task,
      n: imported,
      oursMs: value,
      against: '',
      againstMs: null,
      value,
      unit: 'ms',
      most,
    });
    return [
      await benchSmall(folder),
      metric('import, main thread held p50', stalls.p50, 2),
      metric('import, main thread held p99', stalls.p99, 8),
      metric('import, main thread held longest', stalls.max, 50),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Many small files, where what is done for each beside its pixels shows most. Interleaved; the least disturbed of each. */
async function benchSmall(folder: string): Promise<Metric> {
  const source = join(folder, 'small');
  mkdirSync(source);
  const paths = await fillSmall(source);
  const times = { ours: [] as number[], floor: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    times.floor.push(await floorFor(paths, join(folder, `floor-${round}`)));
    const rig = await createExchangeRig(join(folder, `library-${round}`), { threads: true });
    const began = performance.now();
    await rig.importAll(source);
    times.ours.push(performance.now() - began);
    const imported = rig.ids().length;
    rig.close();
    if (imported !== smallPictures) throw new Error(`Only ${imported} came in`);
  }
  const each = (ms: readonly number[]) => Math.min(...ms) / smallPictures;
  const perSecond = (ms: number) => `${Math.round(1000 / ms)} files/s`;
  console.log(`small pictures: ${perSecond(each(times.ours))}, floor ${perSecond(each(times.floor))}\n`);
  return {
    task: 'import, small pictures',
    n: smallPictures,
    oursMs: each(times.ours),
    against: 'read, copy and decode alone',
    againstMs: each(times.floor),
    value: each(times.ours) / each(times.floor),
    unit: 'ratio',
    most: 1.5,
  };
}

/** The same files read, copied and decoded in the same thread, two at a time: no names, no rows, nothing certain to be on disk. */
async function floorFor(paths: readonly string[], folder: string): Promise<number> {
  mkdirSync(folder);
  const intake = createIntake(new URL('../../electron/core/exchange/intake-worker.ts', import.meta.url));
  const { signal } = new AbortController();
  const waiting = paths.entries();
  const began = performance.now();
  const lane = async () => {
    for (const [n, path] of waiting) {
      const copy = join(folder, `${n}`);
      const fetched = await intake.run({ kind: 'fetch', path, copyTo: copy }, signal);
      if (fetched.kind !== 'fetched') throw new Error(`${path} was not read`);
      const sha256 = Buffer.from(fetched.sha256).toString('hex');
      const { inspected } = fetched;
      const task = { kind: 'examine', path: copy, sha256, from: path, modifiedAt: null, inspected } as const;
      await intake.run(task, signal);
    }
  };
  await Promise.all([lane(), lane()]);
  const ms = performance.now() - began;
  await intake.close();
  return ms;
}

async function fillSmall(source: string): Promise<readonly string[]> {
  const paths: string[] = [];
  for (let n = 0; n < smallPictures; n += 1) {
    const [width, height] = [64 + (n % 7) * 32, 64 + (n % 5) * 48];
    const raw = randomBytes(width * height * 3);
    // Blurred noise: as hard to compress as a photograph, not as noise.
    const picture = sharp(raw, { raw: { width, height, channels: 3 } }).blur(3);
    const path = join(source, `${n}.${n % 2 === 0 ? 'png' : 'jpg'}`);
    await (n % 2 === 0 ? picture.png() : picture.jpeg()).toFile(path);
    paths.push(path);
  }
  return paths;
}

async function fill(source: string): Promise<void> {
  for (let n = 0; n < pictures; n += 1) {
    const raw = randomBytes(1024 * 1024 * 3);
    const picture = sharp(raw, { raw: { width: 1024, height: 1024, channels: 3 } });
    const bytes =
      n % 2 === 0 ? await picture.png().toBuffer() : await picture.jpeg({ quality: 95 }).toBuffer();
    writeFileSync(join(source, `${n}.${n % 2 === 0 ? 'png' : 'jpg'}`), bytes);
  }
  for (let n = 0; n < recipes; n += 1) {
    const words = Array.from({ length: 150_000 }, (_, at) => `w${(at * 7919 + n) % 9973}`).join(' ');
    const text = `${words}\nSteps: 20, Seed: ${n}, Model: bench`;
    writeFileSync(
      join(source, `recipe-${n}.png`),
      pngWith([['iTXt', Buffer.from(`parameters\0\0\0\0\0${text}`)]], n),
    );
  }
  for (let n = 0; n < clipsOfBytes; n += 1) {
    const png = pngWith([['juNk', randomBytes(64 * mib)]], 100 + n);
    writeFileSync(join(source, `large-${n}.png`), png);
  }
}
