import type { Sharp } from 'sharp';

/**
 * What a picture looks like, in 64 bits (dHash): it is shrunk to 9 × 8 grey values, and each bit says whether a value
 * is darker than its right neighbour. Scaling, another format and small edits change few bits. 0: there is nothing to
 * see in it, such as in a plain colour, so it looks like nothing else.
 */
export type Look = bigint;

const columns = 9;
const rows = 8;
/** Levels of grey that an encoder makes up in plain areas. */
const noise = 1;

/**
 * @param picture of any size, without transparency: the smaller, the quicker
 * @returns signed, as a column of the library holds it
 */
export async function lookOf(picture: Sharp): Promise<Look> {
  const grey = await picture
    .toColourspace('b-w')
    .resize(columns, rows, { fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return hashOf(grey.data, grey.info.channels);
}

function hashOf(grey: Uint8Array, channels: number): Look {
  let hash = 0n;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns - 1; column += 1) {
      const at = (row * columns + column) * channels;
      const isDarker = (grey[at] ?? 0) + noise < (grey[at + channels] ?? 0);
      hash = (hash << 1n) | (isDarker ? 1n : 0n);
    }
  }
  return BigInt.asIntN(64, hash);
}
