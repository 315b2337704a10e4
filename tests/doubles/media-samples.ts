import { crc32, deflateSync } from 'node:zlib';

/**
 * Makes what a double delivers, where that is more than a sample.
 * @param model as the provider names it
 * @param input the provider's own fields, `prompt` among them
 * @param place counts the outputs of one request, from 0
 * @returns a picture's or clip's file
 */
export type Draw = (
  model: string,
  input: Readonly<Record<string, unknown>>,
  place: number,
) => Promise<Buffer>;

/** A real PNG of one colour. @param seed decides the colour, so that outputs differ */
export function samplePng(width = 64, height = 48, seed = 1): Buffer {
  const row = Buffer.alloc(1 + width * 3);
  for (let x = 0; x < width; x += 1) {
    row[1 + x * 3] = (seed * 67) % 256;
    row[2 + x * 3] = Math.round((x / width) * 255);
    row[3 + x * 3] = (seed * 151) % 256;
  }
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  return png(width, height, pixels);
}

/** A PNG that promises 20,000 × 10,000 px and holds none. */
export function hugePng(): Buffer {
  return png(20_000, 10_000, deflateSync(Buffer.alloc(16)));
}

function png(width: number, height: number, pixels: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** A real MP4 (H.264), 64×48 px. @param frames twelve a second */
export async function sampleMp4(frames = 6): Promise<Buffer> {
  const { default: encoderModule } = await import('h264-mp4-encoder');
  const encoder = await encoderModule.createH264MP4Encoder();
  Object.assign(encoder, { width: 64, height: 48, frameRate: 12, quantizationParameter: 30 });
  encoder.initialize();
  for (let frame = 0; frame < frames; frame += 1) {
    encoder.addFrameRgba(new Uint8Array(64 * 48 * 4).fill(40 * frame));
  }
  encoder.finalize();
  const clip = Buffer.from(encoder.FS.readFile(encoder.outputFilename));
  encoder.delete();
  return clip;
}
