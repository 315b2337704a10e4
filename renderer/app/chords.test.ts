import { expect, test } from 'vitest';
import { chordOf, conflictsOf, worksWhileTyping, type Stroke } from './chords.ts';

function stroke(key: string, code: string, held: Partial<Stroke> = {}): Stroke {
  return { key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held };
}

test.each([
  [stroke('k', 'KeyK', { ctrlKey: true }), 'Mod+K'],
  [stroke('K', 'KeyK', { ctrlKey: true, shiftKey: true }), 'Mod+Shift+K'],
  [stroke('f', 'KeyF'), 'F'],
  [stroke('?', 'Slash', { shiftKey: true }), '?'],
  [stroke('ArrowUp', 'ArrowUp', { altKey: true }), 'Alt+ArrowUp'],
  [stroke(' ', 'Space'), 'Space'],
  [stroke('+', 'Equal', { shiftKey: true, ctrlKey: true }), 'Mod+Plus'],
  [stroke('=', 'Equal'), 'Plus'],
  [stroke('+', 'NumpadAdd'), 'Plus'],
  [stroke('=', 'Equal', { ctrlKey: true }), 'Mod+Plus'],
  [stroke('1', 'Digit1', { ctrlKey: true }), 'Mod+1'],
])('a key press is written as a chord', (given, chord) => {
  expect(chordOf(given, false)).toBe(chord);
});

test('on a Mac the command key is Mod and Control is itself', () => {
  expect(chordOf(stroke('k', 'KeyK', { metaKey: true }), true)).toBe('Mod+K');
  expect(chordOf(stroke('k', 'KeyK', { ctrlKey: true }), true)).toBe('Ctrl+K');
  expect(chordOf(stroke('k', 'KeyK', { metaKey: true }), false)).toBe('K');
});

test('another alphabet, or what Alt types, counts by the place of the key', () => {
  expect(chordOf(stroke('л', 'KeyK', { ctrlKey: true }), false)).toBe('Mod+K');
  expect(chordOf(stroke('å', 'KeyA', { altKey: true }), true)).toBe('Alt+A');
  expect(chordOf(stroke('¡', 'Digit1', { altKey: true }), true)).toBe('Alt+1');
});

test('a Latin layout counts by the letter, not by the place', () => {
  expect(chordOf(stroke('a', 'KeyQ', { ctrlKey: true }), false)).toBe('Mod+A');
});

test('modifiers alone are no chord', () => {
  expect(chordOf(stroke('Shift', 'ShiftLeft', { shiftKey: true }), false)).toBeNull();
});

test('only chords that type nothing and move no caret work inside a text field', () => {
  expect(['Mod+K', 'Alt+ArrowUp', 'F6'].every(worksWhileTyping)).toBe(true);
  expect(['F', '?', 'Delete', 'Shift+A', 'Alt+ArrowLeft', 'Alt+End'].some(worksWhileTyping)).toBe(false);
});

test('a French keyboard has Mod+1 on the same key', () => {
  expect(chordOf(stroke('&', 'Digit1', { ctrlKey: true }), false)).toBe('Mod+1');
  expect(chordOf(stroke('&', 'Digit1'), false)).toBe('&');
});

test('chords clash within a page and with the frame, not between pages', () => {
  const own = (id: string, keys: string) => ({ id, keys, standard: 'F13' });
  const conflicts = conflictsOf([
    own('frame.palette', 'Mod+K'),
    own('library.search', 'Mod+K'),
    own('viewer.favourite', 'F'),
    own('library.favourite', 'F'),
    own('viewer.fit', 'F'),
    own('viewer.none', ''),
    own('frame.none', ''),
  ]);
  expect(Object.fromEntries(conflicts)).toEqual({
    'frame.palette': ['library.search'],
    'library.search': ['frame.palette'],
    'viewer.favourite': ['viewer.fit'],
    'viewer.fit': ['viewer.favourite'],
  });
});

test('two defaults that are the same are meant so', () => {
  const back = { id: 'viewer.back', keys: 'Escape', standard: 'Escape' };
  const leave = { id: 'viewer.leave', keys: 'Escape', standard: 'Escape' };
  expect(conflictsOf([back, leave]).size).toBe(0);
  expect(conflictsOf([back, { ...leave, standard: 'X' }]).size).toBe(2);
});
