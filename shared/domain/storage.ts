import { z } from 'zod';
import { creationId } from './creation.ts';

/** What keeps a library safe: backups, the check and its repair, and moving it to another place. */

/** Why a backup was made. */
export const backupReason = z.enum(['daily', 'asked', 'before-update', 'before-restore']);
export type BackupReason = z.infer<typeof backupReason>;

/** The database only: originals never change, so they need no second copy to be safe from the studio itself. */
export const libraryBackup = z.object({
  /** File name in the backups folder; what restoring asks for. */
  name: z.string(),
  /** Milliseconds since the epoch. */
  madeAt: z.number().int(),
  reason: backupReason,
  sizeBytes: z.number().int(),
});
export type LibraryBackup = z.infer<typeof libraryBackup>;

/** Where moving the library is. */
export const libraryMove = z.object({
  from: z.string(),
  to: z.string(),
  /**
   * `copying`: files are copied and checked while the studio is in use. `waiting`: the rest needs the library
   * closed and is done when the studio ends or starts. `failed`: nothing was changed; `problem` says why, and it
   * can be started again. After the last step there is no move any more.
   */
  state: z.enum(['copying', 'waiting', 'failed']),
  copiedBytes: z.number(),
  totalBytes: z.number(),
  problem: z.string().nullable(),
});
export type LibraryMove = z.infer<typeof libraryMove>;

export const storageCheck = z.object({
  checked: z.number().int(),
  /** The original is not where it was kept. */
  missing: z.array(creationId),
  /** A referenced file is another one now than the one that was imported. */
  changed: z.array(creationId),
  /** The original's bytes are not those that were stored. */
  damaged: z.array(creationId),
  /** Files in the media folder that no creation names. */
  strays: z.number().int(),
  /** Pictures without a thumbnail: made again as they are shown, or by the repair. */
  thumbnailsMissing: z.number().int(),
  /** Prompts that cannot be found by their words, or words of prompts that are gone. */
  searchWrong: z.number().int(),
  databaseOk: z.boolean(),
});
export type StorageCheck = z.infer<typeof storageCheck>;

export const storageRepair = z.object({
  /** Originals that were found again, by their bytes, in another place of the library. */
  originalsFound: z.number().int(),
  thumbnailsMade: z.number().int(),
  /** Prompts and notes whose words were put into a search index again; 0 when all was right. */
  searchRebuilt: z.number().int(),
  /** The database is damaged: it is put right, with nothing deleted, at the next start. */
  databaseAtNextStart: z.boolean(),
  /** What is still wrong. */
  left: storageCheck,
});
export type StorageRepair = z.infer<typeof storageRepair>;

/** Why an original cannot be shown. */
export const originalState = z.discriminatedUnion('kind', [
  /** Not where it was kept, or a referenced file that is another one now. */
  z.object({ kind: z.literal('missing') }),
  /** It has fewer bytes than were stored. */
  z.object({ kind: z.literal('cut'), sizeBytes: z.number().int(), storedBytes: z.number().int() }),
  /** Its bytes are not those that were stored. */
  z.object({ kind: z.literal('altered') }),
  /** The disk does not give it; `detail` is what it says. */
  z.object({ kind: z.literal('unreadable'), detail: z.string() }),
  /** Byte for byte what was stored: it was broken when it came, or the window cannot decode it. */
  z.object({ kind: z.literal('intact') }),
]);
export type OriginalState = z.infer<typeof originalState>;

/** What looking for missing originals in a folder came to. */
export const locateReport = z.object({
  /** Creations whose original was found again. */
  found: z.number().int(),
  /** Creations whose original is still missing. */
  left: z.number().int(),
});
export type LocateReport = z.infer<typeof locateReport>;

/** Originals that stay where the person keeps them. */
export const referenceUse = z.object({
  count: z.number().int(),
  sizeBytes: z.number(),
  /** Copies that are being made in the library; `problem`: why that has stopped. */
  copying: z
    .object({ left: z.number().int(), leftBytes: z.number(), problem: z.string().nullable() })
    .nullable(),
  /** How many could not be copied the last time: missing, or another file now. */
  failed: z.number().int(),
});
export type ReferenceUse = z.infer<typeof referenceUse>;

/** How far a check, a repair or a move is. `total` 0: not known yet. */
const storageProgress = z.object({
  task: z.enum(['check', 'repair', 'move', 'locate', 'copy-in']),
  done: z.number(),
  total: z.number(),
});
export type StorageProgress = z.infer<typeof storageProgress>;
