import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { createExchangeRig } from '../support/exchange-rig.ts';
import { pngWith } from '../fixtures/recipes/marked-files.ts';
import { stallsDuring, type Metric } from './measure.ts';

const pictures = 40;
const clipsOfBytes = 4;
const recipes = 40;
const mib = 1024 * 1024;

/**
 * How long an import holds up the thread that the window waits for: large pictures, files of hundreds of megabytes that
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
      metric('import, main thread held p50', stalls.p50, 2),
      metric('import, main thread held p99', stalls.p99, 8),
      metric('import, main thread held longest', stalls.max, 50),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
