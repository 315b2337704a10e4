import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLibraryRig, type LibraryRig } from '../../../tests/support/library-rig.ts';
import { eachSlot } from './slots.ts';
import { createWordIndex, type WordIndex } from './word-index.ts';
import type { Wanted } from './word-table.ts';

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
const folded = ['a', 'an', 'antler', 'ant', 'ler', 'e', 'bee', 'eet', '月', 'uber', 'x'] as const;
const kinds = ['word', 'beginning', 'ending', 'inside'] as const;
const endless = new AbortController().signal;

test('words are found as MATCH finds them, whatever was written, erased and merged', async () => {
  const { db } = await createLibraryRig();
  const { matching, write, erase } = writers({ db });
  // Small pages: lists of jobs, and places in a prompt, that go on over several.
  db.exec("INSERT INTO prompt_index(prompt_index, rank) VALUES ('pgsz', 64), ('automerge', 2)");
  const merge = db.prepare("INSERT INTO prompt_index(prompt_index, rank) VALUES ('merge', ?)");
  let next = 1_790_000_000_000 * 2048;
  const present: number[] = [];

  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      for (const each of steps) {
        if (each.kind === 'write') {
          db.transaction(() => {
            for (const text of each.prompts) {
              write((next += 2048 * 37), text);
              present.push(next);
            }
          })();
        } else if (each.kind === 'merge') merge.run(each.pages);
        else if (present.length > 0) {
          const id = present[each.nth % present.length] ?? 0;
          erase(id);
          if (each.kind === 'again') write(id, each.prompt);
          else present.splice(each.nth % present.length, 1);
        }
      }
      const index = createWordIndex(db);
      index.load();
      for (const text of folded)
        for (const kind of kinds) expect(jobs(index, { kind, text })).toEqual(matching({ kind, text }));
    }),
    { numRuns: 40, seed: 20_261_125 },
  );
});

test('what is stored while words are read, and after, is found as well', async () => {
  const { db } = await createLibraryRig();
  const { matching, write } = writers({ db });
  let next = 1_790_000_000_000 * 2048;
  db.transaction(() => {
    for (let at = 0; at < 9000; at += 1) write((next += 2048), words[at % words.length] ?? '');
  })();
  const index = createWordIndex(db);
  const store = (id: number, text: string) =>
    db.transaction(() => {
      write(id, text);
      index.add(id, text);
    })();
  let turns = 0;
  await index.warm(async () => {
    turns += 1;
    // Newer than all, and older.
    store((next += 2048), 'antler bee');
    store(2048 * turns, 'über 月');
    db.exec("INSERT INTO prompt_index(prompt_index, rank) VALUES ('merge', 4)");
  }, endless);
  expect(turns).toBeGreaterThan(2);
  store((next += 2048), 'a beetle');
  // What was rolled back and is stored again is one job.
  expect(() => db.transaction(() => (index.add(next + 2048, 'ant'), fail()))()).toThrow('rolled back');
  store((next += 2048), 'ant');
  for (const text of folded)
    for (const kind of kinds) expect(jobs(index, { kind, text })).toEqual(matching({ kind, text }));
});

test('as soon as very much was stored, everything is read again', async () => {
  const { db } = await createLibraryRig();
  const { write } = writers({ db });
  const index = createWordIndex(db);
  await index.warm(async () => {}, endless);
  db.transaction(() => {
    for (let at = 1; at <= 12_000; at += 1) {
      write(at * 2048, 'ant');
      index.add(at * 2048, 'ant');
    }
  })();
  let turns = 0;
  await index.warm(async () => void (turns += 1), endless);
  expect(turns).toBeGreaterThan(1);
  expect(jobs(index, { kind: 'word', text: 'ant' })).toHaveLength(12_000);
});

test('a reading that is broken off leaves no connection open', async () => {
  const { db } = await createLibraryRig();
  const { write } = writers({ db });
  db.transaction(() => {
    for (let at = 1; at <= 9000; at += 1) write(at * 2048, 'ant');
  })();
  const stop = new AbortController();
  const index = createWordIndex(db);
  await index.warm(async () => stop.abort(), stop.signal);
  expect(index.isLoaded()).toBe(false);
  // With another connection open, the log stays.
  db.pragma('wal_checkpoint(TRUNCATE)');
  expect(db.pragma('journal_mode = DELETE', { simple: true })).toBe('delete');
});

function fail(): never {
  throw new Error('rolled back');
}

/** The search index itself, written and asked without the index in memory. */
function writers({ db }: Pick<LibraryRig, 'db'>) {
  const insert = db.prepare('INSERT INTO prompt_index(rowid, prompt) VALUES (?, ?)');
  const remove = db.prepare('DELETE FROM prompt_index WHERE rowid = ?');
  const match = db
    .prepare<[string], number>('SELECT rowid FROM prompt_index WHERE prompt_index MATCH ? ORDER BY rowid')
    .pluck();
  db.exec("CREATE VIRTUAL TABLE temp.prompt_words USING fts5vocab('main', 'prompt_index', 'row')");
  const terms = db.prepare<[], string>('SELECT term FROM temp.prompt_words').pluck();
  const fits = {
    word: (word: string, text: string) => word === text,
    beginning: (word: string, text: string) => word.startsWith(text),
    ending: (word: string, text: string) => word.endsWith(text),
    inside: (word: string, text: string) => word.includes(text),
  };
  return {
    write: (id: number, text: string) => insert.run(id, text),
    erase: (id: number) => remove.run(id),
    matching: ({ kind, text }: Wanted) => {
      const some = terms.all().filter((word) => fits[kind](word, text));
      return some.length === 0 ? [] : match.all(some.map((word) => `"${word}"`).join(' OR '));
    },
  };
}

function jobs(index: WordIndex, wanted: Wanted): readonly number[] {
  const found: number[] = [];
  eachSlot(index.find(wanted), (slot) => found.push(index.slots().jobs[slot] ?? 0));
  return found.toSorted((a, b) => a - b);
}
