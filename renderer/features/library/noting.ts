import { create } from 'zustand';
import type { NoteChange } from '../../../shared/domain/creation.ts';
import { text } from '../../app/messages.ts';
import { request } from '../../bridge/client.ts';
import { chunksOf, inChunks } from './chunks.ts';
import { patchCreations, reread } from './creations.ts';
import { attempt, backAndForth, offerUndo } from './undo.ts';

/** A person's own words on creations. */

const words = text.library.notes;

type NoteQuestion = { readonly ids: readonly number[]; readonly text: string };
export const useNoteQuestion = create<{ readonly question: NoteQuestion | null }>(() => ({ question: null }));

/** Asks for a note: for one creation the one it has, for several a paragraph that is added to each. */
export async function askNote(ids: readonly number[]): Promise<void> {
  const [id] = ids;
  if (id === undefined) return;
  const known = ids.length > 1 ? null : await attempt(() => reread(id));
  if (known !== undefined) useNoteQuestion.setState({ question: { ids, text: known?.notes ?? '' } });
}

export function closeNoteQuestion(): void {
  useNoteQuestion.setState({ question: null });
}

async function send(changes: readonly NoteChange[]): Promise<readonly NoteChange[]> {
  const undo: NoteChange[] = [];
  for (const chunk of chunksOf(changes)) {
    undo.push(...(await request('notes.set', { changes: [...chunk] })).undo);
  }
  return undo;
}

/** Keeps the note of one creation. @returns whether it is kept now */
export async function saveNote(id: number, note: string): Promise<boolean> {
  patchCreations([id], { notes: note.trim() });
  return (await attempt(() => send([{ ids: [id], text: note }]))) !== undefined;
}

/** The same, with a way back in a toast. */
export async function setNote(id: number, note: string): Promise<void> {
  const undo = await attempt(() => send([{ ids: [id], text: note }]));
  if (undo && undo.length > 0) offerUndo(words.kept(note.trim() === ''), backAndForth(undo, send));
}

/** Adds a paragraph to the notes of many; what would become too long stays as it is, and that is said. */
export async function appendNote(ids: readonly number[], note: string): Promise<void> {
  const answers = await attempt(() =>
    inChunks(ids, (chunk) => request('notes.append', { ids: chunk, text: note })),
  );
  if (!answers) return;
  const undo = answers.flatMap((answer) => answer.undo);
  const changed = undo.reduce((sum, change) => sum + change.ids.length, 0);
  const tooLong = answers.reduce((sum, answer) => sum + answer.tooLong, 0);
  offerUndo(words.appended(changed, tooLong), backAndForth(undo, send));
}
