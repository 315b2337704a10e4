import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALL_FORMATS, FilePathSource, Input } from 'mediabunny';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import {
  embeddedRecipe,
  exportOptions,
  sidecar,
  type ExportOptions,
} from '../../../shared/domain/exchange.ts';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import { sampleMp4, samplePng } from '../../../tests/doubles/media-samples.ts';
import { createExchangeRig } from '../../../tests/support/exchange-rig.ts';
import { signFile } from '../../../tests/support/credentials-signer.ts';
import { readZip } from '../../../tests/support/read-zip.ts';
import { tempFolder } from '../../../tests/support/temp-folder.ts';
import { readCredentials } from './credentials/read-credentials.ts';
import { rewritePngTexts } from './png-text.ts';
import { readRecipe } from './read-recipe.ts';

const secretPrompt = 'a fox 🦊 in the café, "quoted" <b>&amp;</b>, 紫';
const recipe: Recipe = {
  v: 1,
  app: '1.2.3',
  provider: 'openai',
  model: 'openai/gpt-image-2',
  prompt: secretPrompt,
  negative: 'blurry',
  seed: 77,
  parameters: { quality: 'high', size: '1024x1024' },
  inputs: [],
  ai: true,
};
const createdAt = new Date(2026, 4, 6, 7, 8, 9).getTime();

/** A library with what `files` holds: recipes ride in on the pictures themselves. */
async function libraryOf(files: Readonly<Record<string, Buffer>>) {
  const source = tempFolder();
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(source, name), bytes);
  const studio = await createExchangeRig(tempFolder());
  const run = await studio.importAll(source);
  expect(run.imported).toBe(Object.keys(files).length);
  const folder = tempFolder();
  return {
    ...studio,
    folder,
    export: (options: Partial<ExportOptions>, ids = studio.ids()) =>
      studio.exporter.run(
        ids,
        folder,
        exportOptions.parse({ template: '{n}', ...options }),
        new AbortController().signal,
      ),
  };
}

const own = (png: Buffer) =>
  rewritePngTexts(png, new Map([['videopicai', JSON.stringify({ ...recipe, createdAt })]]));

test('an original leaves as it came, content credentials and all', async () => {
  const signed = {
    'a.png': signFile('png', own(samplePng())),
    'b.jpg': signFile(
      'jpg',
      await sharp(samplePng(64, 48, 2))
        .jpeg()
        .toBuffer(),
    ),
    'c.mp4': signFile('mp4', await sampleMp4()),
  };
  const library = await libraryOf(signed);
  // `recipe` is about new files only.
  expect(await library.export({ recipe: 'strip' })).toMatchObject({ saved: 3, failures: [], stopped: null });
  const exported = readdirSync(library.folder).map((name) => join(library.folder, name));
  expect(exported.map((path) => readFileSync(path).toString('base64')).toSorted()).toEqual(
    Object.values(signed)
      .map((bytes) => bytes.toString('base64'))
      .toSorted(),
  );
  for (const path of exported) {
    const format = path.endsWith('png') ? 'png' : path.endsWith('jpg') ? 'jpg' : 'mp4';
    expect(await readCredentials(path, format, new AbortController().signal)).toMatchObject({
      credentials: { signature: 'intact', file: 'unchanged' },
    });
  }
  library.close();
});

test.each(['png', 'jpeg', 'webp', 'avif'] as const)(
  '%s: the recipe goes along and comes back',
  async (format) => {
    const library = await libraryOf({ 'a.png': own(samplePng()) });
    expect(await library.export({ images: format, sidecar: true })).toMatchObject({ saved: 1, failures: [] });
    const ending = format === 'jpeg' ? 'jpg' : format;
    const path = join(library.folder, `1.${ending}`);
    const metadata = await sharp(path).metadata();
    expect([metadata.width, metadata.height]).toEqual([64, 48]);
    const found = await readRecipe(path, ending);
    const original = library.all()[0]?.sha256;
    expect(found.recipe).toEqual({ from: 'studio', recipe: { ...recipe, createdAt, original } });
    expect(found.madeAt).toBe(createdAt);
    expect(statSync(path).mtimeMs).toBe(createdAt);
    const beside = sidecar.parse(JSON.parse(readFileSync(`${path}.json`, 'utf8')));
    expect(beside).toMatchObject({
      file: `1.${ending}`,
      recipe,
      createdAt: new Date(createdAt).toISOString(),
      mime: 'image/png',
    });
    const again = await createExchangeRig(tempFolder());
    await again.importAll(path);
    expect(again.all()[0]).toMatchObject({ recipe, createdAt, provider: 'openai' });
    again.close();
    library.close();
  },
);

