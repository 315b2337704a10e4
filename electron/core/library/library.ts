import { constants, copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { format as formatDate } from 'date-fns/format';
import type { Creation, MarkChange } from '../../../shared/domain/creation.ts';
import { createdAtOf } from '../../../shared/domain/job.ts';
import type { LargePictures } from '../media/large-pictures.ts';
import type { Originals } from '../media/originals.ts';
import type { ThumbnailMaker } from '../media/thumbnail-maker.ts';
import type { Emit } from '../ports.ts';
import { msPerDay } from '../db/counters.ts';
import type { CreationRepository } from './creation-repository.ts';
import type { Marks } from './marks.ts';

/** What a person does to creations: rows first, then files, then the window is told. */
export function createLibrary(deps: {
  readonly creations: CreationRepository;
  readonly marks: Marks;
  readonly originals: Originals;
  readonly thumbnails: ThumbnailMaker;
  readonly largePictures: Pick<LargePictures, 'forget'>;
  readonly emit: Emit;
  readonly now: () => number;
}) {
  const { creations, originals, emit } = deps;

  const closed = new AbortController();
  let isWarming = false;

  /** Files go after their rows: a crash in between leaves a stray file, never a row without one. */
  async function erase(ids: readonly number[]): Promise<number> {
    const { erased, unnamed } = creations.erase(ids);
    deps.thumbnails.forget(erased);
    await deps.largePictures.forget(erased);
    for (const ref of unnamed) await originals.remove(ref);
    if (erased.length > 0) emit('library.changed', { added: [], changed: [], removed: erased });
    return erased.length;
  }

  return {
    /** Once the first page is out: what the next requests need comes into memory between other work. */
    warm(): void {
      if (isWarming || closed.signal.aborted) return;
      isWarming = true;
      void creations.warm(setImmediate, closed.signal).finally(() => {
        isWarming = false;
      });
    },

    close(): void {
      closed.abort();
    },

    /** Answers the changes that undo these. */
    mark(changes: readonly MarkChange[]): MarkChange[] {
      const undo = deps.marks.apply(changes);
      const ids = [...new Set(undo.flatMap((change) => change.ids))];
      if (ids.length > 0) emit('library.changed', { added: [], changed: ids, removed: [] });
      return undo;
    },

    trash(ids: readonly number[], value: boolean): void {
      creations.setTrashed(ids, value ? deps.now() : null);
      emit(
        'library.changed',
        value ? { added: [], changed: [], removed: ids } : { added: ids, changed: [], removed: [] },
      );
    },

    /** For good: only what is in the trash. */
    erase,

    /**
     * Erases what has been in the trash for longer than `days`, a few at a time.
     * @returns how many
     */
    async purge(days: number, signal: AbortSignal): Promise<number> {
      const before = deps.now() - days * msPerDay;
      let purged = 0;
      for (;;) {
        signal.throwIfAborted();
        const count = await erase(creations.trashedBefore(before, 100));
        if (count === 0) return purged;
        purged += count;
      }
    },

    /** Copies originals byte for byte, under names a person can read; never over an existing file. */
    async saveCopies(ids: readonly number[], folder: string): Promise<number> {
      let saved = 0;
      for (const id of ids) {
        const creation = creations.get(id);
        const ref = creations.originalOf(id);
        if (!creation || !ref || !originals.isPresent(ref)) continue;
        await copyToFreeName(originals.pathOf(ref), folder, copyName(creation), ref.format);
        saved += 1;
      }
      return saved;
    },
  };
}
export type Library = ReturnType<typeof createLibrary>;

/** `2026-11-23 a-lighthouse-at-dusk`: date and the first words of the prompt, safe on every system. */
export function copyName(creation: Pick<Creation, 'id' | 'recipe'>): string {
  const words = creation.recipe.prompt
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  const start = [...words].slice(0, 60).join('').replace(/-+$/, '');
  return `${formatDate(createdAtOf(creation.id), 'yyyy-MM-dd')} ${start || 'untitled'}`;
}

/** @returns the path the copy got: `name.ext`, or `name (2).ext` where that exists */
export async function copyToFreeName(
  source: string,
  folder: string,
  name: string,
  ending: string,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (let place = 1; ; place += 1) {
    const target = join(folder, `${name}${place === 1 ? '' : ` (${place})`}.${ending}`);
    try {
      await copyFile(source, target, constants.COPYFILE_EXCL);
      return target;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}
