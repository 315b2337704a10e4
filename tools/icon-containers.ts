/** One square PNG and its edge in px. */
export type IconImage = { readonly edge: number; readonly png: Buffer };

/**
 * Windows icon: a directory of 16-byte entries, then the PNGs (read since Windows Vista).
 * @param images edges of at most 256 px
 * @see https://learn.microsoft.com/en-us/previous-versions/ms997538(v=msdn.10)
 */
export function toIco(images: readonly IconImage[]): Buffer {
  const directory = Buffer.alloc(6 + images.length * 16);
  directory.writeUInt16LE(1, 2); // type: icon
  directory.writeUInt16LE(images.length, 4);
  let offset = directory.length;
  for (const [index, { edge, png }] of images.entries()) {
    if (edge > 256) throw new RangeError(`An .ico holds at most 256 px, not ${edge}.`);
    const entry = 6 + index * 16;
    directory.writeUInt8(edge % 256, entry); // 256 is written as 0
    directory.writeUInt8(edge % 256, entry + 1);
    directory.writeUInt16LE(1, entry + 4); // colour planes
    directory.writeUInt16LE(32, entry + 6); // bits per pixel
    directory.writeUInt32LE(png.length, entry + 8);
    directory.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  }
  return Buffer.concat([directory, ...images.map((image) => image.png)]);
}

/**
 * Types that hold PNG, by edge in px: the plain size first, then the smaller one on a Retina display.
 * 16 and 32 px have no plain type that all of macOS reads as PNG; it scales the Retina ones.
 */
const icnsTypes = new Map([
  [32, ['ic11']],
  [64, ['ic12']],
  [128, ['ic07']],
  [256, ['ic08', 'ic13']],
  [512, ['ic09', 'ic14']],
  [1024, ['ic10']],
]);

/**
 * macOS icon: `icns`, the length of all, then chunks of a type, a length and a PNG.
 * @param images one of each edge that {@link icnsEdges} names
 */
export function toIcns(images: readonly IconImage[]): Buffer {
  const chunks = images.flatMap(({ edge, png }) => {
    const types = icnsTypes.get(edge);
    if (!types) throw new RangeError(`An .icns has no type for ${edge} px.`);
    return types.map((type) => icnsChunk(type, png));
  });
  return icnsChunk('icns', Buffer.concat(chunks));
}

/** Edges in px that make a complete .icns. */
export const icnsEdges: readonly number[] = [...icnsTypes.keys()];

function icnsChunk(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(head.length + content.length, 4);
  return Buffer.concat([head, content]);
}
