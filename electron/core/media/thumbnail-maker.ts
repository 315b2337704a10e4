import type { ThumbnailSize } from '../../../shared/domain/media.ts';
import type { CreationRepository } from '../library/creation-repository.ts';
import type { Emit } from '../ports.ts';
import { decodeProblem } from './decode-problem.ts';
import { isDiskError } from './disk-error.ts';
import { isMediaFormat, kindOfFormat } from './formats.ts';
import type { Originals } from './originals.ts';
import {
  lookOfThumbnail,
  makeThumbnail,
  makeThumbnailSize,
  type MadeThumbnail,
  type ThumbnailStore,
} from './thumbnails.ts';

type Wish = {
  readonly id: number;
  readonly size: ThumbnailSize;
  readonly settle: (made: Buffer | null) => void;
};

/**
 * Decodes at the same time: one more than a small machine has cores, so that none is idle while the next is handed out.
 * Of Node's four threads one is left, for reading files.
 */
export const decodesAtOnce = 3;

/**
 * Hands out thumbnails, making the missing ones, the last asked for first: that is what is on screen now.
 * A picture that cannot be decoded is reported once and stops nothing.
 */
export function createThumbnailMaker(deps: {
  readonly store: ThumbnailStore;
  readonly creations: CreationRepository;
  readonly originals: Originals;
  readonly emit: Emit;
}) {
  const waiting: Wish[] = [];
  const pending = new Map<string, Promise<Buffer | null>>();
  const broken = new Set<number>();
  let running = 0;

  function request(id: number, size: ThumbnailSize): Promise<Buffer | null> {
    const key = `${id}/${size}`;
    const known = pending.get(key);
    if (known) return known;
    const promise = new Promise<Buffer | null>((settle) => waiting.push({ id, size, settle })).finally(() =>
      pending.delete(key),
    );
    pending.set(key, promise);
    pump();
    return promise;
  }

  function pump(): void {
    while (running < decodesAtOnce) {
      const next = waiting.pop();
      if (!next) return;
      running += 1;
      void make(next).then((made) => {
        running -= 1;
        next.settle(made);
        pump();
      });
    }
  }

  async function make({ id, size }: Wish): Promise<Buffer | null> {
    const ref = deps.creations.originalOf(id);
    // A video's poster is drawn by the window, which can decode it.
    if (!ref || !isMediaFormat(ref.format) || kindOfFormat(ref.format) === 'video') return null;
    try {
      if (!deps.originals.isPresent(ref)) throw new Error('Its file is missing.');
      const made = await makeThumbnailSize(deps.originals.pathOf(ref), size);
      keep(() => deps.store.putSize(id, size, made));
      if (deps.creations.isUnlooked(id)) {
        const look = await lookOfThumbnail(made);
        keep(() => deps.creations.setLooks(new Map([[id, look]])));
      }
      return made;
    } catch (error) {
      broken.add(id);
      deps.emit('thumbnail.failed', { id, reason: decodeProblem(error) });
      return null;
    }
  }

  /** A full disk costs making it again, not the picture. */
  function keep(write: () => void): void {
    try {
      write();
    } catch (error) {
      if (!isDiskError(error)) throw error;
    }
  }

  return {
    /** Null: there is none and none can be made here. */
    async get(id: number, size: ThumbnailSize): Promise<Buffer | null> {
      const kept = deps.store.get(id, size);
      if (kept || broken.has(id)) return kept;
      return request(id, size);
    },
    put(made: readonly MadeThumbnail[]): void {
      for (const { id } of made) broken.delete(id);
      keep(() => deps.store.put(made));
    },
    /** @param png a frame of the video, drawn by the window */
    async putPoster(id: number, png: Uint8Array): Promise<void> {
      const poster = await makeThumbnail(png);
      keep(() => {
        deps.store.put([{ id, thumbnail: poster }]);
        deps.creations.setLooks(new Map([[id, poster.look]]));
      });
    },
    forget(ids: readonly number[]): void {
      deps.store.remove(ids);
    },
    /** Their originals are where they were missing before. */
    tryAgain(ids: readonly number[]): void {
      for (const id of ids) broken.delete(id);
    },
    clear(): number {
      broken.clear();
      return deps.store.clear();
    },
  };
}
export type ThumbnailMaker = ReturnType<typeof createThumbnailMaker>;
