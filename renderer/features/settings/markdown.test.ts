import { expect, test } from 'vitest';
import policy from '../../../resources/policy/privacy-policy.md?raw';
import { parseMarkdown } from './markdown.ts';

function wordsOf(text: string): readonly string[] {
  return text
    .replaceAll(/^(?:#{1,3}|-) /gm, '')
    .split(/\s+/)
    .filter(Boolean);
}

test('headings, paragraphs and lists become blocks', () => {
  expect(parseMarkdown('# Title\n\nOne\ntwo.\n\n- a\n- b\n\n### Deep\nright below')).toEqual([
    { kind: 'heading', level: 1, text: 'Title' },
    { kind: 'paragraph', text: 'One two.' },
    { kind: 'list', items: ['a', 'b'] },
    { kind: 'heading', level: 3, text: 'Deep' },
    { kind: 'paragraph', text: 'right below' },
  ]);
});

test('markup of any other kind stays text', () => {
  expect(parseMarkdown('<script>alert(1)</script>')).toEqual([
    { kind: 'paragraph', text: '<script>alert(1)</script>' },
  ]);
});

test('P47: no word of the privacy policy is lost', () => {
  const shown = parseMarkdown(policy).flatMap((block) =>
    block.kind === 'list' ? block.items : [block.text],
  );
  expect(shown.length).toBeGreaterThan(50);
  expect(shown.flatMap(wordsOf)).toEqual(wordsOf(policy));
});
