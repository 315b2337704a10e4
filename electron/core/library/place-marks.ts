/** A byte for every place in the columns: 1 where it is one of those meant. Whole words, so that four are combined at once. */
export type Marks = Uint8Array<ArrayBuffer>;

/** Hands out cleared marks and takes all of them back at once: fresh memory for every query would be felt. */
export function createMarksPool() {
  let pool: Marks[] = [];
  let used = 0;
  let size = 0;

  function take(): Marks {
    const marks = pool[used] ?? new Uint8Array(size);
    pool[used] = marks.fill(0);
    used += 1;
    return marks;
  }

  return {
    /** All marks handed out before are over. @param length of the columns */
    restart(length: number): void {
      used = 0;
      const needed = Math.ceil(length / 4) * 4;
      if (needed !== size) pool = [];
      size = needed;
    },
    take,
    of(places: Uint32Array): Marks {
      const marks = take();
      for (const place of places) marks[place] = 1;
      return marks;
    },
    /** In all of the first, which are written over, and in none of the excluded. Null: nothing is asked. */
    combine([first, ...others]: readonly Marks[], excluded: readonly Marks[]): Marks | null {
      if (first === undefined && excluded.length === 0) return null;
      const marks = first ?? take().fill(1);
      const words = new Uint32Array(marks.buffer);
      for (const other of others) {
        const more = new Uint32Array(other.buffer);
        for (let at = 0; at < words.length; at += 1) words[at] = (words[at] ?? 0) & (more[at] ?? 0);
      }
      for (const other of excluded) {
        const less = new Uint32Array(other.buffer);
        for (let at = 0; at < words.length; at += 1) words[at] = (words[at] ?? 0) & ~(less[at] ?? 0);
      }
      return marks;
    },
  };
}
export type MarksPool = ReturnType<typeof createMarksPool>;
