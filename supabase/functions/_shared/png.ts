import { joinBytes } from './bytes.ts';

/**
 * RGB bytes to PNG, without a native library: edge workers have none.
 * @param rgb three bytes a pixel, row by row
 * @source W3C Portable Network Graphics (Third Edition), §5 and §7
 */
export async function encodePng(rgb: Uint8Array, width: number, height: number): Promise<Uint8Array> {
  const stride = width * 3;
  const raw = new Uint8Array((stride + 1) * height);
  for (let row = 0; row < height; row += 1) {
    // Filter "Up": neighbouring rows of a painted picture are alike.
    const at = row * (stride + 1);
    raw[at] = 2;
    for (let column = 0; column < stride; column += 1) {
      const here = row * stride + column;
      const above = row === 0 ? 0 : (rgb[here - stride] ?? 0);
      raw[at + 1 + column] = (rgb[here] ?? 0) - above;
    }
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  // Eight bits a channel, colour without alpha, the one compression, filter and order there is.
  header.set([8, 2, 0, 0, 0], 8);
  const signature = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]);
  return joinBytes([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', await deflate(raw)),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = joinBytes([new TextEncoder().encode(type), data]);
  const out = new Uint8Array(body.byteLength + 8);
  const view = new DataView(out.buffer);
  view.setUint32(0, data.byteLength);
  out.set(body, 4);
  view.setUint32(out.byteLength - 4, crc32(body));
  return out;
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (table[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
