import type { Metric } from '../measure.ts';
import type { Fixture } from './build.ts';

/** Of the whole file, as it is when it has been written: recipes, prompts, search index and all. */
export function benchSizes({ rows, built }: Fixture): Metric[] {
  const own = built.ours?.bytesPerRow ?? Number.NaN;
  const metric = { n: rows, oursMs: 0, against: '', againstMs: null };
  const peers = [
    ['invokeai', 0.45],
    ['comfyui', 0.2],
  ] as const;
  return [
    { ...metric, task: 'bytes a creation, with search', value: own, unit: 'bytes', most: 450 },
    ...peers.flatMap(([name, most]): Metric[] => {
      const theirs = built[name]?.bytesPerRow;
      if (theirs === undefined) return [];
      return [
        {
          ...metric,
          task: `bytes a creation vs ${name} (${Math.round(theirs)} B)`,
          value: own / theirs,
          unit: 'ratio',
          most,
        },
      ];
    }),
  ];
}
