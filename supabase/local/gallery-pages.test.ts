import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGalleryPages, GALLERY_PATH } from './gallery-pages.ts';
import { json } from './http/respond.ts';
import { type Listening, serve } from './http/serve.ts';

const evil = `"><script>alert('x')</script>`;
const row = {
  id: 'a',
  kind: 'video',
  title: evil,
  thumb_path: 'p/t.webp',
  width: 4,
  height: 3,
  like_count: 1,
  display_name: null,
  handle: 'ann',
};
const details = {
  ...row,
  tags: ['calm'],
  prompt: null,
  media_path: 'p/m.mp4',
  published_at: '2026-11-25T12:00:00Z',
  author: { handle: 'ann', display_name: evil, bio: null },
};
let rest: Listening;
let asked: unknown[] = [];
let rows: readonly object[] = [];

beforeAll(async () => {
  rest = await serve({ host: '127.0.0.1', port: 0 }, async (request) => {
    const args = await request.json();
    asked.push(request.headers.get('apikey'), args);
    if (!request.url.endsWith('post_details')) return json(rows);
    return args.p_post === 'a' ? json(details) : json({ message: 'post_not_found' }, 404);
  });
});
afterAll(async () => await rest.close());

async function open(path: string) {
  asked = [];
  const pages = createGalleryPages({ url: rest.url, publishableKey: 'public' });
  const response = await pages(new Request(`http://localhost:1${GALLERY_PATH}${path}`));
  return { status: response.status, html: await response.text(), headers: response.headers };
}

test('shows the feed in the order asked for, and leads on where there is more', async () => {
  rows = Array.from({ length: 30 }, (_, at) => ({ ...row, cursor: `${at}_x` }));
  const { html } = await open('?sort=top&after=9_y');
  expect(asked).toEqual(['public', { p_sort: 'top', p_after: '9_y', p_limit: 30 }]);
  expect(html).toContain('href="?sort=top&amp;after=29_x"');
  expect(html).toContain('src="/storage/v1/object/public/gallery/p/t.webp"');
  rows = rows.slice(0, 2);
  expect((await open('?sort=sideways')).html).not.toContain('More');
  expect(asked).toEqual(['public', { p_sort: 'trending', p_after: null, p_limit: 30 }]);
});

test('a clip plays, and a prompt that its author keeps is not shown', async () => {
  const { html } = await open('/a');
  expect(html).toContain('<video src="/storage/v1/object/public/gallery/p/m.mp4"');
  expect(html).toContain('does not show the prompt');
  expect((await open('/b')).status).toBe(404);
});

test('what people write is text, and nothing in the page runs', async () => {
  for (const path of ['', '/a']) {
    const { html, headers } = await open(path);
    expect(html).not.toContain('<script');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  }
});
