import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tempFolder } from '../../../tests/support/temp-folder.ts';
import { parseRange, serveFile } from './serve-file.ts';

const content = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 251));

function serve(headers: Record<string, string> = {}, method = 'GET') {
  const path = join(tempFolder(), 'clip.mp4');
  writeFileSync(path, content);
  return serveFile(new Request('app://studio/media/original/1', { headers, method }), path, {
    'content-type': 'video/mp4',
  });
}

test('the whole file, its headers, and HEAD without a body', async () => {
  const whole = await serve();
  expect(whole.status).toBe(200);
  expect(whole.headers.get('accept-ranges')).toBe('bytes');
  expect(Buffer.from(await whole.arrayBuffer()).equals(content)).toBe(true);
  const head = await serve({}, 'HEAD');
  expect(head.headers.get('content-length')).toBe('1000');
  expect((await head.arrayBuffer()).byteLength).toBe(0);
});

test.each([
  ['bytes=0-0', 0, 0],
  ['bytes=10-19', 10, 19],
  ['bytes=990-', 990, 999],
  ['bytes=-5', 995, 999],
  ['bytes=10-5000', 10, 999],
])('%s', async (range, start, end) => {
  const part = await serve({ range });
  expect(part.status).toBe(206);
  expect(part.headers.get('content-range')).toBe(`bytes ${start}-${end}/1000`);
  expect(Buffer.from(await part.arrayBuffer()).equals(content.subarray(start, end + 1))).toBe(true);
});

test('a range beyond the end is 416; one that is not understood is the whole file', async () => {
  const beyond = await serve({ range: 'bytes=1000-' });
  expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */1000']);
  expect((await serve({ range: 'bytes=5-1' })).status).toBe(200);
  expect((await serve({ range: 'lines=1-2' })).status).toBe(200);
});

test('an endless range of a large file comes in pieces', () => {
  expect(parseRange('bytes=0-', 100_000_000)).toEqual({ start: 0, end: 4 * 1024 * 1024 - 1 });
});

test('whatever the header says, a range lies inside the file', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(5000), fc.nat(5000), fc.nat(3000), (junk, a, b, size) => {
      for (const header of [junk, `bytes=${a}-${b}`, `bytes=${a}-`, `bytes=-${b}`]) {
        const range = parseRange(header, size);
        if (range === null || range === 'unsatisfiable') continue;
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.end).toBeLessThan(size);
        expect(range.start).toBeLessThanOrEqual(range.end);
      }
    }),
  );
});

test('a file that is not there is 404', async () => {
  const response = await serveFile(new Request('app://studio/x'), join(tempFolder(), 'nothing'), {});
  expect(response.status).toBe(404);
});
