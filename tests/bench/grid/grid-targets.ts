import { median } from '../measure.ts';
import type { Target } from '../targets.ts';
import type { GridRun, Subject } from './drive.ts';
import type { Scrolled } from './page/measure.ts';

/** Prints the medians of each as a table. @returns them */
export function printMedians(runs: ReadonlyMap<Subject, readonly GridRun[]>): ReadonlyMap<Subject, GridRun> {
  const medians = new Map([...runs].map(([subject, all]) => [subject, medianRun(all)] as const));
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const motion = ({ fps, dropped, blank }: Scrolled) =>
    `${fps.toFixed(1)} fps, ${percent(dropped)} dropped, ${percent(blank)} blank`;
  for (const [subject, run] of medians) {
    console.log(`\n${subject}, 100,000 creations`);
    console.log(
      `  first pictures ${run.first.toFixed(0)} ms, heap ${run.heapMiB.toFixed(1)} MiB, ${run.workMs.toFixed(0)} ms/s of work at fling`,
    );
    for (const name of ['reading', 'fling', 'drag'] as const)
      console.log(`  ${name.padEnd(8)} ${motion(run[name])}, ${run[name].maxNodes} nodes`);
    console.log(
      `  settled ${run.settle.toFixed(0)} ms after the drag, ${run.end.toFixed(0)} ms after a jump to the end, ${run.middle.toFixed(0)} ms to the middle`,
    );
  }
  return medians;
}

function medianRun(all: readonly GridRun[]): GridRun {
  const of = (pick: (run: GridRun) => number) => median(all.map(pick));
  const motion = (name: 'reading' | 'fling' | 'drag'): Scrolled => ({
    fps: of((run) => run[name].fps),
    dropped: of((run) => run[name].dropped),
    blank: of((run) => run[name].blank),
    maxNodes: Math.max(...all.map((run) => run[name].maxNodes)),
  });
  return {
    first: of((run) => run.first),
    reading: motion('reading'),
    fling: motion('fling'),
    drag: motion('drag'),
    settle: of((run) => run.settle),
    end: of((run) => run.end),
    middle: of((run) => run.middle),
    workMs: of((run) => run.workMs),
    heapMiB: of((run) => run.heapMiB),
    grownMiB: of((run) => run.grownMiB),
  };
}

/** What our grid must keep to, alone and beside the libraries. */
export function gridTargets(
  runs: ReadonlyMap<Subject, GridRun>,
  million: GridRun,
  reached: ReadonlyMap<number, boolean>,
): readonly Target[] {
  const ours = runs.get('ours');
  if (!ours) throw new Error('ours was not measured');
  const peers = [...runs].filter(([subject]) => subject !== 'ours').map(([, run]) => run);
  const against: readonly Target[] =
    peers.length === 0
      ? []
      : [
          {
            task: 'drag: frames against the best library',
            value: ours.drag.fps / Math.max(...peers.map((run) => run.drag.fps)),
            unit: 'x',
            limit: { least: 1.5 },
          },
          {
            task: 'fling: work against the lightest library',
            value: ours.workMs / Math.min(...peers.map((run) => run.workMs)),
            unit: 'x',
            limit: { most: 0.8 },
          },
          {
            task: 'settle: against the quickest library',
            value: ours.settle / Math.min(...peers.map((run) => run.settle)),
            unit: 'x',
            limit: { most: 1 / 6 },
          },
          {
            task: 'first pictures: against the quickest library',
            value: ours.first / Math.min(...peers.map((run) => run.first)),
            unit: 'x',
            limit: { most: 1.1 },
          },
        ];
  const absolute = (name: string, run: GridRun): readonly Target[] => [
    { task: `${name}: reading`, value: run.reading.fps, unit: 'fps', limit: { least: 59 } },
    { task: `${name}: fling`, value: run.fling.fps, unit: 'fps', limit: { least: 58 } },
    { task: `${name}: drag`, value: run.drag.fps, unit: 'fps', limit: { least: 58 } },
    { task: `${name}: dropped in the drag`, value: run.drag.dropped * 100, unit: '%', limit: { most: 3 } },
    { task: `${name}: blank in the drag`, value: run.drag.blank * 100, unit: '%', limit: { most: 8 } },
    { task: `${name}: settled after the drag`, value: run.settle, unit: 'ms', limit: { most: 300 } },
    { task: `${name}: jump to the end`, value: run.end, unit: 'ms', limit: { most: 300 } },
    { task: `${name}: jump to the middle`, value: run.middle, unit: 'ms', limit: { most: 300 } },
    { task: `${name}: most nodes`, value: mostNodes(run), unit: '', limit: { most: 600 } },
    { task: `${name}: first pictures`, value: run.first, unit: 'ms', limit: { most: 150 } },
    { task: `${name}: heap grown by all this`, value: run.grownMiB, unit: 'MiB', limit: { most: 2 } },
  ];
  return [
    ...absolute('100,000', ours),
    ...absolute('1,000,000', million),
    {
      task: `1,000,000: last one reached, ${[...reached.keys()].join(', ')} px wide`,
      value: [...reached.values()].filter(Boolean).length,
      unit: `of ${reached.size}`,
      limit: { least: reached.size },
    },
    ...against,
  ];
}

function mostNodes({ reading, fling, drag }: GridRun): number {
  return Math.max(reading.maxNodes, fling.maxNodes, drag.maxNodes);
}
