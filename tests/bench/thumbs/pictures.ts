import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';

const sizes = [
  [1024, 1024],
  [1216, 832],
  [832, 1216],
  [1536, 1024],
  [2048, 2048],
] as const;
const formats = ['png', 'jpg', 'webp'] as const;

/**
 * Pictures of the sizes and formats that models make, smooth with some grain so that they compress like photographs.
 * Made once and kept in the system's temporary folder.
 * @param count how many; a third of each format
 */
export async function benchPictures(count: number): Promise<readonly string[]> {
  const folder = join(tmpdir(), 'videopicai-bench-pictures-2');
  mkdirSync(folder, { recursive: true });
  const paths: string[] = [];
  for (let place = 0; place < count; place += 1) {
    const format = formats[place % formats.length] ?? 'png';
    const path = join(folder, `${place}.${format}`);
    if (!existsSync(path)) {
      const [width, height] = sizes[Math.floor(place / formats.length) % sizes.length] ?? [1024, 1024];
      const image = sharp(pixels(width, height, place + 1), { raw: { width, height, channels: 3 } });
      const temp = `${path}.part`;
      await encoded(image, format).toFile(temp);
      renameSync(temp, path);
    }
    paths.push(path);
  }
  return paths;
}

/** PNG with filters chosen line by line, as other encoders write it by default. */
function encoded(image: Sharp, format: (typeof formats)[number]): Sharp {
  if (format === 'png') return image.png({ adaptiveFiltering: true });
  return format === 'jpg' ? image.jpeg({ quality: 90 }) : image.webp({ quality: 85 });
}

function pixels(width: number, height: number, seed: number): Buffer {
  const data = Buffer.alloc(width * height * 3);
  let state = seed;
  let at = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const wave = 60 * Math.sin(x / (90 + seed)) + 50 * Math.cos(y / (70 + seed)) + 128;
      for (let channel = 0; channel < 3; channel += 1) {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        data[at] = wave + channel * 12 + (state >>> 28) - 8;
        at += 1;
      }
    }
  }
  return data;
}
