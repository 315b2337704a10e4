import { join } from 'node:path';
import { z } from 'zod';
import { readJson, removeDurably, writeJson } from './durable-file.ts';

/**
 * What moving the library has reached, in the data folder, which never moves; written before anything is done. The
 * move itself is one rename: that of the file that says where the library is (`home.ts`).
 *
 * | journal             | library is in | after a crash                                                        |
 * |---------------------|---------------|----------------------------------------------------------------------|
 * | copying             | `from`        | goes on copying, skipping what is whole in `to`                      |
 * | copying, all copied | `from`        | copies the database and what is new, then points to `to`             |
 * | copying, all copied | `to`          | removes what is left in `from`                                       |
 * | undoing             | `from`        | removes what is left in `to`: the move was called off                |
 */
const journal = z.object({
  from: z.string(),
  to: z.string(),
  step: z.enum(['copying', 'undoing']),
  /** Everything that can be copied in use has been. */
  copied: z.boolean(),
});
export type MoveJournal = z.infer<typeof journal>;

export function readMove(data: string): MoveJournal | null {
  return readJson(pathOf(data), journal);
}

export async function writeMove(data: string, move: MoveJournal): Promise<void> {
  await writeJson(pathOf(data), move);
}

export async function endMove(data: string): Promise<void> {
  await removeDurably(pathOf(data));
}

function pathOf(data: string): string {
  return join(data, 'library-move.json');
}
