import { needsTiles, smallestLevel } from '../../../shared/domain/large-picture.ts';
import type { CreationRepository } from '../library/creation-repository.ts';
import type { Log } from '../ports.ts';
import { messageOf } from './disk-error.ts';
import type { Originals } from './originals.ts';
import { makePyramid, makeRendition } from './pyramid.ts';
import type { TileCache } from './tile-cache.ts';

type Kind = 'screen' | 'levels';
type Wish = { readonly id: number; readonly kind: Kind; readonly settle: () => void };

/** Pictures looked at together, when two are compared. */
const lookedAt = 2;

/**
 * Renditions and tiles of pictures too large for the window, made when first asked for. What is on screen goes first:
 * renditions before tiles, and whatever waits for a picture that was left behind is dropped. A decode that has begun
 * is not broken off: it is short, and kept.
 */
export function createLargePictures(deps: {
  readonly cache: TileCache;
  readonly creations: CreationRepository;
  readonly originals: Originals;
  readonly log: Log;
}) {
  const { cache, creations } = deps;
  const waiting: Wish[] = [];
  const pending = new Map<string, Promise<void>>();
  const running = new Set<Kind>();
  /** Why something could not be made: not tried again before the next start. */
  const broken = new Set<string>();
  let current: readonly number[] = [];

  /** Resolves when it was made, could not be, or was given up. */
  function make(id: number, kind: Kind): Promise<void> {
    const key = `${id}/${kind}`;
    if (broken.has(key)) return Promise.resolve();
    const known = pending.get(key);
    if (known) return known;
    const promise = new Promise<void>((settle) => waiting.push({ id, kind, settle })).finally(() =>
      pending.delete(key),
    );
    pending.set(key, promise);
    pump();
    return promise;
  }

  function pump(): void {
    for (const kind of ['screen', 'levels'] as const) {
      const place = waiting.findLastIndex((wish) => wish.kind === kind);
      const [wish] = place === -1 || running.has(kind) ? [] : waiting.splice(place, 1);
      if (!wish) continue;
      running.add(kind);
      void perform(wish).finally(() => {
        running.delete(kind);
        wish.settle();
        pump();
      });
    }
  }

  async function perform({ id, kind }: Wish): Promise<void> {
    const ref = creations.originalOf(id);
    if (!ref || !deps.originals.isPresent(ref)) return;
    const produce = kind === 'screen' ? makeRendition : makePyramid;
    try {
      await produce(deps.originals.pathOf(ref), cache.targetOf(id, kind), cache.scratchOf(id, kind));
      await cache.added(id);
      // Erased in the meantime.
      if (!creations.originalOf(id)) await cache.remove([id]);
    } catch (error) {
      broken.add(`${id}/${kind}`);
      deps.log.info('A large picture could not be decoded', { id, kind, reason: messageOf(error) });
    }
  }

  /** Those who wait for other pictures than the ones looked at now get their answer: nothing. */
  function lookAt(id: number): void {
    if (current[0] === id) return;
    current = [id, ...current.filter((other) => other !== id)].slice(0, lookedAt);
    for (const left of waiting.filter((wish) => !current.includes(wish.id))) {
      waiting.splice(waiting.indexOf(left), 1);
      left.settle();
    }
    void cache.use(id);
  }

  return {
    /** Path of the rendition; null when there is none and none can be made. */
    async screen(id: number): Promise<string | null> {
      const creation = creations.get(id);
      if (!creation || !needsTiles(creation)) return null;
      lookAt(id);
      if (cache.renditionOf(id) === null) await make(id, 'screen');
      return cache.renditionOf(id);
    },

    /** Path of a tile; null when it does not exist, or was given up because the person went on. */
    async tile(id: number, level: number, x: number, y: number): Promise<string | null> {
      const creation = creations.get(id);
      if (!creation || !needsTiles(creation)) return null;
      lookAt(id);
      if (!cache.hasTiles(id)) await make(id, 'levels');
      return cache.tileOf(id, smallestLevel(creation) - level, x, y);
    },

    forget: (ids: readonly number[]): Promise<void> => cache.remove(ids),

    async clear(): Promise<void> {
      broken.clear();
      await cache.clear();
    },

    sizeBytes: (): Promise<number> => cache.sizeBytes(),

    /** Waits for what has begun, and begins nothing more. */
    async close(): Promise<void> {
      for (const wish of waiting.splice(0)) wish.settle();
      await Promise.all(pending.values());
    },
  };
}
export type LargePictures = ReturnType<typeof createLargePictures>;
