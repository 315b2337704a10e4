import type { Database } from 'better-sqlite3';
import { createNewestPages } from '../../../electron/core/library/newest-pages.ts';
import { median, timed, type Metric } from '../measure.ts';
import { openOurs, prepareFixture, type Fixture } from './build.ts';
import { driverFloor } from './queries.ts';

const rounds = 400;

/** Pages, without the count of all, against what the driver alone costs; taking turns, nothing else running. */
export async function benchFloors(fixture: Fixture): Promise<Metric[]> {
  const db = await openOurs(fixture.built.ours?.path ?? '');
  const floor = driverFloor(db);
  const metrics = Object.entries(pagesOf(db)).map(([task, { run, overFloor }]): Metric => {
    const times = taking([floor, run]);
    const [floorMs = 0, oursMs = 0] = times;
    return {
      task: `${task} page, without the count`,
      n: fixture.rows,
      oursMs,
      against: 'driver: 200 rows of a table of 200',
      againstMs: floorMs,
      value: oursMs / floorMs,
      unit: 'ratio',
      most: overFloor,
    };
  });
  db.close();
  return metrics;
}

/** The same pages in a library of a tenth of the size. */
export async function benchFlatness({ rows, built }: Fixture): Promise<Metric[]> {
  const small = await prepareFixture(rows / 10, [], console.log);
  const dbs = [await openOurs(built.ours?.path ?? ''), await openOurs(small.built.ours?.path ?? '')];
  const [large, little] = dbs.map(pagesOf);
  const metrics = (['first', 'deep'] as const).map((task): Metric => {
    const [oursMs = 0, smallMs = 0] = taking([large?.[task].run, little?.[task].run]);
    return {
      task: `${task} page, flatness`,
      n: rows,
      oursMs,
      against: `ours with ${rows / 10} rows`,
      againstMs: smallMs,
      value: oursMs / smallMs,
      unit: 'ratio',
      most: task === 'first' ? 1.3 : 1.5,
    };
  });
  for (const db of dbs) db.close();
  return metrics;
}

function pagesOf(db: Database) {
  const newest = createNewestPages(db);
  const middle = Math.floor(newest.page(0, 1).total / 2);
  return {
    first: { run: () => newest.rows(0, 200), overFloor: 1.3 },
    deep: { run: () => newest.rows(middle, 200), overFloor: 5 },
  };
}

/** Medians in ms of runs that take turns. */
function taking(runs: readonly ((() => unknown) | undefined)[]): readonly number[] {
  const times = runs.map(() => [] as number[]);
  for (let round = 0; round < rounds; round += 1) {
    for (const [place, run] of runs.entries()) if (run) times[place]?.push(timed(run));
  }
  return times.map(median);
}
