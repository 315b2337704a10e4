import type { LibraryIndex } from '../../../../shared/domain/creation.ts';

const shapes = [
  [1024, 1024],
  [1216, 832],
  [832, 1216],
  [1536, 640],
  [1344, 768],
] as const;

/** Creations of the shapes that models make, in no order; the last has id 1. */
export function makeIndex(count: number): LibraryIndex {
  const index: LibraryIndex = {
    ids: new Float64Array(count),
    widths: new Uint16Array(count),
    heights: new Uint16Array(count),
    flags: new Uint16Array(count),
    colors: new Uint32Array(count),
  };
  let state = 7;
  for (let item = 0; item < count; item += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const [width, height] = shapes[(state >>> 16) % shapes.length] ?? shapes[0];
    index.ids[item] = count - item;
    index.widths[item] = width;
    index.heights[item] = height;
    index.colors[item] = state >>> 8;
  }
  return index;
}

export const rowHeight = 220;
export const gap = 4;
export const side = 20;
