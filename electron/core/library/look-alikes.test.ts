import sharp from 'sharp';
import { expect, test } from 'vitest';
import { createLibraryRig } from '../../../tests/support/library-rig.ts';
import { lookOfThumbnail, makeThumbnail } from '../media/thumbnails.ts';
import { composeScene } from '../../../shared/sketch/compose.ts';
import { differingBits } from './look-scan.ts';
import { duplicateBits } from './near-duplicates.ts';

const signal = new AbortController().signal;
const scenes = ['a lighthouse at dusk', 'a city at night', 'a great tree in autumn', 'a planet with rings'];

async function draw(prompt: string, seed: number): Promise<Buffer> {
  const [width, height] = [480, 320];
  const { frame } = composeScene({ prompt, negative: '', seed, width, height });
  return sharp(frame(0), { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

function apart(a: bigint, b: bigint): number {
  const differing = a ^ b;
  return differingBits(Number(BigInt.asIntN(32, differing >> 32n)), Number(BigInt.asIntN(32, differing)));
}

test('a picture scaled, saved again or trimmed looks like itself; other scenes do not', async () => {
  const looks: bigint[] = [];
  for (const prompt of scenes) {
    const original = await draw(prompt, 7);
    const { look, small } = await makeThumbnail(original);
    const copies = [
      await sharp(original).resize(240).png().toBuffer(),
      await sharp(original).resize(120).jpeg({ quality: 60 }).toBuffer(),
      await sharp(original).webp({ quality: 40 }).toBuffer(),
      await sharp(original).extract({ left: 5, top: 3, width: 470, height: 314 }).jpeg().toBuffer(),
    ];
    for (const copy of copies) {
      expect(apart(look, (await makeThumbnail(copy)).look)).toBeLessThanOrEqual(duplicateBits);
    }
    expect(apart(look, await lookOfThumbnail(small))).toBeLessThanOrEqual(duplicateBits);
    for (const other of looks) expect(apart(look, other)).toBeGreaterThan(duplicateBits);
    looks.push(look);
  }
});

test('a plain colour says nothing', async () => {
  const plain = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#884422' } })
    .png()
    .toBuffer();
  expect((await makeThumbnail(plain)).look).toBe(0n);
});

test('finds what looks alike, the most alike first, and follows every change', async () => {
  const { add, creations, lookAlikes } = await createLibraryRig();
  const base = 0x0f0f_3355_aaaa_1234n;
  const near = add('near', { looks: [base ^ 0b11n] });
  const far = add('far', { looks: [~base] });
  const unknown = add('unknown');
  const wanted = add('wanted', { looks: [-base] });
  creations.setLooks(new Map([[wanted, base]]));
  const nearer = add('nearer', { looks: [BigInt.asIntN(64, base ^ (1n << 63n))] });
  const same = add('same', { count: 2, looks: [base, base ^ 0b1n] });

  expect(lookAlikes.find(wanted, 10)).toEqual([same, same + 1, nearer, near]);
  expect(lookAlikes.find(wanted, 2)).toEqual([same, same + 1]);
  expect(lookAlikes.find(unknown, 10)).toBeNull();
  expect(lookAlikes.find(12_345, 10)).toBeNull();
  expect(lookAlikes.find(far, 10)).toEqual([]);

  creations.setLooks(new Map([[unknown, BigInt.asIntN(64, base ^ 0b111n)]]));
  creations.setTrashed([nearer], 1);
  expect(lookAlikes.find(wanted, 10)).toEqual([same, same + 1, near, unknown]);
  creations.erase([nearer]);
  creations.setTrashed([same], 1);
  const newest = add('newest', { looks: [base] });
  expect(lookAlikes.find(wanted, 10)).toEqual([newest, same + 1, near, unknown]);
});

test('a picture of another colour looks alike only when it is as near as a copy', async () => {
  const { add, lookAlikes } = await createLibraryRig();
  const base = 0x0f0f_3355_aaaa_1234n;
  const wanted = add('wanted', { looks: [base] });
  const near = add('grey copy', { looks: [base ^ 0x7fn], color: 0xcccccc });
  add('another scene', { looks: [base ^ 0x1ffn], color: 0xcccccc });
  const far = add('of its colour', { looks: [base ^ 0x1ffn] });
  expect(lookAlikes.find(wanted, 10)).toEqual([near, far]);
});

test('groups near-duplicates around the oldest, apart by kind, colour and shape', async () => {
  const { add, creations, lookAlikes } = await createLibraryRig();
  const base = 0x0f0f_3355_aaaa_1234n;
  const first = add('first', { looks: [base] });
  const lone = add('lone', { looks: [base ^ 0xffff_ffffn] });
  const clip = add('clip', { clip: true, looks: [base] });
  const red = add('red', { looks: [base], color: 0xff1133 });
  const tall = add('tall', { looks: [base], width: 768, height: 1024 });
  const copy = add('copy', { looks: [base ^ 0x7fn] });
  const beyond = add('beyond', { looks: [base ^ 0xffn] });
  const gone = add('gone', { looks: [base] });
  creations.setTrashed([gone], 1);
  const pair = add('pair', { count: 2, looks: [~base, ~base] });
  expect(await lookAlikes.groups(signal)).toEqual([
    [pair, pair + 1],
    [first, copy],
  ]);
  for (const id of [lone, clip, red, tall, beyond])
    expect((await lookAlikes.groups(signal)).flat()).not.toContain(id);
});
