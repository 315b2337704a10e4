import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { icnsEdges, type IconImage, toIcns, toIco } from './icon-containers.ts';

const icons = resolve(import.meta.dirname, '../resources/icons');

async function square(edge: number): Promise<IconImage> {
  const image = sharp({ create: { width: edge, height: edge, channels: 4, background: '#336699' } });
  return { edge, png: await image.png().toBuffer() };
}

/** Edges of the PNGs that an .ico's directory points at. */
async function edgesOfIco(ico: Buffer): Promise<readonly number[]> {
  expect([ico.readUInt16LE(0), ico.readUInt16LE(2)]).toEqual([0, 1]);
  const entries = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => 6 + index * 16);
  return Promise.all(
    entries.map(async (entry) => {
      const [length, offset] = [ico.readUInt32LE(entry + 8), ico.readUInt32LE(entry + 12)];
      const { width, height, format } = await sharp(ico.subarray(offset, offset + length)).metadata();
      expect({ width, height, format }).toEqual({ width, height: width, format: 'png' });
      expect(ico.readUInt8(entry)).toBe(width % 256);
      return width;
    }),
  );
}

/** Edge of the PNG in each chunk of an .icns, by type. */
async function edgesOfIcns(icns: Buffer): Promise<Record<string, number>> {
  expect(icns.toString('latin1', 0, 4)).toBe('icns');
  expect(icns.readUInt32BE(4)).toBe(icns.length);
  const edges: Record<string, number> = {};
  for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
    const { width } = await sharp(icns.subarray(at + 8, at + icns.readUInt32BE(at + 4))).metadata();
    edges[icns.toString('latin1', at, at + 4)] = width;
  }
  return edges;
}

const allIcnsTypes = {
  ic11: 32,
  ic12: 64,
  ic07: 128,
  ic08: 256,
  ic13: 256,
  ic09: 512,
  ic14: 512,
  ic10: 1024,
};

test('an .ico leads to each of its pictures, 256 px written as 0', async () => {
  const images = await Promise.all([16, 48, 256].map(square));
  expect(await edgesOfIco(toIco(images))).toEqual([16, 48, 256]);
});

test('an .ico refuses what its directory cannot say', async () => {
  const large = await square(257);
  expect(() => toIco([large])).toThrow(RangeError);
});

test('an .icns holds every size under each of its types', async () => {
  expect(await edgesOfIcns(toIcns(await Promise.all(icnsEdges.map(square))))).toEqual(allIcnsTypes);
});

test('an .icns refuses a size that has no type', async () => {
  const odd = await square(48);
  expect(() => toIcns([odd])).toThrow(RangeError);
});

test('the icons that ship are whole', async () => {
  expect(await edgesOfIcns(readFileSync(resolve(icons, 'icon.icns')))).toEqual(allIcnsTypes);
  expect(await edgesOfIco(readFileSync(resolve(icons, 'icon.ico')))).toEqual(
    expect.arrayContaining([16, 24, 32, 48, 256]),
  );
  for (const edge of [16, 32, 48, 128, 256, 512, 1024]) {
    const { width, height } = await sharp(resolve(icons, `${edge}x${edge}.png`)).metadata();
    expect([width, height]).toEqual([edge, edge]);
  }
});
