import { scanLooks } from '../../../electron/core/library/look-scan.ts';
import { createRandom } from '../library/data-set.ts';
import { percentile, median, timed, type Metric } from '../measure.ts';

const count = 1_000_000;
const frameMs = 16.7;

/** `npm run bench -- similar`: everything that looks like one of a million, against a frame of the screen. */
export async function benchSimilar(): Promise<readonly Metric[]> {
  const random = createRandom(3);
  const lookHigh = Int32Array.from({ length: count }, () => random() * 2 ** 32);
  const lookLow = Int32Array.from({ length: count }, () => random() * 2 ** 32);
  const scan = (at: number) =>
    scanLooks({ lookHigh, lookLow, length: count }, lookHigh[at] ?? 0, lookLow[at] ?? 0, 9);
  const times = Array.from({ length: 60 }, (_, round) => timed(() => scan(round * 16_001)));
  return [
    {
      task: 'hashes within 9 bits of one',
      n: count,
      oursMs: median(times),
      against: 'a frame',
      againstMs: frameMs,
      value: median(times) / frameMs,
      unit: 'ratio',
      most: 0.3,
    },
    {
      task: 'hashes within 9 bits of one, p95',
      n: count,
      oursMs: median(times),
      against: '',
      againstMs: null,
      value: percentile(times, 0.95),
      unit: 'ms',
      most: frameMs,
    },
  ];
}
