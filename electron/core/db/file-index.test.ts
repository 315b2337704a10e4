import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLibraryRig } from '../../../tests/support/library-rig.ts';
import { tempFolder } from '../../../tests/support/temp-folder.ts';
import { openDatabase } from './open.ts';

const file = (start: string, rest: number) =>
  Buffer.concat([Buffer.from(start, 'hex'), Buffer.alloc(28, rest)]);

test('files are found by their hash while creations come and go, also among others that begin like it', async () => {
  const { db, add, creations } = await createLibraryRig();
  db.exec("CREATE VIRTUAL TABLE temp.starts USING fts5vocab('main', 'file_index', 'row')");
  const indexed = db.prepare<[], number>('SELECT sum(doc) FROM temp.starts').pluck();
  const [one, like, other] = [file('00ab34ef', 1), file('00ab34ef', 2), file('ffffffff', 1)];
  const ids = [one, like, one, other].map((sha256) => add('x', { sha256 }));
  const [first = 0, second = 0, third = 0, fourth = 0] = ids;
  expect(creations.idsOf(one)).toEqual([first, third]);
  expect(creations.idsOf(like)).toEqual([second]);
  expect(creations.idsOf(file('00ab34ef', 3))).toEqual([]);
  expect(creations.isNamed(other)).toBe(true);

  creations.setTrashed([first, second, fourth], 1);
  const { unnamed } = creations.erase([first, second, fourth]);
  expect(unnamed.map(({ sha256 }) => sha256)).toEqual([like, other]);
  expect(creations.idsOf(one)).toEqual([third]);
  expect(creations.isNamed(like)).toBe(false);
  expect(indexed.get()).toBe(1);
  db.exec("INSERT INTO file_index(file_index) VALUES ('integrity-check')");
});

test('what was rolled back is not found, and what is written in the same transaction is', async () => {
  const { db, add, creations } = await createLibraryRig();
  const sha256 = file('12345678', 1);
  expect(() =>
    db.transaction(() => {
      add('lost', { sha256 });
      expect(creations.isNamed(sha256)).toBe(true);
      throw new Error('rolled back');
    })(),
  ).toThrow('rolled back');
  expect(creations.isNamed(sha256)).toBe(false);
});

test('an index that is not there is made when a library opens', async () => {
  const folder = tempFolder();
  const rig = await createLibraryRig(folder);
  const sha256 = file('12345678', 1);
  const id = rig.add('x', { sha256, count: 3 });
  rig.db.exec('DROP TABLE file_index');
  rig.db.close();
  const again = await openDatabase(join(folder, 'library.sqlite'));
  if (!again.ok) throw new Error(again.error.kind);
  again.value.close();
  const reopened = await createLibraryRig(folder);
  expect(reopened.creations.idsOf(sha256)).toEqual([id]);
  reopened.db.close();
});
