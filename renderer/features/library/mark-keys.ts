import { library } from '../../../shared/messages/en/library.ts';
import { askTag } from './ask-tag.ts';
import { chooseCollection } from './choose-collection.ts';
import { rate, toggleFlag, toggleLabel } from './marking.ts';

type MarkKey = {
  /** Second part of the action's id: `library.rate3`, `viewer.rate3`. */
  readonly id: string;
  readonly label: string;
  readonly keys: string;
  readonly run: (ids: readonly number[]) => unknown;
};

const words = library.marks;

/** Marks and other ways to put in order by single keys, the same in the grid and in the viewer. */
export const markKeys: readonly MarkKey[] = [
  ...[0, 1, 2, 3, 4, 5].map((stars) => ({
    id: `rate${stars}`,
    label: words.rateAction(stars),
    keys: String(stars),
    run: (ids: readonly number[]) => rate(ids, stars),
  })),
  { id: 'pick', label: words.pick, keys: 'P', run: (ids) => toggleFlag(ids, 'picked') },
  { id: 'reject', label: words.reject, keys: 'X', run: (ids) => toggleFlag(ids, 'rejected') },
  ...(['red', 'yellow', 'green', 'blue'] as const).map((label, place) => ({
    id: `label.${label}`,
    label: words.labelAction(words.labels[label]),
    keys: String(6 + place),
    run: (ids: readonly number[]) => toggleLabel(ids, label),
  })),
  { id: 'addTag', label: library.actions.addTag, keys: 'T', run: askTag },
  {
    id: 'addToCollection',
    label: library.actions.addToCollection,
    keys: 'Mod+Shift+A',
    run: chooseCollection,
  },
];
