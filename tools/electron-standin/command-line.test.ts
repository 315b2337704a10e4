import { expect, test } from 'vitest';
import { CommandLine, parseCommand } from './command-line.ts';

test("Playwright's command line is taken apart", () => {
  const words = [
    '--no-sandbox',
    '-r',
    '/loader.js',
    '--inspect=0',
    '--remote-debugging-port=0',
    '.',
    '--own',
    'app://x',
  ];
  expect(parseCommand(words)).toEqual({
    switches: ['--no-sandbox', '--inspect=0', '--remote-debugging-port=0'],
    requires: ['/loader.js'],
    app: ['.', '--own', 'app://x'],
    inspectPort: 0,
    wantsVersion: false,
  });
});

test.each([
  [['--inspect', '.'], 9229],
  [['--inspect=127.0.0.1:4000', '.'], 4000],
  [['.', '--inspect=1'], undefined],
])('%j asks for the inspector at %s', (words, port) => {
  expect(parseCommand(words).inspectPort).toBe(port);
});

test('switches are added, read and removed', () => {
  const line = new CommandLine(['--lang=pl', '--kiosk']);
  line.appendSwitch('lang', 'de');
  expect(line.getSwitchValue('lang')).toBe('de');
  expect([line.hasSwitch('kiosk'), line.hasSwitch('kios'), line.getSwitchValue('kiosk')]).toEqual([
    true,
    false,
    '',
  ]);
  line.removeSwitch('lang');
  expect(line.words).toEqual(['--kiosk']);
});
