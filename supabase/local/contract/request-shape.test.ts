import { expect, test } from 'vitest';
import { readKnownShapes, shapeOf } from './request-shape.ts';

const shape = (method: string, path: string, headers: Record<string, string> = {}): string =>
  shapeOf(new Request(`http://127.0.0.1${path}`, { method, headers }));

test('tells kinds of requests apart, and not the requests of a kind', () => {
  expect(shape('GET', '/rest/v1/posts?select=id&title=eq.a')).toBe(
    shape('GET', '/rest/v1/jobs?select=*&id=eq.7'),
  );
  expect(shape('GET', '/rest/v1/posts?title=eq.a')).not.toBe(shape('GET', '/rest/v1/posts?title=not.eq.a'));
  expect(shape('GET', '/rest/v1/posts?select=id')).not.toBe(
    shape('GET', '/rest/v1/posts?select=id,author(*)'),
  );
  const one = { accept: 'application/vnd.pgrst.object+json' };
  expect(shape('GET', '/rest/v1/posts')).not.toBe(shape('GET', '/rest/v1/posts', one));
  expect(shape('GET', '/storage/v1/object/creations/a/b.png')).toBe(
    shape('GET', '/storage/v1/object/inputs/c.png'),
  );
  expect(shape('GET', '/storage/v1/object/creations/a.png')).not.toBe(
    shape('GET', '/storage/v1/object/public/gallery/a.png'),
  );
});

test('a request that no case makes is not known', () => {
  expect(readKnownShapes()).not.toContain(shape('GET', '/rest/v1/posts?title=sl.(1,2)'));
  expect(readKnownShapes()).toContain(shape('GET', '/auth/v1/user'));
});
