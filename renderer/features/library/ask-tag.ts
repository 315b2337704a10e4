import { text } from '../../app/messages.ts';
import { tagName } from '../../../shared/domain/collection.ts';
import { findTags } from './find-tags.ts';
import { askName } from './name-prompt.ts';
import { useShelves } from './shelves-store.ts';
import { setTag } from './shelving.ts';

const words = text.library.shelves;

const suggested = 6;

/** The most used of them first. */
function tagsLike(typed: string): readonly string[] {
  const byUse = useShelves.getState().tags.toSorted((a, b) => b.count - a.count);
  return findTags(byUse, typed, suggested).found.map(({ name }) => name);
}

/** Asks for a tag and puts it on creations. */
export function askTag(ids: readonly number[]): void {
  askName({
    title: words.tagTitle(ids.length),
    label: words.tagName,
    value: '',
    confirmLabel: words.add,
    maxLength: 60,
    ...(useShelves.getState().tags.length > 0 ? { suggest: { label: words.knownTags, of: tagsLike } } : {}),
    submit: async (typed) => {
      const name = tagName.safeParse(typed);
      if (!name.success) return words.badTag;
      await setTag(ids, name.data, true);
      return null;
    },
  });
}
