/** A list of numbers that grows, and is used again. */
export function createNumbers() {
  let list = new Float64Array(4096);
  let count = 0;
  return {
    add(value: number): void {
      if (count === list.length) {
        const larger = new Float64Array(2 * count);
        larger.set(list);
        list = larger;
      }
      list[count] = value;
      count += 1;
    },
    clear(): void {
      count = 0;
    },
    /** Good until the list is changed. */
    values: () => list.subarray(0, count),
  };
}
export type Numbers = ReturnType<typeof createNumbers>;
