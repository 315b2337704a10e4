import { expect, test } from 'vitest';
import { readShare } from './share.ts';

const answer = {
  title: 'A boat',
  prompt: null,
  width: 1024,
  height: 768,
  mime: 'image/png',
  media_url: 'https://cloud.example/share/x/media',
  preview_url: null,
  created_at: '2026-11-25T12:00:00Z',
  author: { handle: 'ann', display_name: null },
};

test('what the function tells is read', () => {
  expect(readShare(answer)).toEqual({
    title: 'A boat',
    prompt: null,
    width: 1024,
    height: 768,
    isClip: false,
    mediaUrl: 'https://cloud.example/share/x/media',
    previewUrl: null,
    createdAt: '2026-11-25T12:00:00Z',
    author: 'ann',
  });
});

test.each([
  ['nothing', null],
  ['an address that would run', { ...answer, media_url: 'javascript:alert(1)' }],
  ['no size', { ...answer, width: 0 }],
  ['a title that is no text', { ...answer, title: { evil: true } }],
])('%s is refused', (_, given) => {
  expect(() => readShare(given)).toThrow();
});
