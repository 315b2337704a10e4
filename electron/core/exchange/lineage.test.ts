import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportOptions, sidecar, type ExportOptions } from '../../../shared/domain/exchange.ts';
import { samplePng } from '../../../tests/doubles/media-samples.ts';
import { createExchangeRig } from '../../../tests/support/exchange-rig.ts';
import { tempFolder } from '../../../tests/support/temp-folder.ts';
import { createRelatives } from '../library/relatives.ts';
import { rewritePngTexts } from './png-text.ts';

const recipe = {
  v: 1,
  app: '1.2.3',
  provider: 'openai',
  model: 'openai/gpt-image-2',
  prompt: 'a fox',
  negative: '',
  seed: 77,
  parameters: {},
  inputs: [],
  ai: true,
};
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const own = (png: Buffer, more: object) =>
  rewritePngTexts(png, new Map([['videopicai', JSON.stringify({ ...recipe, ...more })]]));

const parent = samplePng(64, 48, 1);
const child = own(samplePng(64, 48, 2), { parents: [{ sha256: hashOf(parent), relation: 'variation' }] });

async function rig() {
  const studio = await createExchangeRig(tempFolder());
  const source = tempFolder();
  const bring = async (name: string, bytes: Uint8Array | string) => {
    const path = join(source, name);
    mkdirSync(source, { recursive: true });
    writeFileSync(path, bytes);
    const run = await studio.importAll(path);
    expect(run.imported).toBe(1);
    const id = studio.all().find((one) => one.sha256 === hashOf(Buffer.from(bytes)))?.id;
    if (id === undefined) throw new Error(`${name} is not in the library`);
    return id;
  };
  const links = (id: number) => createRelatives(studio.db).of(id, 100).links;
  const exportTo = (ids: readonly number[], options: Partial<ExportOptions>) => {
    const to = tempFolder();
    const all = exportOptions.parse({ template: '{n}', ...options });
    return studio.exporter.run(ids, to, all, new AbortController().signal).then(() => to);
  };
  return { ...studio, source, bring, links, exportTo };
}

test('an imported creation is linked to its parents, whichever comes first', async () => {
  for (const order of [
    ['parent', 'child'],
    ['child', 'parent'],
  ] as const) {
    const { bring, links, close } = await rig();
    const ids: Record<string, number> = {};
    for (const name of order) ids[name] = await bring(`${name}.png`, name === 'parent' ? parent : child);
    const expected = [{ parent: ids['parent'], child: ids['child'], relation: 'variation' }];
    expect(links(ids['child'] ?? 0)).toEqual(expected);
    expect(links(ids['parent'] ?? 0)).toEqual(expected);
    close();
  }
});

test('parents travel in exported files and sidecars into another library', async () => {
  const first = await rig();
  await first.bring('parent.png', parent);
  const id = await first.bring('child.png', child);
  const folder = await first.exportTo([id], { images: 'webp', sidecar: true });
  first.close();
  const second = await createExchangeRig(tempFolder());
  const source = tempFolder();
  writeFileSync(join(source, 'parent.png'), parent);
  await second.importAll(source, folder);
  const theirChild = second.all().find((one) => one.mime === 'image/webp');
  expect(theirChild?.recipe.parents).toContainEqual({ sha256: hashOf(parent), relation: 'variation' });
  const found = createRelatives(second.db).of(theirChild?.id ?? 0, 100);
  expect(found.links).toMatchObject([{ child: theirChild?.id, relation: 'variation' }]);
  second.close();
});

test('a copy that was changed elsewhere comes back as a child of its original', async () => {
  const { bring, exportTo, importAll, all, links, close } = await rig();
  const original = await bring('original.png', own(samplePng(64, 48, 5), {}));
  const folder = await exportTo([original], { images: 'jpeg' });
  await importAll(folder);
  const copy = all().find((one) => one.mime === 'image/jpeg');
  expect(links(copy?.id ?? 0)).toEqual([{ parent: original, child: copy?.id, relation: 'import' }]);
  close();
});

test('files that name each other, themselves, or nonsense as parents come in without a circle', async () => {
  const { source, importAll, all, links, close } = await rig();
  const [one, two] = [samplePng(32, 32, 11), samplePng(32, 32, 12)];
  const beside = (name: string, bytes: Buffer, parents: unknown) =>
    JSON.stringify(
      sidecar.loose().parse({
        schema: 'videopicai-creation',
        v: 1,
        file: name,
        sha256: hashOf(bytes),
        mime: 'image/png',
        width: 32,
        height: 32,
        seconds: null,
        createdAt: '2026-01-01T00:00:00.000Z',
        model: 'x',
        recipe,
      }),
    ).replace('"ai":true', `"ai":true,"parents":${JSON.stringify(parents)}`);
  const mutual = { relation: 'remix' };
  writeFileSync(join(source, 'one.png'), one);
  writeFileSync(join(source, 'two.png'), two);
  writeFileSync(
    join(source, 'one.png.json'),
    beside('one.png', one, [
      { sha256: hashOf(two), ...mutual },
      { sha256: hashOf(one), ...mutual },
      { sha256: "'; DROP TABLE lineage; --", ...mutual },
      { sha256: hashOf(two), relation: 'time travel' },
      17,
    ]),
  );
  writeFileSync(join(source, 'two.png.json'), beside('two.png', two, [{ sha256: hashOf(one), ...mutual }]));
  await importAll(source);
  expect(all()).toHaveLength(2);
  for (const { id, recipe: kept } of all()) {
    expect(links(id)).toHaveLength(1);
    expect(kept.prompt).toBe('a fox');
  }
  close();
});
