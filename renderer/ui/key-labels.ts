const macLabels: Readonly<Record<string, string>> = {
  Mod: '⌘',
  Ctrl: '⌃',
  Alt: '⌥',
  Shift: '⇧',
  Enter: '↵',
  Backspace: '⌫',
};

const labels: Readonly<Record<string, string>> = {
  Mod: 'Ctrl',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Plus: '+',
  Delete: 'Del',
  PageUp: 'Page ↑',
  PageDown: 'Page ↓',
};

/** True on Macs, where the command key does what Ctrl does elsewhere. */
export function isMac(platform: string = globalThis.navigator?.platform ?? ''): boolean {
  return platform.startsWith('Mac');
}

/** A chord as a sentence has it: `Ctrl + Enter`, `⌘↵` on a Mac. */
export function keysInWords(keys: string, mac: boolean = isMac()): string {
  return keyLabels(keys, mac).join(mac ? '' : ' + ');
}

/** What is printed on the keys of a chord: `Mod+ArrowUp` is `Ctrl`, `↑` (`⌘`, `↑` on a Mac). */
export function keyLabels(keys: string, mac: boolean = isMac()): readonly string[] {
  return keys.split('+').map((key) => (mac ? macLabels[key] : undefined) ?? labels[key] ?? key);
}
