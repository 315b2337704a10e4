import Sqlite, { type Database } from 'better-sqlite3';
import { median, percentile, timed, type Metric } from '../measure.ts';
import { openOurs, type Fixture } from './build.ts';
import type { PeerName } from './peers.ts';
import { invokeNames, ours, peerQueries, tasks, type Shape, type Task } from './queries.ts';

/** Times faster than InvokeAI's list, at a million rows. */
const faster: Partial<Record<Task, number>> = {
  first_page: 3000,
  deep_page: 5000,
  search_common: 200,
  search_rare: 1000,
  contains_two: 15,
  contains_common: 15,
  contains_rare: 15,
  cjk: 800,
  model_dates: 100,
  total: 3000,
  timeline: 600,
};
/** The same of its list of all names, which its grid fetches first. */
const fasterThanNames = 1500;
/** p95 in ms when nothing else runs, with the count of everything that matches; at a million rows. */
const within: Record<Task, number> = {
  first_page: 2,
  deep_page: 2,
  search_common: 15,
  search_rare: 2,
  search_three: 15,
  prefix: 15,
  contains_two: 15,
  contains_common: 15,
  contains_rare: 15,
  cjk: 2,
  model_dates: 2,
  favourites: 2,
  total: 2,
  timeline: 2,
};

type Peer = { readonly name: string; readonly db: Database; readonly shape: Shape };

/** Every task as each program does it, one after the other in every round; then ours alone. */
export async function benchQueries(fixture: Fixture, rounds: number, scale: number): Promise<Metric[]> {
  const { rows, words, built } = fixture;
  const db = await openOurs(built.ours?.path ?? '');
  const own = ours(db, words);
  const peers = Object.entries(peerQueries).flatMap(([name, shape]): readonly Peer[] => {
    const path = built[name as PeerName]?.path;
    if (path === undefined) return [];
    const peer = new Sqlite(path, { readonly: true });
    const names =
      name === 'invokeai' ? [{ name: 'invokeai names', shape: { first_page: invokeNames(peer) } }] : [];
    return [{ name, shape: shape(peer, words) }, ...names].map((each) => ({ ...each, db: peer }));
  });
  const times = new Map<string, number[]>();
  const note = (name: string, task: Task, run: () => unknown) => {
    const key = `${name} ${task}`;
    times.set(key, [...(times.get(key) ?? []), timed(run)]);
  };
  // Words are read into memory when they are first needed; that is not what a search costs.
  for (const task of tasks) own[task](0);
  for (let round = 0; round < rounds; round += 1) {
    for (const task of tasks) {
      for (const { name, shape } of rotated(peers, round)) {
        const run = shape[task];
        if (run) note(name, task, () => run(round));
        // After each of them, so that ours finds the processor's caches as a peer leaves them.
        if (run) note('ours', task, () => own[task](round));
      }
    }
  }
  const metrics = tasks.flatMap((task): Metric[] => {
    const alone = Array.from({ length: 100 }, (_, turn) => timed(() => own[task](turn)));
    const mixed = median(times.get(`ours ${task}`) ?? alone);
    const alonePart: Metric = {
      task: `${task}, p95 alone`,
      n: rows,
      oursMs: median(alone),
      against: '',
      againstMs: null,
      value: percentile(alone, 0.95),
      unit: 'ms',
      most: within[task],
    };
    const beside = peers.flatMap(({ name }): Metric[] => {
      const theirs = times.get(`${name} ${task}`);
      if (!theirs) return [];
      const target =
        name === 'invokeai' ? (faster[task] ?? 0) : name === 'invokeai names' ? fasterThanNames : 0;
      return [
        {
          task: task,
          n: rows,
          oursMs: mixed,
          against: name,
          againstMs: median(theirs),
          value: median(theirs) / mixed,
          unit: 'times',
          most: Infinity,
          least: target * scale,
        },
      ];
    });
    return [alonePart, ...beside];
  });
  for (const peer of peers) peer.db.close();
  db.close();
  return metrics;
}

function rotated<T>(list: readonly T[], by: number): readonly T[] {
  const at = by % Math.max(1, list.length);
  return [...list.slice(at), ...list.slice(0, at)];
}
