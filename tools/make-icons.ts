import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { icnsEdges, type IconImage, toIcns, toIco } from './icon-containers.ts';

/** Makes every icon in `resources/icons` from `icon.svg`: `node tools/make-icons.ts`. */

const folder = resolve(import.meta.dirname, '../resources/icons');
const drawing = join(folder, 'icon.svg');

/**
 * macOS wants the margin that the drawing has; Windows and Linux set icons edge to edge, where the same
 * margin would make ours look small. This is the drawing's square with 24 px around it.
 */
const closeCrop = { left: 76, top: 76, width: 872, height: 872 };
const icoEdges = [16, 20, 24, 32, 40, 48, 64, 128, 256];
const linuxEdges = [16, 24, 32, 48, 64, 128, 256, 512, 1024];

async function render(edge: number, margin: 'mac' | 'close'): Promise<IconImage> {
  const source = await sharp(drawing).png().toBuffer();
  const square = margin === 'mac' ? sharp(source) : sharp(source).extract(closeCrop);
  return { edge, png: await square.resize(edge, edge).png({ compressionLevel: 9 }).toBuffer() };
}

const forMac = await Promise.all(icnsEdges.map((edge) => render(edge, 'mac')));
const forWindows = await Promise.all(icoEdges.map((edge) => render(edge, 'close')));
const forLinux = await Promise.all(linuxEdges.map((edge) => render(edge, 'close')));

writeFileSync(join(folder, 'icon.icns'), toIcns(forMac));
writeFileSync(join(folder, 'icon.ico'), toIco(forWindows));
for (const { edge, png } of forLinux) writeFileSync(join(folder, `${edge}x${edge}.png`), png);
console.log(`Icons written to ${folder}`);
