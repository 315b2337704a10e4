import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { sampleMp4, samplePng } from '../../../tests/doubles/media-samples.ts';
import { exifWith } from '../../../tests/fixtures/recipes/exif-block.ts';
import { pngWith } from '../../../tests/fixtures/recipes/marked-files.ts';
import { createExchangeRig } from '../../../tests/support/exchange-rig.ts';
import { tempFolder } from '../../../tests/support/temp-folder.ts';
import type { Originals } from '../media/originals.ts';
import { systemClock } from '../system-clock.ts';

const march = new Date(2024, 2, 5, 12);
const fixture = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../../tests/fixtures/recipes', name));

async function rig(clock = systemClock) {
  const source = tempFolder();
  const library = tempFolder();
  const studio = await createExchangeRig(library, { clock });
  const put = (name: string, bytes: Uint8Array | string, at: Date = march) => {
    const path = join(source, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, bytes);
    utimesSync(path, at, at);
    return path;
  };
  return { ...studio, source, library, put };
}

test('takes files in byte for byte, under their own date, with a thumbnail', async () => {
  const { put, source, importAll, all, originals, creations, thumbnail, close, ids } = await rig();
  const bytes = {
    'one.png': samplePng(64, 48, 1),
    'deep/er/two.jpg': samplePng(80, 40, 2),
    'clip.mp4': await sampleMp4(),
  };
  for (const [name, content] of Object.entries(bytes)) put(name, content);
  const run = await importAll(source);
  expect(run).toMatchObject({
    state: 'done',
    found: 3,
    imported: 3,
    duplicates: 0,
    skipped: 0,
    problem: null,
  });
  expect(
    all()
      .map((creation) => creation.createdAt - march.getTime())
      .toSorted((one, other) => one - other),
  ).toEqual([0, 1, 2]);
  const kept = ids().map((id) =>
    readFileSync(originals.pathOf(creations.originalOf(id)!)).toString('base64'),
  );
  expect(kept.toSorted()).toEqual(
    Object.values(bytes)
      .map((content) => content.toString('base64'))
      .toSorted(),
  );
  const picture = all().find((creation) => creation.media === 'image');
  expect(picture).toMatchObject({
    provider: 'import',
    modelId: 'imported/unknown',
    modelName: 'Imported',
    present: true,
  });
  expect(thumbnail(picture!.id)).not.toBeNull();
  expect(all().find((creation) => creation.media === 'video')?.seconds).toBeCloseTo(0.5);
  close();
});

test('the same bytes are in once, whatever they are called', async () => {
  const { put, source, importAll, ids, creations, close } = await rig();
  for (const name of ['a.png', 'b.png', 'c.jpg']) put(name, samplePng());
  expect(await importAll(source)).toMatchObject({ imported: 1, duplicates: 2 });
  expect(await importAll(source)).toMatchObject({ imported: 0, duplicates: 3 });
  creations.setTrashed(ids(), Date.now());
  const third = await importAll(source);
  expect(third).toMatchObject({ imported: 0, duplicates: 0, skipped: 3 });
  expect(Object.values(third.reasons)).toContain('It is in the trash already.');
  close();
});

test('bad images: each is taken in whole or skipped with its reason, and none stops the others', async () => {
  const { put, source, importAll, all, originals, close, errors } = await rig();
  const wide = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: '#246' } });
  const noise = sharp(Buffer.from(Array.from({ length: 300 * 300 * 3 }, (_, at) => (at * 7919) % 251)), {
    raw: { width: 300, height: 300, channels: 3 },
  });
  const jpeg = await noise.jpeg().toBuffer();
  const good = {
    'pixel.png': await wide(1, 1).png().toBuffer(),
    'long.png': await wide(30_000, 2).png().toBuffer(),
    'cmyk.jpg': await wide(40, 30).toColourspace('cmyk').jpeg().toBuffer(),
    'deep.png': await wide(40, 30).toColourspace('rgb16').png().toBuffer(),
    'animated.gif': await sharp({
      create: { width: 20, height: 40, channels: 3, background: '#f00', pageHeight: 20 },
    })
      .gif()
      .toBuffer(),
    'mislabelled.txt': samplePng(50, 50, 9),
    'no-ending': samplePng(51, 50, 9),
    ' odd & <b> "q" \n%2e%2e;$(x) ü🦊.png': samplePng(52, 50, 9),
    'drawing.svg':
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
  };
  const bad = {
    'empty.png': '',
    'cut.png': samplePng(300, 300, 3).subarray(0, 200),
    'cut.jpg': jpeg.subarray(0, jpeg.length / 2),
    'page.png': '<!doctype html><title>404</title>',
    'data.json': '{"a":1}',
    'noise.bin': Buffer.from(Array.from({ length: 999 }, (_, at) => (at * 31) % 256)),
    'head-only.webp': Buffer.from('RIFF\0\0\0\0WEBPVP8 ', 'latin1'),
  };
  for (const [name, content] of Object.entries({ ...good, ...bad })) put(name, content);
  const run = await importAll(source);
  expect(errors).toEqual([]);
  expect(Object.keys(run.reasons).toSorted()).toEqual(
    Object.keys(bad)
      .map((name) => join(source, name))
      .toSorted(),
  );
  expect(run.reasons[join(source, 'empty.png')]).toBe('It is empty.');
  expect(run.reasons[join(source, 'page.png')]).toBe('It is a web page.');
  expect(run.reasons[join(source, 'cut.jpg')]).toMatch(/^It is damaged: /);
  expect(run).toMatchObject({ imported: Object.keys(good).length, skipped: Object.keys(bad).length });
  expect(all().map((creation) => creation.width)).toContain(30_000);
  const kept: string[] = [];
  for await (const file of originals.files()) kept.push(file.ref.format);
  expect(kept).toHaveLength(Object.keys(good).length);
  close();
});

