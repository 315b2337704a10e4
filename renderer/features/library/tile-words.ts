import {
  creationFlag,
  type Creation,
  labelOf,
  type LibraryIndex,
  pickFlagOf,
  ratingOf,
} from '../../../shared/domain/creation.ts';
import { createdAtOf } from '../../../shared/domain/job.ts';
import { formatSeconds } from '../../../shared/format.ts';
import { text } from '../../app/messages.ts';
import { formatDay } from './dates.ts';
import { hasFlag } from './library-index.ts';
import type { TileWords } from './tile.ts';

/** What the marks of a creation are called. */
function markWords(flags: number): string[] {
  const { tile, marks } = text.library;
  const flag = pickFlagOf(flags);
  const label = labelOf(flags);
  const rating = ratingOf(flags);
  return [
    ...(flags & creationFlag.favourite ? [tile.favourite] : []),
    ...(rating > 0 ? [marks.stars(rating)] : []),
    ...(flag ? [marks.flags[flag]] : []),
    ...(label ? [marks.labelled(label)] : []),
  ];
}

/**
 * What a tile is called. Until its row has been read: what the index alone tells.
 * @param reason why it has no thumbnail, as the core tells it
 */
export function tileWords(
  index: LibraryIndex,
  id: number,
  item: number,
  creation: Creation | undefined,
  reason?: string,
): TileWords {
  const { tile, imageWord, videoWord } = text.library;
  const video = hasFlag(index, item, creationFlag.video);
  const endings = markWords(index.flags[item] ?? 0);
  if (!creation) {
    const date = formatDay(createdAtOf(id));
    const name = tile.unread(video ? videoWord : imageWord, date);
    return { label: [name, ...endings].join(', '), badge: '', missing: false, broken: null, noted: false };
  }
  const missing = !creation.present;
  const broken = missing ? tile.missingReason : reason === undefined ? null : tile.unreadable(reason);
  if (missing) endings.unshift(tile.missing);
  else if (broken !== null) endings.unshift(broken);
  if (creation.notes !== '') endings.push(text.library.notes.noted);
  const prompt = creation.recipe.prompt.trim() || tile.noPrompt;
  const duration = creation.seconds === null ? '' : formatSeconds(creation.seconds);
  const name = creation.media === 'image' ? tile.image(prompt) : tile.video(prompt, duration);
  return {
    label: [name, ...endings].join(', '),
    badge: missing ? tile.missingBadge : duration,
    missing,
    broken,
    noted: creation.notes !== '',
  };
}
