import { constants, copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { format as formatDate } from 'date-fns';
import type { StorageCheck } from '../../../shared/contract.ts';
import type { Creation } from '../../../shared/domain/creation.ts';
import { createdAtOf } from '../../../shared/domain/job.ts';
import type { Originals } from '../media/originals.ts';
import type { ThumbnailMaker } from '../media/thumbnail-maker.ts';
import type { Emit } from '../ports.ts';
import type { CreationRepository } from './creation-repository.ts';

/** What a person does to creations: rows first, then files, then the window is told. */
export function createLibrary(deps: {
  readonly creations: CreationRepository;
  readonly originals: Originals;
  readonly thumbnails: ThumbnailMaker;
  readonly emit: Emit;
  readonly now: () => number;
  readonly databaseOk: () => boolean;
}) {
  const { creations, originals, emit } = deps;
  const changed = (ids: readonly number[]) =>
    emit('library.changed', { added: [], changed: ids, removed: [] });

  return {
    favourite(ids: readonly number[], value: boolean): void {
      creations.setFavourite(ids, value);
      changed(ids);
    },

    trash(ids: readonly number[], value: boolean): void {
      creations.setTrashed(ids, value ? deps.now() : null);
      emit(
        'library.changed',
        value ? { added: [], changed: [], removed: ids } : { added: ids, changed: [], removed: [] },
      );
    },

    /** For good. Files go after their rows: a crash in between leaves a stray file, never a row without one. */
    async erase(ids: readonly number[]): Promise<number> {
      const { erased, unnamed } = creations.erase(ids);
      deps.thumbnails.forget(erased);
      for (const ref of unnamed) await originals.remove(ref);
      emit('library.changed', { added: [], changed: [], removed: erased });
      return erased.length;
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

    /** Reads every original and compares it with its hash. Stops with the signal's reason. */
    async check(signal: AbortSignal): Promise<StorageCheck> {
      const missing: number[] = [];
      const damaged: number[] = [];
      let checked = 0;
      for (const { id, ref } of creations.originals()) {
        signal.throwIfAborted();
        checked += 1;
        if (!originals.isPresent(ref)) missing.push(id);
        else if (!(await originals.verify(ref))) damaged.push(id);
      }
      let strays = 0;
      for await (const { ref } of originals.files()) {
        signal.throwIfAborted();
        if (!creations.isNamed(ref.sha256)) strays += 1;
      }
      return { checked, missing, damaged, strays, databaseOk: deps.databaseOk() };
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
