import Sqlite from 'better-sqlite3';
import { createColumns } from '../../../electron/core/library/columns.ts';
import { createWordIndex } from '../../../electron/core/library/word-index.ts';
import { layoutRows } from '../../../renderer/features/library/justified-layout.ts';
import { median, timed, type Metric } from '../measure.ts';
import { openOurs, type Fixture } from './build.ts';
import { invokeNames } from './queries.ts';

const rounds = 5;
const layoutRounds = 15;

/** Everything in memory, and the exact layout of it, against the list of names that InvokeAI's grid starts from. */
export async function benchMemory({ rows, built }: Fixture): Promise<Metric[]> {
  const path = built.invokeai?.path;
  if (path === undefined) return [];
  const invoke = new Sqlite(path, { readonly: true });
  const names = invokeNames(invoke);
  const db = await openOurs(built.ours?.path ?? '');
  const times = {
    names: [] as number[],
    load: [] as number[],
    words: [] as number[],
    layout: [] as number[],
  };
  let wordBytes = 0;
  for (let round = 0; round < rounds; round += 1) {
    times.names.push(timed(names));
    const columns = createColumns(db);
    times.load.push(timed(() => columns.read()));
    const index = createWordIndex(db);
    times.words.push(timed(() => index.load()));
    wordBytes = index.sizeBytes();
  }
  // Apart from these: to take away what they held would fall into it.
  const { widths, heights, length } = createColumns(db).read();
  const sizes = { widths: widths.subarray(0, length), heights: heights.subarray(0, length) };
  for (let round = 0; round < layoutRounds; round += 1)
    times.layout.push(timed(() => layoutRows(sizes, { width: 1600, rowHeight: 200, gap: 4 })));
  invoke.close();
  db.close();
  const againstMs = median(times.names);
  const against = (task: string, oursMs: number, most: number): Metric => ({
    task,
    n: rows,
    oursMs,
    against: 'invokeai names',
    againstMs,
    value: oursMs / againstMs,
    unit: 'ratio',
    most,
  });
  return [
    against('columns of all into memory', median(times.load), 0.3),
    against('words of all into memory', median(times.words), 1),
    {
      task: 'words in memory, a creation',
      n: rows,
      oursMs: 0,
      against: '',
      againstMs: null,
      value: wordBytes / rows,
      unit: 'bytes',
      most: 40,
    },
    against('exact layout of all', median(times.layout), 0.02),
  ];
}
