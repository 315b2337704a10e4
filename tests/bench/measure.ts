import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

/** One measured number and what it must keep to. */
export type Metric = {
  readonly task: string;
  readonly n: number;
  /** Milliseconds, for one item where `n` counts items. */
  readonly oursMs: number;
  readonly against: string;
  readonly againstMs: number | null;
  /** Ours divided by theirs; the number itself where there is nothing to compare with. */
  readonly value: number;
  readonly unit: 'ratio' | 'ms' | 'times' | 'bytes';
  readonly most: number;
  /** Where more is better: `times` as fast as theirs. */
  readonly least?: number;
};

/** Rounds of both, interleaved, so that what else the machine does hits both alike; the least disturbed of each, in ms. */
export function compare(
  rounds: number,
  ours: () => void,
  theirs: () => void,
): { readonly oursMs: number; readonly theirsMs: number } {
  const times = { ours: [] as number[], theirs: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    times.theirs.push(timed(theirs));
    times.ours.push(timed(ours));
  }
  return { oursMs: Math.min(...times.ours), theirsMs: Math.min(...times.theirs) };
}

export function timed(run: () => void): number {
  const began = performance.now();
  run();
  return performance.now() - began;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** @param share 0.95 for the p95 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** How long the main thread was held up while something ran, in ms. */
export async function stallsDuring(work: () => Promise<unknown>) {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  await work();
  delays.disable();
  const ms = (nanoseconds: number) => nanoseconds / 1e6;
  return { p50: ms(delays.percentile(50)), p99: ms(delays.percentile(99)), max: ms(delays.max) };
}

/** A table, then a JSON line a metric, then the verdict. @returns whether every target was met */
export function report(bench: string, metrics: readonly Metric[]): boolean {
  const passed = (metric: Metric) => metric.value <= metric.most && metric.value >= (metric.least ?? 0);
  const shown = (value: number, unit: Metric['unit']) => {
    if (unit === 'ratio' || unit === 'times') return `x${value.toFixed(value < 100 ? 2 : 0)}`;
    return unit === 'ms' ? `${value.toFixed(2)} ms` : `${Math.round(value)} B`;
  };
  const target = ({ least, most, unit }: Metric) =>
    least === undefined ? `<= ${shown(most, unit)}` : `>= ${shown(least, unit)}`;
  for (const metric of metrics) {
    const theirs = metric.againstMs === null ? '' : `${metric.against} ${metric.againstMs.toFixed(4)} ms`;
    console.log(
      [
        metric.task.padEnd(38),
        `${metric.oursMs.toFixed(4)} ms`.padStart(12),
        theirs.padEnd(46),
        shown(metric.value, metric.unit).padStart(10),
        target(metric).padStart(12),
        passed(metric) ? 'ok' : 'MISSED',
      ].join('  '),
    );
  }
  console.log('');
  for (const metric of metrics) console.log(JSON.stringify({ bench, ...metric, pass: passed(metric) }));
  const met = metrics.filter(passed).length;
  console.log(`\nbench ${bench}: ${met}/${metrics.length} targets met`);
  return met === metrics.length;
}
