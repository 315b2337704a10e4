import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLibraryRig } from '../../../tests/support/library-rig.ts';
import { createWordLists, oneWord, wordsBeginning } from './word-lists.ts';

const words = ['a', 'an', 'ant', 'antler', 'bee', 'beetle', '月', 'über'.normalize('NFD')] as const;
const prompt = fc.array(fc.constantFrom(...words), { maxLength: 12 }).map((list) => list.join(' '));
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('write'),
      prompts: fc.array(prompt, { minLength: 1, maxLength: 40 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('erase'), nth: fc.nat(50) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('again'), nth: fc.nat(50), prompt }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('merge'), pages: fc.integer({ min: 1, max: 20 }) }) },
);

test('words are found in the pages of the index as MATCH finds them, whatever was written, erased and merged', async () => {
  const { db } = await createLibraryRig();
  const lists = createWordLists(db);
  const insert = db.prepare('INSERT INTO prompt_index(rowid, prompt) VALUES (?, ?)');
  const erase = db.prepare('DELETE FROM prompt_index WHERE rowid = ?');
  const matching = db
    .prepare<[string], number>('SELECT rowid FROM prompt_index WHERE prompt_index MATCH ? ORDER BY rowid')
    .pluck();
  // Small pages: lists of jobs, and places in a prompt, that go on over several.
  db.exec("INSERT INTO prompt_index(prompt_index, rank) VALUES ('pgsz', 64), ('automerge', 2)");
  const merge = db.prepare("INSERT INTO prompt_index(prompt_index, rank) VALUES ('merge', ?)");
  const absent = Array.from({ length: 300 }, (_, at) => oneWord(`b${at}`));
  let next = 1_790_000_000_000 * 2048;
  const present: number[] = [];

  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      for (const each of steps) {
        if (each.kind === 'write') {
          db.transaction(() => {
            for (const text of each.prompts) {
              insert.run((next += 2048 * 37), text);
              present.push(next);
            }
          })();
        } else if (each.kind === 'merge') merge.run(each.pages);
        else if (present.length > 0) {
          const id = present[each.nth % present.length] ?? 0;
          erase.run(id);
          if (each.kind === 'again') insert.run(id, each.prompt);
          else present.splice(each.nth % present.length, 1);
        }
      }
      for (const word of ['a', 'an', 'antler', 'bee', '月', 'uber', 'x']) {
        expect(sorted(lists.jobs([oneWord(word)]))).toEqual(matching.all(`"${word}"`));
        expect(sorted(lists.jobs([wordsBeginning(word)]))).toEqual(matching.all(`"${word}"*`));
      }
      expect(sorted(lists.jobs([oneWord('bee'), oneWord('ant')]))).toEqual(matching.all('bee OR ant'));
      // More words than are looked for one by one.
      const many = [...absent, oneWord('antler'), oneWord('月'), oneWord('uber')];
      expect(sorted(lists.jobs(many))).toEqual(matching.all('antler OR "月" OR uber'));
    }),
    { numRuns: 60, seed: 20_261_125 },
  );
});

test('what is not committed yet is left to the index', async () => {
  const { db } = await createLibraryRig();
  const lists = createWordLists(db);
  db.transaction(() => expect(lists.jobs([oneWord('a')])).toBeNull())();
});

function sorted(jobs: { readonly ids: Float64Array } | null): readonly number[] {
  return [...new Set(jobs?.ids ?? [])].toSorted((a, b) => a - b);
}