test('links, the studio’s own folder and what is not there are said, not followed', async () => {
  const { put, source, library, importAll, close } = await rig();
  put('real.png', samplePng());
  symlinkSync(source, join(source, 'loop'));
  const run = await importAll(source, library, join(source, 'gone'));
  expect(run.reasons).toEqual({
    [join(source, 'loop')]: 'It is a link.',
    [library]: 'It is inside the studio’s own folder.',
    [join(source, 'gone')]: 'It is not there.',
  });
  expect(run.imported).toBe(1);
  close();
});

test('reads recipes from every place programs put them', async () => {
  const { put, source, importAll, all, close } = await rig();
  const text = fixture('automatic1111-plain.txt').toString();
  const picture = () => sharp(samplePng());
  const withExif = async (buffer: Buffer, block: Buffer) => {
    const head = Buffer.from([0xff, 0xe1, 0, 0]);
    head.writeUInt16BE(block.length + 2, 2);
    return Buffer.concat([buffer.subarray(0, 2), head, block, buffer.subarray(2)]);
  };
  put('a1111.png', pngWith([['tEXt', Buffer.from(`parameters\0${text}`)]], 1));
  put('a1111.jpg', await withExif(await picture().jpeg().toBuffer(), exifWith({ userComment: text })));
  put('a1111-beside.png', samplePng(64, 48, 20));
  put('a1111-beside.txt', text);
  put(
    'comfy.png',
    pngWith([['tEXt', Buffer.concat([Buffer.from('prompt\0'), fixture('comfyui-prompt.json')])]], 2),
  );
  put(
    'comfy.jpg',
    await withExif(
      await picture().jpeg({ quality: 50 }).toBuffer(),
      exifWith({ make: `Workflow:${fixture('comfyui-workflow.json').toString()}` }),
    ),
  );
  put('xmp.webp', await picture().webp().withXmp('<dc:description>a red boat</dc:description>').toBuffer());
  put(
    'camera.jpg',
    await withExif(
      await picture().jpeg({ quality: 40 }).toBuffer(),
      exifWith({ takenAt: '2019:01:02 03:04:05' }),
    ),
  );
  const run = await importAll(source);
  expect(run).toMatchObject({ imported: 7, skipped: 1 });
  expect(Object.values(run.reasons)).toEqual(['It is the description of the picture beside it.']);
  const byPrompt = (start: string) => all().filter((creation) => creation.recipe.prompt.startsWith(start));
  const lighthouses = byPrompt('a lighthouse at dusk');
  expect(lighthouses).toHaveLength(3);
  for (const { recipe, modelId, modelName } of lighthouses) {
    expect({ modelId, modelName }).toEqual({ modelId: 'imported/dreamshaper_8', modelName: 'dreamshaper_8' });
    expect(recipe).toMatchObject({ negative: 'blurry, lowres,\nbad hands', seed: 3187264490 });
    expect(recipe.parameters).toMatchObject({ steps: 28, sampler: 'DPM++ 2M' });
  }
  expect(byPrompt('a glass bottle')[0]?.recipe.seed).toBe(156680208700286);
  expect(byPrompt('a quiet harbour')).toHaveLength(1);
  expect(byPrompt('a red boat')).toHaveLength(1);
  expect(all().at(-1)?.createdAt).toBe(new Date(2019, 0, 2, 3, 4, 5).getTime());
  close();
});

