import { parseArgs } from 'node:util';
import { prepareFixture } from './library/build.ts';
import { benchFlatness, benchFloors } from './library/floors.ts';
import { benchBatches, benchSingles } from './library/inserts.ts';
import { benchMemory } from './library/memory.ts';
import { benchOpening } from './library/opening.ts';
import { benchQueries } from './library/side-by-side.ts';
import { benchSizes } from './library/sizes.ts';
import type { Metric } from './measure.ts';

const parts = ['queries', 'floors', 'memory', 'opening', 'sizes', 'inserts'] as const;

/**
 * `--rows 1000000` (100,000 unless told), `--rounds 5`, `--peers invokeai,comfyui,conventional`, `--only queries,floors`.
 * Targets against peers are those of a million rows; in a smaller library their work is smaller by as much, ours is not,
 * so the target is too.
 */
export async function benchLibrary(args: readonly string[]): Promise<readonly Metric[]> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: 'string', default: '100000' },
      rounds: { type: 'string', default: '5' },
      peers: { type: 'string', default: 'invokeai,comfyui,conventional' },
      only: { type: 'string', default: parts.join(',') },
    },
  });
  const rows = Number(values.rows);
  const wanted = (['invokeai', 'comfyui', 'conventional'] as const).filter((name) =>
    values.peers.split(',').includes(name),
  );
  const runs = (part: (typeof parts)[number]) => values.only.split(',').includes(part);
  const fixture = await prepareFixture(rows, wanted, console.log);
  if (rows < 1e6)
    console.log(
      `Targets against peers are ${rows / 1e6} of those at 1,000,000 rows (--rows 1000000 for the real ones).`,
    );
  const scale = Math.min(1, rows / 1e6);
  const metrics: Metric[] = [];
  if (runs('queries')) metrics.push(...(await benchQueries(fixture, Number(values.rounds), scale)));
  if (runs('floors')) metrics.push(...(await benchFloors(fixture)), ...(await benchFlatness(fixture)));
  if (runs('memory')) metrics.push(...(await benchMemory(fixture)));
  if (runs('opening')) metrics.push(...(await benchOpening(fixture, scale)));
  if (runs('sizes')) metrics.push(...benchSizes(fixture));
  if (runs('inserts')) metrics.push(...(await benchBatches(fixture)), ...(await benchSingles()));
  return metrics;
}
