import { create } from 'zustand';
import { subscribe } from '../../bridge/client.ts';

/** Why pictures have no thumbnail, by creation: the core tells it once, when a tile first asks for one. */
export const useThumbnailFailures = create<{ readonly reasons: ReadonlyMap<number, string> }>(() => ({
  reasons: new Map(),
}));

/** Returns the way to stop. */
export function followThumbnailFailures(): () => void {
  return subscribe('thumbnail.failed', ({ id, reason }) => {
    useThumbnailFailures.setState(({ reasons }) => ({ reasons: new Map(reasons).set(id, reason) }));
  });
}
