import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { decodesAtOnce } from '../../../electron/core/media/thumbnail-maker.ts';
import { median } from '../measure.ts';
import { reportTargets, type Target } from '../targets.ts';
import { benchThumbnailStore } from './store.ts';
import { peerFolder, peers } from './peers.ts';
import { benchPictures } from './pictures.ts';

const rounds = 3;
/** Ours go over all pictures so often: where the last one is waited for alone is little of the time then. */
const laps = 3;
const cost = z.object({ cpuSeconds: z.number(), seconds: z.number(), maxRssMiB: z.number() });

/**
 * `npm run bench -- thumbs [--pictures 45]`: pictures a CPU second of ours, of the least there is to do, and of
 * other programs, over the same files, one after the other in every round.
 */
export async function run(args: readonly string[]): Promise<boolean> {
  const asked = Number(args[args.indexOf('--pictures') + 1]);
  const paths = await benchPictures(args.includes('--pictures') && asked > 0 ? asked : 45);
  const out = mkdtempSync(join(tmpdir(), 'videopicai-bench-'));
  const rates = new Map<string, number[]>();
  const note = (name: string, cpuSeconds: number) =>
    rates.set(name, [...(rates.get(name) ?? []), paths.length / cpuSeconds]);
  const faster: number[] = [];
  const memory: number[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      note('floor', runChild('floor', 1, paths).cpuSeconds / laps);
      const alone = runChild('ours', 1, paths);
      note('ours', alone.cpuSeconds / laps);
      const together = runChild('ours', decodesAtOnce, paths);
      faster.push(alone.seconds / together.seconds);
      memory.push(together.maxRssMiB);
      for (const peer of peers) {
        const cpuSeconds = peer.measure(paths, peerFolder(out, peer));
        if (cpuSeconds !== null) note(peer.name, cpuSeconds);
      }
    }
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
  const rateOf = (name: string) => median(rates.get(name) ?? []);
  const ours = rateOf('ours');
  console.log(`${paths.length} pictures, ${rounds} rounds, median; pictures a CPU second:`);
  for (const name of rates.keys()) console.log(`  ${name.padEnd(16)} ${rateOf(name).toFixed(1)}`);
  const missing = peers.filter(({ name }) => !rates.has(name));
  for (const { name, install } of missing) console.log(`  ${name}: not on this machine (${install})`);
  const targets: Target[] = peers
    .filter(({ name }) => rates.has(name))
    .map(({ name, least }) => ({
      task: `ours against ${name}`,
      value: ours / rateOf(name),
      unit: 'x',
      limit: { least },
    }));
  return reportTargets('thumbs', [
    ...targets,
    {
      task: 'ours against decode and resize',
      value: ours / rateOf('floor'),
      unit: 'x',
      limit: { least: 0.82 },
    },
    {
      task: `${decodesAtOnce} at a time, wall clock`,
      value: median(faster),
      unit: 'x',
      limit: { least: 1.7 },
    },
    {
      task: `peak memory, ${decodesAtOnce} at a time`,
      value: Math.max(...memory),
      unit: 'MiB',
      limit: { most: 220 },
    },
    ...(await benchThumbnailStore(paths)),
  ]);
}

function runChild(
  subject: 'ours' | 'floor',
  inFlight: number,
  paths: readonly string[],
): z.infer<typeof cost> {
  const args = [join(import.meta.dirname, 'child.ts'), subject, String(inFlight), String(laps), ...paths];
  return cost.parse(JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })));
}
