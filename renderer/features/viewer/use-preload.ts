import { useEffect } from 'react';
import { mediaUrl } from '../../../shared/contract.ts';
import type { Creation } from '../../../shared/domain/creation.ts';
import { needsTiles } from '../../../shared/domain/large-picture.ts';
import { useCreations } from '../library/creations.ts';
import { preload } from './preload.ts';

/** The neighbours' pictures are on their way before they are asked for: the one that follows first, and no more. */
export function usePreload(next: number | null, previous: number | null): void {
  const following = useCreations(({ byId }) => pictureOf(byId, next));
  const preceding = useCreations(({ byId }) => pictureOf(byId, previous));
  useEffect(
    () =>
      preload(
        [following, preceding].filter((address) => address !== null),
        load,
      ),
    [following, preceding],
  );
}

/** What its page will show first. A clip is read as it plays, and of a large picture tiles would have to be made. */
function pictureOf(byId: ReadonlyMap<number, Creation>, id: number | null): string | null {
  const creation = id === null ? undefined : byId.get(id);
  if (!creation?.present) return null;
  const isWhole = creation.media === 'image' && !needsTiles(creation);
  return isWhole ? mediaUrl.original(creation.id) : mediaUrl.thumbnail(creation.id, 512);
}

function load(address: string): () => void {
  const image = new Image();
  image.src = address;
  // One that cannot be decoded is told of on its own page.
  image.decode().catch(() => undefined);
  return () => {
    image.src = '';
  };
}
