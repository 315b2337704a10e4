import { creationFlag, type Creation, type LibraryIndex } from '../../../shared/domain/creation.ts';
import { createdAtOf } from '../../../shared/domain/job.ts';
import { text } from '../../app/messages.ts';
import { formatDay, formatDuration } from './format.ts';
import { hasFlag } from './library-index.ts';
import type { TileWords } from './tile.ts';

/** What a tile is called. Until its row has been read: what the index alone tells. */
export function tileWords(
  index: LibraryIndex,
  id: number,
  item: number,
  creation: Creation | undefined,
): TileWords {
  const { tile, imageWord, videoWord } = text.library;
  const video = hasFlag(index, item, creationFlag.video);
  const ending = hasFlag(index, item, creationFlag.favourite) ? `, ${tile.favourite}` : '';
  if (!creation) {
    const date = formatDay(createdAtOf(id));
    return { label: tile.unread(video ? videoWord : imageWord, date) + ending, badge: '', missing: false };
  }
  const missing = !creation.present;
  const state = missing ? `, ${tile.missing}${ending}` : ending;
  const prompt = creation.recipe.prompt.trim() || tile.noPrompt;
  if (creation.media === 'image')
    return { label: tile.image(prompt) + state, badge: missing ? tile.missingBadge : '', missing };
  const duration = creation.seconds === null ? '' : formatDuration(creation.seconds);
  return {
    label: tile.video(prompt, duration) + state,
    badge: missing ? tile.missingBadge : duration,
    missing,
  };
}
