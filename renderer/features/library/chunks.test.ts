import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunksOf, inChunks } from './chunks.ts';

test('ten thousand ids go out a thousand at a time, in order', async () => {
  const ids = Array.from({ length: 10_500 }, (_, n) => n);
  const sizes = await inChunks(ids, async (chunk) => chunk.length);
  expect(sizes).toEqual([...Array.from({ length: 10 }, () => 1000), 500]);
  const sent: number[] = [];
  await inChunks(ids, async (chunk) => sent.push(...chunk));
  expect(sent).toEqual(ids);
});

test('changes are cut so that none is lost, none grows, and no request is too large', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2600 }), { maxLength: 8 }), (lengths) => {
      const changes = lengths.map((length, name) => ({ name, ids: Array.from({ length }, (_, n) => n) }));
      const chunks = chunksOf(changes);
      for (const [at, chunk] of chunks.entries()) {
        const size = chunk.reduce((sum, { ids }) => sum + ids.length, 0);
        expect(size).toBeLessThanOrEqual(1000);
        if (at < chunks.length - 1) expect(size).toBe(1000);
      }
      for (const { name, ids } of changes) {
        const sent = chunks.flat().flatMap((change) => (change.name === name ? change.ids : []));
        expect(sent).toEqual(ids);
      }
    }),
  );
});
