import { expect, test } from 'vitest';
import { matchCommands } from './match-commands.ts';

const commands = ['Go to Create', 'Go to My Creations', 'Pause all', 'Réglages', 'Settings: Storage'].map(
  (label) => ({
    label,
  }),
);
const find = (query: string) => matchCommands(commands, query).map(({ label }) => label);

test('no query lists everything in order', () => {
  expect(find('  ')).toEqual(commands.map(({ label }) => label));
});

test('every word must match, in any order', () => {
  expect(find('creations go')).toEqual(['Go to My Creations']);
  expect(find('go pause')).toEqual([]);
});

test('the beginning of a word comes before its middle, and that before scattered letters', () => {
  expect(find('s')[0]).toBe('Settings: Storage');
  expect(find('gtm')).toEqual(['Go to My Creations']);
});

test('scattered letters count only where nothing better is found', () => {
  expect(find('set')).toEqual(['Settings: Storage']);
  expect(find('stgs')).toEqual(['Settings: Storage']);
});

test('accents and case do not matter', () => {
  expect(find('REGLAGES')).toEqual(['Réglages']);
});