test.each(['png', 'jpeg', 'webp', 'avif'] as const)(
  '%s: stripped, not a word of it is left',
  async (format) => {
    const camera = await sharp(samplePng(64, 48, 5))
      .png()
      .withXmp(`<dc:description>${secretPrompt}</dc:description>`)
      .withExif({ IFD0: { ImageDescription: 'serial 4711' } })
      .toBuffer();
    const library = await libraryOf({ 'a.png': signFile('png', own(samplePng())), 'b.png': camera });
    expect(await library.export({ images: format, recipe: 'strip' })).toMatchObject({
      saved: 2,
      failures: [],
    });
    for (const name of readdirSync(library.folder)) {
      const bytes = readFileSync(join(library.folder, name));
      for (const word of [
        'fox',
        'blurry',
        'openai',
        'videopicai',
        'VideoPicAI',
        'parameters',
        '4711',
        'c2pa',
        'xmp',
        'Exif',
      ]) {
        expect(bytes.includes(word), `${word} in ${name}`).toBe(false);
      }
      const metadata = await sharp(bytes).metadata();
      expect([metadata.exif, metadata.xmp, metadata.iptc, metadata.comments]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
    }
    library.close();
  },
);

test('a PNG of a PNG keeps its pixel data; the words are readable by other programs', async () => {
  const library = await libraryOf({ 'a.png': own(samplePng()) });
  await library.export({ images: 'png' });
  const bytes = readFileSync(join(library.folder, '1.png'));
  expect(rewritePngTexts(bytes, new Map()).equals(samplePng())).toBe(true);
  const comments = (await sharp(bytes).metadata()).comments ?? [];
  expect(comments.find((entry) => entry.keyword === 'parameters')?.text).toBe(
    `${secretPrompt}\nNegative prompt: blurry\nSteps: 1, Seed: 77, Size: 64x48, Model: openai/gpt-image-2, Version: VideoPicAI Studio 1.2.3`,
  );
  library.close();
});

test('a PNG that is to be turned is turned, since nothing says so any more', async () => {
  const turned = await sharp(samplePng(64, 48, 3))
    .withMetadata({ orientation: 6 })
    .png()
    .toBuffer();
  const library = await libraryOf({ 'a.png': turned });
  await library.export({ images: 'png', recipe: 'strip' });
  const { width, height, orientation } = await sharp(join(library.folder, '1.png')).metadata();
  expect({ width, height, orientation }).toEqual({ width: 48, height: 64, orientation: undefined });
  library.close();
});

test('a clip becomes an MP4 with the same frames, with its recipe or without', async () => {
  const clip = await sampleMp4();
  const library = await libraryOf({ 'a.mp4': clip });
  const [imported] = library.all();
  await library.export({ videos: 'mp4', template: 'kept' });
  await library.export({ videos: 'mp4', template: 'stripped', recipe: 'strip' });
  const kept = join(library.folder, 'kept.mp4');
  const found = await readRecipe(kept, 'mp4');
  expect(found.recipe).toEqual({
    from: 'studio',
    recipe: embeddedRecipe.parse({
      ...imported?.recipe,
      createdAt: found.madeAt,
      original: imported?.sha256,
    }),
  });
  expect((await readRecipe(join(library.folder, 'stripped.mp4'), 'mp4')).recipe).toBeNull();
  const before = tempFolder();
  writeFileSync(join(before, 'a.mp4'), clip);
  expect(await packetsOf(kept)).toBe(await packetsOf(join(before, 'a.mp4')));
  library.close();
});

async function packetsOf(path: string): Promise<number> {
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(path) });
  const track = await input.getPrimaryVideoTrack();
  const { packetCount } = await track!.computePacketStats();
  input.dispose();
  return packetCount;
}

test('equal names are numbered, nothing is written over, capitals count as equal', async () => {
  const library = await libraryOf({
    'a.png': samplePng(64, 48, 1),
    'b.png': samplePng(64, 48, 2),
    'c.png': samplePng(64, 48, 3),
  });
  mkdirSync(join(library.folder, 'mine'));
  writeFileSync(join(library.folder, 'mine', 'Name.png'), 'mine');
  writeFileSync(join(library.folder, 'mine', 'name (3).png.json'), 'mine');
  expect(await library.export({ template: 'mine/{model}', sidecar: true })).toMatchObject({
    saved: 3,
    failures: [],
  });
  await library.export({ template: 'mine/Name' });
  expect(readdirSync(join(library.folder, 'mine')).toSorted()).toEqual(
    [
      'Imported (2).png',
      'Imported (2).png.json',
      'Imported (3).png',
      'Imported (3).png.json',
      'Imported.png',
      'Imported.png.json',
      'Name (2).png',
      'Name (3).png',
      'Name (4).png',
      'Name.png',
      'name (3).png.json',
    ].toSorted(),
  );
  expect(readFileSync(join(library.folder, 'mine', 'Name.png'), 'utf8')).toBe('mine');
  library.close();
});

