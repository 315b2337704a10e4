import type { ThumbnailSize } from '../../../shared/domain/media.ts';
import type { CreationRepository } from '../library/creation-repository.ts';
import type { Emit } from '../ports.ts';
import { isMediaFormat, kindOfFormat } from './formats.ts';
import type { Originals } from './originals.ts';
import { makeThumbnail, type Thumbnail, type ThumbnailStore } from './thumbnails.ts';

/** Decodes at the same time: the two cores of a small machine. */
const maxInFlight = 2;

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
  const waiting: { readonly id: number; readonly settle: (made: boolean) => void }[] = [];
  const pending = new Map<number, Promise<boolean>>();
  const broken = new Set<number>();
  let running = 0;

  function request(id: number): Promise<boolean> {
    const known = pending.get(id);
    if (known) return known;
    const promise = new Promise<boolean>((settle) => waiting.push({ id, settle })).finally(() =>
      pending.delete(id),
    );
    pending.set(id, promise);
    pump();
    return promise;
  }

  function pump(): void {
    while (running < maxInFlight) {
      const next = waiting.pop();
      if (!next) return;
      running += 1;
      void make(next.id).then((made) => {
        running -= 1;
        next.settle(made);
        pump();
      });
    }
  }

  async function make(id: number): Promise<boolean> {
    const ref = deps.creations.originalOf(id);
    // A video's poster is drawn by the window, which can decode it.
    if (!ref || !isMediaFormat(ref.format) || kindOfFormat(ref.format) === 'video') return false;
    try {
      deps.store.put(id, await makeThumbnail(deps.originals.pathOf(ref)));
      return true;
    } catch (error) {
      broken.add(id);
      deps.emit('thumbnail.failed', { id, reason: error instanceof Error ? error.message : String(error) });
      return false;
    }
  }

  return {
    /** Null: there is none and none can be made here. */
    async get(id: number, size: ThumbnailSize): Promise<Buffer | null> {
      const kept = deps.store.get(id, size);
      if (kept || broken.has(id)) return kept;
      return (await request(id)) ? deps.store.get(id, size) : null;
    },
    put(id: number, thumbnail: Thumbnail): void {
      broken.delete(id);
      deps.store.put(id, thumbnail);
    },
    /** @param png a frame of the video, drawn by the window */
    async putPoster(id: number, png: Uint8Array): Promise<void> {
      deps.store.put(id, await makeThumbnail(png));
    },
    forget(ids: readonly number[]): void {
      deps.store.remove(ids);
    },
    clear(): number {
      broken.clear();
      return deps.store.clear();
    },
  };
}
export type ThumbnailMaker = ReturnType<typeof createThumbnailMaker>;
