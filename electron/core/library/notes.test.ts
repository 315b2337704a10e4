import { expect, test } from 'vitest';
import { maxNoteLength } from '../../../shared/domain/creation.ts';
import { createLibraryRig } from '../../../tests/support/library-rig.ts';
import { assertNoteIndex } from '../db/search-index.ts';

test('notes are kept, found by their words, and gone with what they are on', async () => {
  const { add, find, notes, creations, db } = await createLibraryRig();
  const [first, second, third] = [add('one'), add('two'), add('three')];
  notes.set([{ ids: [first, second], text: 'For the client Größe 東京, final' }]);
  notes.set([{ ids: [third], text: '  unfinished ' }]);
  expect(creations.get(third)?.notes).toBe('unfinished');
  expect(creations.get(first)?.notes).toBe('For the client Größe 東京, final');

  expect(find({ text: 'note:client' })).toEqual([second, first]);
  expect(find({ text: 'note:fin' })).toEqual([second, first]);
  expect(find({ text: 'note:"the cli"' })).toEqual([second, first]);
  expect(find({ text: 'note:"client the"' })).toEqual([]);
  expect(find({ text: 'note:grosse note:größ' })).toEqual([]);
  expect(find({ text: 'note:GRÖSSE' })).toEqual([]);
  expect(find({ text: 'note:größe' })).toEqual([second, first]);
  expect(find({ text: 'note:京' })).toEqual([second, first]);
  expect(find({ text: 'note:!' })).toEqual([]);
  expect(find({ text: 'has:note -note:unfinished one' })).toEqual([first]);
  expect(find({ text: '-is:noted' })).toEqual([]);

  creations.setTrashed([second], 1);
  expect(find({ text: 'note:client' })).toEqual([first]);
  creations.setTrashed([second], null);
  expect(creations.get(second)?.notes).toContain('client');
  creations.setTrashed([second], 1);
  creations.erase([second]);
  expect(find({ text: 'note:client', trashed: true })).toEqual([]);
  expect(db.prepare('SELECT count(*) FROM note_index').pluck().get()).toBe(2);
});

test('every change answers what undoes it, and so does the undo', async () => {
  const { add, notes, creations, find } = await createLibraryRig();
  const [a, b, c] = [add('a'), add('b'), add('c')];
  const of = () => [a, b, c].map((id) => creations.get(id)?.notes);
  notes.set([{ ids: [a], text: 'old' }]);
  const undo = notes.set([{ ids: [a, b, c, 1], text: 'new' }]);
  expect(of()).toEqual(['new', 'new', 'new']);
  const redo = notes.set(undo);
  expect(of()).toEqual(['old', '', '']);
  expect(find({ text: 'note:new' })).toEqual([]);
  notes.set(redo);
  expect(of()).toEqual(['new', 'new', 'new']);
  expect(notes.set([{ ids: [a], text: 'new' }])).toEqual([]);
});

test('a paragraph is added below, never in place of anything, and never cut off', async () => {
  const { add, notes, creations } = await createLibraryRig();
  const [a, b, c] = [add('a'), add('b'), add('c')];
  notes.set([
    { ids: [a], text: 'first' },
    { ids: [b], text: 'x'.repeat(maxNoteLength - 3) },
  ]);
  const { undo, tooLong } = notes.append([a, b, c], 'second');
  expect(tooLong).toBe(1);
  expect([a, c].map((id) => creations.get(id)?.notes)).toEqual(['first\n\nsecond', 'second']);
  expect(creations.get(b)?.notes).toHaveLength(maxNoteLength - 3);
  notes.set(undo);
  expect([a, c].map((id) => creations.get(id)?.notes)).toEqual(['first', '']);
});

test('an index that is gone is made again at the next opening', async () => {
  const { add, notes, find, db } = await createLibraryRig();
  const id = add('a');
  notes.set([{ ids: [id], text: 'harbour' }]);
  db.exec('DROP TABLE note_index');
  assertNoteIndex(db);
  expect(find({ text: 'note:harb' })).toEqual([id]);
});

test('what has tags or is in collections is told from what is not', async () => {
  const { add, find, tags, collections } = await createLibraryRig();
  const [a, b] = [add('a'), add('b')];
  tags.set('sea', [a], true);
  const made = collections.create('Best', null);
  if (made.ok) collections.add(made.value, [b]);
  expect(find({ text: 'has:tag' })).toEqual([a]);
  expect(find({ text: '-has:tag' })).toEqual([b]);
  expect(find({ text: 'has:collection' })).toEqual([b]);
});