test('hostile recipes are only text', async () => {
  const { put, source, importAll, all, db, errors, close } = await rig();
  db.prepare(
    `INSERT INTO model(id, name, provider) VALUES ('openai/gpt-image-2', 'GPT Image 2', 'openai')`,
  ).run();
  const own = (fields: object) =>
    JSON.stringify({
      v: 1,
      app: '1',
      provider: 'openai',
      model: 'openai/gpt-image-2',
      prompt: 'p',
      negative: '',
      seed: null,
      parameters: {},
      inputs: [],
      ai: true,
      ...fields,
    });
  const texts: readonly (readonly [keyword: string, text: string])[] = [
    [
      'parameters',
      `<img src=x onerror=alert(1)>'); DROP TABLE creation; --\nSteps: 1, Seed: 1, Model: ../../../etc/passwd`,
    ],
    ['parameters', `${'x'.repeat(1_000_000)}\nSteps: 1, Seed: 99999999999999999999`],
    ['parameters', `\ud800 \u0007\u202e nul\nSteps: 2, Model: ${'m'.repeat(5000)}`],
    ['videopicai', own({ prompt: 'renamed', model: 'openai/gpt-image-2' })],
    [
      'videopicai',
      own({ model: '../../x', inputs: [{ key: 'image', sha256: '../../etc/passwd', mime: 'x' }] }),
    ],
    ['videopicai', own({ provider: 'evil' })],
    ['videopicai', own({ parameters: JSON.parse('['.repeat(3000) + ']'.repeat(3000)) as unknown })],
    ['videopicai', '{"v":1,'],
    ['prompt', '{"1":{"class_type":"KSampler","inputs":{"positive":["1",0]'],
    ['prompt', '{"__proto__":{"class_type":"CLIPTextEncode","inputs":{"text":"proto"}}}'],
  ];
  for (const [place, [keyword, text]] of texts.entries()) {
    put(`${place}.png`, pngWith([['iTXt', Buffer.from(`${keyword}\0\0\0\0\0${text}`)]], place));
  }
  const run = await importAll(source);
  expect(errors).toEqual([]);
  expect(run).toMatchObject({ state: 'done', imported: texts.length, skipped: 0 });
  const prompts = all().map((creation) => creation.recipe.prompt);
  expect(prompts).toContain(`<img src=x onerror=alert(1)>'); DROP TABLE creation; --`);
  expect(Math.max(...prompts.map((prompt) => prompt.length))).toBe(32_000);
  expect(all().map((creation) => creation.modelId)).toContain('imported/etc-passwd');
  expect(all().find((creation) => creation.recipe.prompt === 'renamed')).toMatchObject({
    provider: 'openai',
    modelName: 'GPT Image 2',
  });
  expect(Math.max(...all().map((creation) => creation.modelName.length))).toBeLessThanOrEqual(100);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  close();
});

test('ten thousand names for one moment get numbers of their own', async () => {
  const { imports, close } = await rig();
  const ms = march.getTime();
  const ids = new Set(Array.from({ length: 10_000 }, () => imports.freeId(ms)));
  expect(ids.size).toBe(10_000);
  expect(Math.min(...ids)).toBe(ms * 2048);
  close();
});

test('files on their way in at the same time never get one number, however close their times are', async () => {
  const { imports, close } = await rig();
  const ms = march.getTime();
  const times = [0, 0, 1, 1, -1, -1, 2, 0].map((apart) => ms + apart);
  expect(new Set(times.map((time) => imports.freeId(time))).size).toBe(times.length);
  close();
});

test('cancelled: what is in stays, the rest is not taken in', async () => {
  const { put, source, importer, imports, ids, when, close } = await rig();
  for (let place = 0; place < 60; place += 1) put(`${place}.png`, samplePng(300, 300, place));
  const first = when('library.changed', ({ added }) => added.length > 0);
  const id = importer.start([source], 'copy');
  await first;
  importer.cancel(id);
  await importer.settled();
  const run = imports.get(id);
  expect(run).toMatchObject({ state: 'cancelled', skipped: 0 });
  expect(run!.imported).toBeLessThan(60);
  expect(ids()).toHaveLength(run!.imported);
  expect(imports.waiting(id, 0, 10)).toEqual([]);
  close();
});

