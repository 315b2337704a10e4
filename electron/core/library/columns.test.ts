import { expect, test } from 'vitest';
import { createLibraryRig } from '../../../tests/support/library-rig.ts';
import { createColumns, keptOnly, packedMarks, packedSize } from './columns.ts';

test('columns are read in slices, the trash in its place among them', async () => {
  const { db, add } = await createLibraryRig();
  const made = Array.from({ length: 22 }, () => add('a', { count: 100 }));
  const trash = db.prepare('UPDATE creation SET trashed_at = 1 WHERE id = ?');
  const inTrash = new Set(made.flatMap((first, at) => (at % 7 === 0 ? [first, first + 99] : [first + at])));
  for (const id of inTrash) trash.run(id);

  const { ids, flags, length } = createColumns(db).read();
  expect([...ids.subarray(0, length)]).toEqual(
    db.prepare('SELECT id FROM creation ORDER BY id').pluck().all(),
  );
  expect([...ids.subarray(0, length)].filter((_, at) => ((flags[at] ?? 0) & 4) !== 0)).toEqual(
    [...inTrash].toSorted((a, b) => a - b),
  );
});

test('the newest are read from their index alone', async () => {
  const { db } = await createLibraryRig();
  const steps = db
    .prepare<[], { opcode: string; p1: number }>(
      `EXPLAIN SELECT id, ${packedMarks}, ${packedSize} FROM ${keptOnly} ORDER BY id DESC LIMIT 200`,
    )
    .all();
  const read = steps.filter(({ opcode }) => opcode === 'Column' || opcode === 'IdxRowid');
  const index = steps.findLast(({ opcode }) => opcode === 'OpenRead')?.p1;
  expect(read.length).toBeGreaterThan(2);
  expect(read.filter(({ p1 }) => p1 !== index)).toEqual([]);
});
