import type { LibraryIndex } from '../../../../shared/domain/creation.ts';

/** Px of what models make. */
export const shapes = [
  [1024, 1024],
  [1216, 832],
  [832, 1216],
  [1536, 640],
  [1344, 768],
] as const;

/** The shape of a creation: as good as at random, and the same wherever it is asked. */
export function shapeOf(id: number): number {
  return (Math.imul(id, 2_654_435_761) >>> 16) % shapes.length;
}

/** Creations of the shapes that models make, in no order; the last has id 1. */
export function makeIndex(count: number): LibraryIndex {
  const index: LibraryIndex = {
    ids: new Float64Array(count),
    widths: new Uint16Array(count),
    heights: new Uint16Array(count),
    flags: new Uint16Array(count),
    colors: new Uint32Array(count),
  };
  for (let item = 0; item < count; item += 1) {
    const id = count - item;
    const [width, height] = shapes[shapeOf(id)] ?? shapes[0];
    index.ids[item] = id;
    index.widths[item] = width;
    index.heights[item] = height;
    index.colors[item] = Math.imul(id, 0x9e3779b1) >>> 8;
  }
  return index;
}

export const rowHeight = 220;
export const gap = 4;
export const side = 20;
