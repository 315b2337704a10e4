import { median } from '../measure.ts';
import type { Target } from '../targets.ts';
import type { GridRun, MetricName, Subject } from './drive.ts';

/** Prints the medians of each as a table, subjects side by side. @returns them */
export function printMedians<Name extends string>(
  runs: ReadonlyMap<Name, readonly GridRun[]>,
): ReadonlyMap<Name, GridRun> {
  const medians = new Map([...runs].map(([subject, all]) => [subject, medianRun(all)] as const));
  const names = new Set([...medians.values()].flatMap((run) => [...run.keys()]));
  const cell = (value: number | undefined) => (value?.toFixed(1) ?? '').padStart(16);
  console.log(`\n${''.padEnd(16)}${[...medians.keys()].map((subject) => subject.padStart(16)).join('')}`);
  for (const name of names)
    console.log(`${name.padEnd(16)}${[...medians.values()].map((run) => cell(run.get(name))).join('')}`);
  return medians;
}

function medianRun(all: readonly GridRun[]): GridRun {
  const names = new Set(all.flatMap((run) => [...run.keys()]));
  return new Map([...names].map((name) => [name, median(all.flatMap((run) => run.get(name) ?? []))]));
}

type Limit = Target['limit'];

const absolute: readonly (readonly [MetricName, string, string, Limit])[] = [
  ['first', 'first pictures', 'ms', { most: 150 }],
  ['reading fps', 'reading', 'fps', { least: 59.5 }],
  ['fling fps', 'fling', 'fps', { least: 58 }],
  ['drag fps', 'drag', 'fps', { least: 58 }],
  ['drag dropped', 'dropped in the drag', '%', { most: 3 }],
  ['drag blank', 'blank in the drag', '%', { most: 8 }],
  ['settle', 'settled after the drag', 'ms', { most: 300 }],
  ['end', 'jump to the end', 'ms', { most: 300 }],
  ['month', 'jump to a month, the slowest of five', 'ms', { most: 300 }],
  ['reading nodes', 'nodes while reading', '', { most: 600 }],
  ['fling nodes', 'nodes in the fling', '', { most: 600 }],
  ['drag nodes', 'nodes in the drag', '', { most: 600 }],
  ['grown', 'heap grown by all this', 'MiB', { most: 1 }],
];

/** What a grid must keep to by itself. */
export function ownTargets(name: string, run: GridRun): readonly Target[] {
  return absolute.flatMap(([metric, task, unit, limit]) => {
    const value = run.get(metric);
    return value === undefined ? [] : [{ task: `${name}: ${task}`, value, unit, limit }];
  });
}

/** What ours must keep to beside the libraries, in the same run. */
export function peerTargets(medians: ReadonlyMap<Subject, GridRun>): readonly Target[] {
  const ours = medians.get('ours');
  const peers = [...medians].filter(([subject]) => subject !== 'ours');
  if (!ours || peers.length === 0) return [];
  const against = (
    task: string,
    metric: MetricName,
    unit: string,
    limit: Limit,
    compare: (own: number, theirs: readonly number[]) => number,
    among: readonly (readonly [Subject, GridRun])[] = peers,
  ): readonly Target[] => {
    const own = ours.get(metric);
    const theirs = among.flatMap(([, run]) => run.get(metric) ?? []);
    return own === undefined || theirs.length === 0
      ? []
      : [{ task, value: compare(own, theirs), unit, limit }];
  };
  const overLeast = (own: number, theirs: readonly number[]) => own / Math.min(...theirs);
  const overMost = (own: number, theirs: readonly number[]) => own / Math.max(...theirs);
  const aboveLeast = (own: number, theirs: readonly number[]) => own - Math.min(...theirs);
  const tanstack = peers.filter(([subject]) => subject === 'tanstack');
  return [
    ...against('drag: frames, to the best library', 'drag fps', 'x', { least: 1.5 }, overMost),
    ...against('settle, to the quickest library', 'settle', 'x', { most: 1 / 6 }, overLeast),
    ...against('fling: dropped, above the best library', 'fling dropped', 'points', { most: 5 }, aboveLeast),
    ...against('fling: script, to the lightest library', 'fling script', 'x', { most: 0.8 }, overLeast),
    ...against('fling: all work, to the lightest library', 'fling work', 'x', { most: 0.8 }, overLeast),
    ...against('heap of the grid, to TanStack', 'heap', 'x', { most: 0.6 }, overLeast, tanstack),
    ...against('first pictures, to the quickest library', 'first', 'x', { most: 1.1 }, overLeast),
  ];
}
