import sharp from 'sharp';

/** A real PNG of one colour; different colours give different bytes. */
export async function png(width = 64, height = 48, color = '#3366cc'): Promise<Uint8Array> {
  return sharp({ create: { width, height, channels: 3, background: color } })
    .png()
    .toBuffer();
}
