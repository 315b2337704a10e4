import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import sharp from 'sharp';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import type { SketchPreview, SketchRequest } from './protocol.ts';
import { createSketchClient, type SketchClient } from './sketch-client.ts';

const workerUrl = new URL('./worker.ts', import.meta.url);
const shared = createSketchClient({ workerUrl });
afterAll(() => shared.close());

const image: SketchRequest = {
  media: 'image',
  prompt: 'mountains',
  negative: '',
  seed: 1,
  width: 320,
  height: 200,
};
const video: SketchRequest = {
  ...image,
  media: 'video',
  width: 161,
  height: 97,
  seconds: 1,
  framesPerSecond: 12,
};
const longVideo: SketchRequest = { ...image, media: 'video', width: 640, height: 480, seconds: 20 };

test('an image: a PNG of the size asked for, after a preview and steady progress', async () => {
  const progress: number[] = [];
  const previews: SketchPreview[] = [];
  const output = await shared.generate(image, {
    onProgress: (fraction) => progress.push(fraction),
    onPreview: (preview) => previews.push(preview),
  });
  expect(output).toMatchObject({
    mime: 'image/png',
    width: 320,
    height: 200,
    interpretation: { scene: 'mountain' },
  });
  expect(await sharp(output.bytes).metadata()).toMatchObject({ format: 'png', width: 320, height: 200 });
  expect(progress.at(-1)).toBe(1);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(previews).toHaveLength(1);
  expect(await sharp(previews[0]?.bytes).metadata()).toMatchObject({
    format: 'png',
    width: 256,
    height: 160,
  });
});

test('a video: an MP4 with even sides and the length asked for', async () => {
  const output = await shared.generate(video);
  expect(output).toMatchObject({ mime: 'video/mp4', width: 162, height: 98, seconds: 1 });
  expect(Buffer.from(output.bytes).toString('latin1', 4, 8)).toBe('ftyp');
  const input = new Input({ source: new BufferSource(output.bytes), formats: ALL_FORMATS });
  const track = await input.getPrimaryVideoTrack();
  expect(await track?.getDisplayWidth()).toBe(162);
  expect(await track?.getDisplayHeight()).toBe(98);
  expect(await input.computeDuration()).toBeCloseTo(1, 1);
});

test('calls wait for each other and keep their order', async () => {
  const finished: number[] = [];
  await Promise.all(
    [1, 2, 3].map(async (seed) => {
      await shared.generate({ ...image, width: 64, height: 64, seed });
      finished.push(seed);
    }),
  );
  expect(finished).toEqual([1, 2, 3]);
});

test('an abort in the middle of a video rejects with the reason and frees the processor', async () => {
  const stop = new AbortController();
  const reason = new DOMException('changed my mind', 'AbortError');
  let heard = 0;
  const run = shared.generate(longVideo, {
    signal: stop.signal,
    onProgress: (fraction) => {
      heard += 1;
      if (fraction > 0) stop.abort(reason);
    },
  });
  await expect(run).rejects.toBe(reason);
  const heardAtAbort = heard;
  // The next job gets a free worker: it would wait out the long video if that were still running.
  expect(await shared.generate(image)).toMatchObject({ mime: 'image/png' });
  expect(heard).toBe(heardAtAbort);
});

test('an abort while waiting neither starts the job nor lets the next one jump ahead', async () => {
  const client = ownClient(workerUrl);
  const stop = new AbortController();
  const order: string[] = [];
  const first = client.generate(image).then(() => order.push('first'));
  const waiting = client.generate(image, {
    signal: stop.signal,
    onProgress: () => order.push('aborted job ran'),
  });
  const last = client.generate(image, { onProgress: () => order.length === 0 && order.push('too early') });
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  await Promise.all([first, last]);
  expect(order).toEqual(['first']);
});

test('a worker that dies rejects its job, and the next call starts a fresh one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sketch-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const flaky = join(folder, 'worker.mjs');
  await writeFile(
    flaky,
    `import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(3));`,
  );
  const client = ownClient(pathToFileURL(flaky));
  await expect(client.generate(image)).rejects.toThrow('Sketch stopped unexpectedly: exit code 3');
  await writeFile(flaky, `import ${JSON.stringify(workerUrl.href)};`);
  expect(await client.generate(image)).toMatchObject({ mime: 'image/png' });
});

test('close ends a running job; calls after it reject', async () => {
  const client = ownClient(workerUrl);
  const run = client.generate(longVideo);
  const rejected = expect(run).rejects.toMatchObject({ name: 'AbortError' });
  await client.close();
  await rejected;
  await expect(client.generate(image)).rejects.toMatchObject({ name: 'AbortError' });
});

function ownClient(url: URL): SketchClient {
  const client = createSketchClient({ workerUrl: url });
  onTestFinished(() => client.close());
  return client;
}