test('the preview names what the export writes', async () => {
  const library = await libraryOf({ 'a.png': own(samplePng()), 'b.png': samplePng(64, 48, 2) });
  const options = exportOptions.parse({ template: '{year}/{prompt:5} {nope}', images: 'webp' });
  const preview = library.exporter.preview(library.ids(), options);
  expect(preview.unknown).toEqual(['nope']);
  await library.export(options);
  for (const name of preview.names) expect(statSync(join(library.folder, name)).isFile()).toBe(true);
  expect(preview.names).toContain('2026/a fox {nope}.webp');
  library.close();
});

test('what cannot be written is told; the rest is there; nothing half is left', async () => {
  const library = await libraryOf({
    'a.png': samplePng(64, 48, 1),
    'wide.png': await sharp({ create: { width: 17_000, height: 2, channels: 3, background: '#123' } })
      .png()
      .toBuffer(),
  });
  const report = await library.export({ images: 'webp' }, [...library.ids(), 99]);
  expect(report).toMatchObject({ saved: 1, stopped: null });
  expect(report.failures).toHaveLength(2);
  expect(report.failures.at(-1)).toEqual({ id: 99, reason: 'Its file is missing.' });
  expect(readdirSync(library.folder)).toHaveLength(1);
  expect(library.events.at(-1)).toEqual({ name: 'export.progress', payload: { done: 3, total: 3 } });
  library.close();
});

test('one archive: every file as it is, with its folder, date and sidecar, and no loose file left', async () => {
  const library = await libraryOf({
    'a.png': own(samplePng()),
    'ü.png': samplePng(64, 48, 2),
    'c.mp4': await sampleMp4(),
  });
  const options = { zip: true, template: '{year}/ü {provider}', sidecar: true } as const;
  expect(await library.export(options)).toMatchObject({ saved: 3, failures: [], stopped: null });
  await library.export(options);
  const archives = readdirSync(library.folder);
  expect(archives).toHaveLength(2);
  expect(archives.every((name) => /^VideoPicAI \d{4}-\d\d-\d\d(?: \(2\))?\.zip$/.test(name))).toBe(true);
  const entries = readZip(join(library.folder, archives[0]!));
  expect(entries.size).toBe(6);
  expect(entries.get('2026/ü openai.png')?.equals(own(samplePng()))).toBe(true);
  const beside: unknown = JSON.parse(String(entries.get('2026/ü openai.png.json')));
  expect(sidecar.parse(beside)).toMatchObject({ file: 'ü openai.png', recipe });
  library.close();
});

test('a cancelled archive leaves nothing', async () => {
  const pictures = [1, 2, 3].map((seed) => [`${seed}.png`, samplePng(64, 48, seed)] as const);
  const library = await libraryOf(Object.fromEntries(pictures));
  const controller = new AbortController();
  const options = exportOptions.parse({ zip: true });
  const running = library.exporter.run(library.ids(), library.folder, options, controller.signal);
  const first = library.when('export.progress', ({ done }) => done === 1).then(() => controller.abort());
  await expect(running).rejects.toThrow('aborted');
  await first;
  expect(readdirSync(library.folder)).toEqual([]);
  library.close();
});

test('a place that cannot be written to is told once', async () => {
  const library = await libraryOf({ 'a.png': samplePng() });
  const nowhere = join(library.folder, 'gone');
  const report = await library.exporter.run(
    library.ids(),
    nowhere,
    exportOptions.parse({}),
    new AbortController().signal,
  );
  expect(report).toMatchObject({ saved: 0, failures: [], stopped: { code: 'disk' } });
  library.close();
});

test('cancelled: it stops, and what is written stays whole', async () => {
  const pictures = [1, 2, 3].map((seed) => [`${seed}.png`, samplePng(64, 48, seed)] as const);
  const library = await libraryOf(Object.fromEntries(pictures));
  const controller = new AbortController();
  const running = library.exporter.run(
    library.ids(),
    library.folder,
    exportOptions.parse({}),
    controller.signal,
  );
  const first = library.when('export.progress', ({ done }) => done === 1).then(() => controller.abort());
  await expect(running).rejects.toThrow('aborted');
  await first;
  const names = readdirSync(library.folder);
  expect(names.length).toBeLessThan(3);
  for (const name of names) expect(await sharp(join(library.folder, name)).stats()).toBeDefined();
  library.close();
});
