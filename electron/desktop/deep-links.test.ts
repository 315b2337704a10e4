import { expect, test } from 'vitest';
import { linkAmong, pageOfLink } from './deep-links.ts';

test.each([
  ['videopicai://open/library', '/library'],
  ['videopicai://open/settings', '/settings'],
  ['videopicai://open/settings/../../x', null],
  ['videopicai://open/create?prompt=spend+my+money', null],
  ['videopicai://open/create#x', null],
  ['videopicai://run/create', null],
  ['videopicai:open/create', null],
  ['https://open/create', null],
  ['', null],
])('%s opens %s', (link, page) => expect(pageOfLink(link)).toBe(page));

test('a link is found among other arguments, wherever it stands', () => {
  expect(linkAmong(['/opt/studio', '--flag', 'videopicai://open/create', '--more'])).toBe(
    'videopicai://open/create',
  );
  expect(linkAmong(['/opt/studio', 'https://example.com'])).toBeNull();
});
