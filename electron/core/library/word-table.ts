/** Words that will do: one, or those that begin, end or go on so. Folded, as `wordsOf` gives them. */
export type Wanted = { readonly kind: 'word' | 'beginning' | 'ending' | 'inside'; readonly text: string };
/** A bit for every slot. */
export type Slots = Uint32Array<ArrayBuffer>;

export type WordTable = ReturnType<typeof createWordTable>;

/**
 * Words with the jobs that have them. A job is told by its slot, its place in the order of ids: distances are then one
 * or two bytes long.
 * @param jobs ids, ascending
 * @param text every word as `latin1Of` has it, in their order, a line feed before and after each
 * @param wordStarts where each word begins in the text, and where one more would
 * @param lists ascending slots of each word, as `createSlotLists` writes them
 * @param listStarts where the list of each word begins, and where one more would
 */
export function createWordTable(
  jobs: Float64Array,
  text: string,
  wordStarts: Uint32Array,
  lists: Uint8Array,
  listStarts: Uint32Array,
) {
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
    sizeBytes:
      jobs.byteLength + text.length + wordStarts.byteLength + lists.byteLength + listStarts.byteLength,
    has(wanted: Wanted): boolean {
      const [from = 0, to = 0] = rangesOf(wanted);
      return from < to;
    },
    /** Sets the bits of jobs with any of the words. */
    mark(wanted: Wanted, into: Slots): void {
      const ranges = rangesOf(wanted);
      for (let at = 0; at < ranges.length; at += 2) {
        const end = ranges[at + 1] ?? 0;
        for (let word = ranges[at] ?? 0; word < end; word += 1)
          markList(lists, listStarts[word] ?? 0, listStarts[word + 1] ?? 0, into);
      }
    },
  };
}

function markList(lists: Uint8Array, from: number, to: number, into: Slots): void {
  let slot = -1;
  for (let at = from; at < to; at += 1) {
    let byte = lists[at] ?? 0;
    let distance = byte & 0x7f;
    while (byte >= 0x80) {
      at += 1;
      byte = lists[at] ?? 0;
      distance = (distance << 7) | (byte & 0x7f);
    }
    slot += distance;
    into[slot >>> 5] = (into[slot >>> 5] ?? 0) | (1 << (slot & 31));
  }
}

/** Lists of ascending slots: each as its distance from the one before, seven bits a byte, the highest first. */
export function createSlotLists() {
  let memory = new Uint8Array(1 << 16);
  let length = 0;

  function put(byte: number): void {
    memory[length] = byte;
    length += 1;
  }

  return {
    length: () => length,
    add(slots: Uint32Array): void {
      const most = length + 4 * slots.length;
      if (most > memory.length) {
        const larger = new Uint8Array(Math.ceil(1.5 * most));
        larger.set(memory.subarray(0, length));
        memory = larger;
      }
      let before = -1;
      for (let at = 0; at < slots.length; at += 1) {
        const slot = slots[at] ?? 0;
        const distance = slot - before;
        before = slot;
        if (distance >= 1 << 21) put((distance >>> 21) | 0x80);
        if (distance >= 1 << 14) put((distance >>> 14) | 0x80);
        if (distance >= 1 << 7) put((distance >>> 7) | 0x80);
        put(distance & 0x7f);
      }
    },
    bytes: () => memory.slice(0, length),
  };
}

/** How many slots are marked. */
export function countSlots(slots: Slots): number {
  let count = 0;
  for (let at = 0; at < slots.length; at += 1) {
    // Bits of pairs, of fours, of bytes, all bytes together.
    let bits = slots[at] ?? 0;
    bits -= (bits >>> 1) & 0x55555555;
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    bits = (bits + (bits >>> 4)) & 0x0f0f0f0f;
    count += Math.imul(bits, 0x01010101) >>> 24;
  }
  return count;
}

/** Calls back with every slot that is marked, ascending. */
export function eachSlot(slots: Slots, take: (slot: number) => void): void {
  for (let at = 0; at < slots.length; at += 1) {
    for (let bits = slots[at] ?? 0; bits !== 0; bits &= bits - 1)
      take(at * 32 + 31 - Math.clz32(bits & -bits));
  }
}

/** As the index has a word: the bytes of its UTF-8, in whose order words come. */
function latin1Of(word: string): string {
  return Buffer.from(word).toString('latin1');
}