test('stopped in the middle and opened again, it goes on and misses nothing', async () => {
  const { put, source, library, importer, when, close } = await rig();
  for (let place = 0; place < 40; place += 1) put(`${place}.png`, samplePng(300, 300, place));
  const first = when('library.changed', ({ added }) => added.length > 0);
  const id = importer.start([source], 'copy');
  await first;
  await importer.stop();
  close();

  const again = await createExchangeRig(library);
  const before = again.ids().length;
  expect(before).toBeGreaterThan(0);
  expect(before).toBeLessThan(40);
  await again.staged.sweep(again.originals, again.creations);
  again.importer.resume();
  await again.importer.settled();
  expect(again.imports.get(id)).toMatchObject({
    state: 'done',
    found: 40,
    imported: 40,
    duplicates: 0,
    skipped: 0,
  });
  expect(again.ids()).toHaveLength(40);
  const kept: string[] = [];
  for await (const file of again.originals.files()) kept.push(file.ref.sha256.toString('hex'));
  expect(kept).toHaveLength(40);
  again.close();
});

test('killed again and again, it ends with every file in once and nothing else', async () => {
  const { put, source, library, close } = await rig();
  close();
  for (let place = 0; place < 60; place += 1) put(`${place}.png`, samplePng(300, 300, place));
  const child = join(import.meta.dirname, '../../../tests/support/import-child.ts');
  let kills = 0;
  for (let ended = false; !ended;) {
    const studio = spawn(process.execPath, [child, library, source], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (kills < 4) studio.stdout.once('data', () => studio.kill('SIGKILL'));
    studio.stdout.resume();
    const [code] = (await once(studio, 'exit')) as [number | null];
    ended = code === 0;
    if (!ended) kills += 1;
    expect(kills).toBeLessThanOrEqual(4);
  }
  expect(kills).toBeGreaterThan(0);

  const again = await createExchangeRig(library);
  const [run] = again.imports.recent(1);
  expect(run).toMatchObject({ state: 'done', found: 60, imported: 60, duplicates: 0, skipped: 0 });
  expect(new Set(again.all().map((creation) => creation.sha256)).size).toBe(60);
  const kept: string[] = [];
  for await (const file of again.originals.files()) kept.push(file.ref.sha256.toString('hex'));
  expect(kept.toSorted()).toEqual(
    again
      .all()
      .map((creation) => creation.sha256)
      .toSorted(),
  );
  expect(again.db.pragma('integrity_check', { simple: true })).toBe('ok');
  again.close();
}, 120_000);

test('a group of files killed at every step of bringing it in ends with each in once and nothing else', async () => {
  const source = tempFolder();
  for (let place = 0; place < 2; place += 1)
    writeFileSync(join(source, `${place}.png`), samplePng(64, 48, place));
  writeFileSync(join(source, 'again.png'), samplePng(64, 48, 0));
  writeFileSync(join(source, 'junk.png'), 'junk');
  const child = join(import.meta.dirname, '../../../tests/support/import-child.ts');
  const killedAt = async (library: string, step: number): Promise<string | null> => {
    const studio = spawn(process.execPath, [child, library, source, `${step}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    studio.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [code] = (await once(studio, 'close')) as [number | null];
    return code === 0 ? said : null;
  };
  let step = 1;
  // Every other: a step takes a second, and next to each another of its kind is killed at.
  for (; ; step += 2) {
    const library = tempFolder();
    const said = await killedAt(library, step);
    const again = await createExchangeRig(library);
    await again.staged.sweep(again.originals, again.creations);
    await again.originals.clearIncoming();
    const hashes = () =>
      again
        .all()
        .map(({ sha256 }) => sha256)
        .toSorted();
    expect(await keptIn(again.originals), `killed at step ${step}`).toEqual(hashes());
    again.importer.resume();
    await again.importer.settled();
    const found = { found: 4, imported: 2, duplicates: 1, skipped: 1 };
    expect(again.imports.recent(9), `killed at step ${step}`).toMatchObject([{ state: 'done', ...found }]);
    expect(new Set(hashes()).size, `killed at step ${step}`).toBe(2);
    expect(await keptIn(again.originals), `killed at step ${step}`).toEqual(hashes());
    expect(again.db.prepare('SELECT count(*) FROM staged_file').pluck().get()).toBe(0);
    expect(again.db.pragma('integrity_check', { simple: true })).toBe('ok');
    again.close();
    if (said === null) continue;
    expect(said).toMatch(/steps \d+/);
    break;
  }
  // To sync, move and name three files, to sync their folders, and all that is written in the databases.
  expect(step).toBeGreaterThan(18);
}, 240_000);

async function keptIn(originals: Originals): Promise<readonly string[]> {
  const kept: string[] = [];
  for await (const { ref } of originals.files()) kept.push(ref.sha256.toString('hex'));
  return kept.toSorted();
}

/** Nothing is written because of the time: everything waits for the end of the list. */
const patient = { ...systemClock, after: () => () => undefined };

test('of a group, one that gets no name keeps no other out', async () => {
  const { put, source, library, importAll, importer, imports, ids, all, originals, close } =
    await rig(patient);
  for (let place = 0; place < 8; place += 1) put(`${place}.png`, samplePng(64, 48, place));
  const start = createHash('sha256')
    .update(samplePng(64, 48, 3))
    .digest('hex')
    .slice(0, 2);
  const blocked = join(library, 'media', start);
  writeFileSync(blocked, 'a file where a folder should be');
  const run = await importAll(source);
  expect(run).toMatchObject({ state: 'halted', imported: 7, skipped: 0 });
  expect(ids()).toHaveLength(7);
  rmSync(blocked);
  importer.goOn(run.id);
  await importer.settled();
  expect(imports.get(run.id)).toMatchObject({ state: 'done', imported: 8, duplicates: 0, skipped: 0 });
  expect(await keptIn(originals)).toEqual(
    all()
      .map(({ sha256 }) => sha256)
      .toSorted(),
  );
  close();
});

test('of a group, one whose rows cannot be made is told of, leaves nothing, and keeps no other out', async () => {
  const { put, source, importAll, all, db, originals, errors, close } = await rig(patient);
  for (let place = 0; place < 4; place += 1) put(`${place}.png`, samplePng(64, 48, place));
  put('bad.png', pngWith([['tEXt', Buffer.from('parameters\0a bad one\nSteps: 1, Seed: 1')]], 9));
  db.exec(
    `CREATE TRIGGER bad BEFORE INSERT ON job WHEN NEW.prompt = 'a bad one' BEGIN SELECT RAISE(ABORT, 'no'); END`,
  );
  const run = await importAll(source);
  expect(run).toMatchObject({ state: 'done', imported: 4, duplicates: 0, skipped: 1 });
  expect(run.reasons[join(source, 'bad.png')]).toBe('Something went wrong (log-1).');
  expect(errors).toHaveLength(1);
  expect(await keptIn(originals)).toEqual(
    all()
      .map(({ sha256 }) => sha256)
      .toSorted(),
  );
  expect(db.prepare('SELECT count(*) FROM staged_file').pluck().get()).toBe(0);
  close();
});

test('a drive that is pulled out halts the import; put back, it goes on', async () => {
  const { put, source, importer, imports, when, ids, close } = await rig();
  for (let place = 0; place < 40; place += 1) put(`${place}.png`, samplePng(300, 300, place));
  const away = `${source}-away`;
  const first = when('library.changed', ({ added }) => added.length > 0);
  const id = importer.start([source], 'copy');
  await first;
  renameSync(source, away);
  await importer.settled();
  const halted = imports.get(id);
  expect(halted).toMatchObject({
    state: 'halted',
    skipped: 0,
    problem: 'The folder being imported is not there any more.',
  });
  renameSync(away, source);
  importer.goOn(id);
  await importer.settled();
  expect(imports.get(id)).toMatchObject({ state: 'done', imported: 40, skipped: 0, problem: null });
  expect(ids()).toHaveLength(40);
  close();
});

test('the library’s own disk cannot be written: halted, nothing half in', async () => {
  const { put, source, library, importer, importAll, imports, ids, close, originals } = await rig();
  put('a.png', samplePng());
  rmSync(join(library, 'media', '.incoming'), { recursive: true });
  const run = await importAll(source);
  expect(run).toMatchObject({ state: 'halted', imported: 0, skipped: 0 });
  expect(run.problem).toMatch(/ENOENT/);
  mkdirSync(join(library, 'media', '.incoming'));
  importer.goOn(run.id);
  await importer.settled();
  expect(imports.get(run.id)).toMatchObject({ state: 'done', imported: 1 });
  expect(
    existsSync(
      originals.pathOf({ sha256: createHash('sha256').update(samplePng()).digest(), format: 'png' }),
    ),
  ).toBe(true);
  expect(ids()).toHaveLength(1);
  close();
});

test('bytes without a file: taken in, known again, or refused with the reason', async () => {
  const { importer, ids, close } = await rig();
  const first = await importer.add(samplePng(), march.getTime());
  expect(first).toMatchObject({ ok: true, value: { kind: 'imported', id: march.getTime() * 2048 } });
  expect(await importer.add(samplePng(), null)).toEqual({
    ok: true,
    value: { kind: 'duplicate', id: ids()[0], foundAgain: false },
  });
  expect(await importer.add(Buffer.from('<html>'), null)).toMatchObject({
    ok: true,
    value: { kind: 'skipped', reason: 'It is a web page.' },
  });
  close();
});
