import { isMediaFormat, kindOfFormat } from '../media/formats.ts';
import type { Look } from '../media/look-hash.ts';
import type { Originals } from '../media/originals.ts';
import type { ThumbnailMaker } from '../media/thumbnail-maker.ts';
import { lookOfThumbnail, type ThumbnailStore } from '../media/thumbnails.ts';
import type { Clock, Log } from '../ports.ts';
import type { CreationRepository } from './creation-repository.ts';

/** Not while the window opens. */
const firstAfterMs = 20_000;
/** Learned, then written together: a crash in between costs looking at these again. */
const together = 16;
/** Nothing to see in it: a file that cannot be decoded is not tried at every start. */
const nothing: Look = 0n;

type Deps = {
  readonly creations: CreationRepository;
  readonly originals: Originals;
  readonly store: ThumbnailStore;
  readonly thumbnails: ThumbnailMaker;
  readonly clock: Clock;
  readonly log: Log;
};

/**
 * Looks, in the background, at creations of which nobody knows what they look like: those of libraries from before
 * hashes were kept. Goes on at the next start where it was stopped. Works half of the time at most.
 */
export function createLookLearner({ creations, originals, store, thumbnails, clock, log }: Deps) {
  const stopped = new AbortController();
  let working: Promise<void> = Promise.resolve();
  const callOff = clock.after(firstAfterMs, () => {
    working = learnAll().catch((error: unknown) => {
      if (!stopped.signal.aborted) log.error('Looks not learned', error);
    });
  });

  /** Null: it cannot be told now, and may be later. */
  async function look(id: number): Promise<Look | null> {
    const kept = store.get(id, 256) ?? store.get(id, 512);
    if (!kept) return lookAtOriginal(id);
    try {
      return await lookOfThumbnail(kept);
    } catch {
      return nothing;
    }
  }

  /** Making its thumbnail keeps the look as well. */
  async function lookAtOriginal(id: number): Promise<Look | null> {
    const ref = creations.originalOf(id);
    // A clip is looked at when the window draws its poster, a missing file when it is there again.
    if (!ref || !isMediaFormat(ref.format) || kindOfFormat(ref.format) === 'video') return null;
    if (!originals.isPresent(ref)) return null;
    return (await thumbnails.get(id, 256)) === null ? nothing : null;
  }

  async function learnSome(ids: readonly number[]): Promise<void> {
    const looks = new Map<number, Look>();
    for (const id of ids) {
      if (stopped.signal.aborted) break;
      const found = await look(id);
      if (found !== null) looks.set(id, found);
    }
    if (looks.size > 0) creations.setLooks(looks);
  }

  async function learnAll(): Promise<void> {
    let before = Number.MAX_SAFE_INTEGER;
    while (!stopped.signal.aborted) {
      const ids = creations.unlooked(before, together);
      if (ids.length === 0) return;
      const began = clock.now();
      await learnSome(ids);
      before = ids.at(-1) ?? 0;
      await clock.sleep(clock.now() - began, stopped.signal);
    }
  }

  return {
    /** Looks at one now, when that was not done yet. */
    async learn(id: number): Promise<void> {
      if (creations.isUnlooked(id)) await learnSome([id]);
    },

    async stop(): Promise<void> {
      callOff();
      stopped.abort();
      await working;
    },
  };
}
