import { wordsOf } from '../db/search-index.ts';
import type { Slots } from './slots.ts';
import type { Wanted } from './word-table.ts';

/** Words of prompts that were stored after all others were read, with the places of their jobs among these. */
export function createFreshWords() {
  const jobs: number[] = [];
  const known = new Set<number>();
  const lists = new Map<string, number[]>();

  function* listsOf({ kind, text }: Wanted): Generator<readonly number[]> {
    if (kind === 'word') {
      const list = lists.get(text);
      if (list) yield list;
      return;
    }
    for (const [word, list] of lists) if (fits[kind](word, text)) yield list;
  }

  return {
    jobs: (): readonly number[] => jobs,

    /** @returns false: it is there already */
    add(job: number, prompt: string): boolean {
      if (known.has(job)) return false;
      known.add(job);
      for (const word of new Set(wordsOf(prompt))) {
        const list = lists.get(word);
        if (list) list.push(jobs.length);
        else lists.set(word, [jobs.length]);
      }
      jobs.push(job);
      return true;
    },

    has: (wanted: Wanted): boolean => !listsOf(wanted).next().done,

    /** @param first the slot of the first of them */
    mark(wanted: Wanted, into: Slots, first: number): void {
      for (const list of listsOf(wanted)) {
        for (const place of list) {
          const slot = first + place;
          into[slot >>> 5] = (into[slot >>> 5] ?? 0) | (1 << (slot & 31));
        }
      }
    },
  };
}

const fits = {
  beginning: (word: string, text: string) => word.startsWith(text),
  ending: (word: string, text: string) => word.endsWith(text),
  inside: (word: string, text: string) => word.includes(text),
} as const;
