import { text } from '../../app/messages.ts';
import { tagName } from '../../../shared/domain/collection.ts';
import { askName } from './name-prompt.ts';
import { setTag } from './shelving.ts';

const words = text.library.shelves;

/** Asks for a tag and puts it on creations. */
export function askTag(ids: readonly number[]): void {
  askName({
    title: words.addTag,
    label: words.tagName,
    value: '',
    confirmLabel: words.add,
    maxLength: 60,
    submit: async (typed) => {
      const name = tagName.safeParse(typed);
      if (!name.success) return words.badTag;
      await setTag(ids, name.data, true);
      return null;
    },
  });
}
