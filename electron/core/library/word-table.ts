import type { SlotLists } from './slot-lists.ts';
import type { Slots } from './slots.ts';

/** Words that will do: one, or those that begin, end or go on so. Folded, as `wordsOf` gives them. */
export type Wanted = { readonly kind: 'word' | 'beginning' | 'ending' | 'inside'; readonly text: string };

export type WordTable = ReturnType<typeof createWordTable>;

/**
 * Words with the jobs that have them. A job is told by its slot, its place in the order of ids: distances are then one
 * or two bytes long.
 * @param jobs ids, ascending
 * @param text every word as `latin1Of` has it, in their order, a line feed before and after each
 * @param wordStarts where each word begins in the text, and where one more would
 * @param lists slots of each word, by the place of the word
 */
export function createWordTable(jobs: Float64Array, text: string, wordStarts: Uint32Array, lists: SlotLists) {
  const count = wordStarts.length - 1;
  const startOf = (word: number) => wordStarts[word] ?? text.length;
  const wordAt = (word: number) => text.slice(startOf(word), startOf(word + 1) - 1);

  /** The first word that is not before this one. */
  function lowerBound(wanted: string): number {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (wordAt(middle) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Pairs of numbers: words from the first to before the second. */
  function rangesOf({ kind, text: wanted }: Wanted): readonly number[] {
    const part = latin1Of(wanted);
    if (kind === 'inside') return wordsHolding(part);
    if (kind === 'ending') return wordsHolding(`${part}\n`);
    const first = lowerBound(part);
    if (kind === 'beginning') return [first, lowerBound(`${part}\u{ff}`)];
    return first < count && wordAt(first) === part ? [first, first + 1] : [];
  }

  function wordsHolding(part: string): readonly number[] {
    const ranges: number[] = [];
    let word = 0;
    for (let at = text.indexOf(part); at >= 0;) {
      word = wordAround(at, word);
      ranges.push(word, word + 1);
      at = text.indexOf(part, startOf(word + 1) - 1);
    }
    return ranges;
  }

  /** The word at this place of the text, by leaps from one that is not behind it. */
  function wordAround(place: number, from: number): number {
    let leap = 1;
    while (from + leap < count && startOf(from + leap) <= place) leap *= 2;
    let word = from + (leap >> 1);
    let end = Math.min(count, from + leap);
    while (end - word > 1) {
      const middle = (word + end) >>> 1;
      if (startOf(middle) <= place) word = middle;
      else end = middle;
    }
    return word;
  }

  return {
    jobs,
    sizeBytes: jobs.byteLength + text.length + wordStarts.byteLength + lists.sizeBytes,
    has(wanted: Wanted): boolean {
      const [from = 0, to = 0] = rangesOf(wanted);
      return from < to;
    },
    /** Sets the bits of jobs with any of the words. */
    mark(wanted: Wanted, into: Slots): void {
      const ranges = rangesOf(wanted);
      for (let at = 0; at < ranges.length; at += 2) {
        const end = ranges[at + 1] ?? 0;
        for (let word = ranges[at] ?? 0; word < end; word += 1) lists.mark(word, into);
      }
    },
  };
}

/** As the index has a word: the bytes of its UTF-8, in whose order words come. */
function latin1Of(word: string): string {
  return Buffer.from(word).toString('latin1');
}
