/**
 * Chords are written `Mod+Shift+K`: modifiers in this order, then the key. `Mod` is the command key on a Mac and
 * Ctrl elsewhere. A key that only Shift can type (`?`) is written by itself.
 */
const modifierOrder = ['Mod', 'Ctrl', 'Alt', 'Shift'] as const;

/** What of a `KeyboardEvent` matters here. */
export type Stroke = {
  readonly key: string;
  /** Where the key is on the keyboard, whatever alphabet it types: `KeyA`, `Digit1`. */
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
};

const modifierKeys = new Set([
  'Control',
  'Meta',
  'Alt',
  'AltGraph',
  'Shift',
  'Dead',
  'Process',
  'Unidentified',
]);

/** The chord of a key press; null while only modifiers are held. */
export function chordOf(stroke: Stroke, mac: boolean): string | null {
  if (modifierKeys.has(stroke.key)) return null;
  const key = keyOf(stroke);
  const typedByShift = key === 'Plus' || (key.length === 1 && !/[A-Z0-9]/.test(key));
  const held = {
    Mod: mac ? stroke.metaKey : stroke.ctrlKey,
    Ctrl: mac && stroke.ctrlKey,
    Alt: stroke.altKey,
    Shift: stroke.shiftKey && !typedByShift,
  };
  return [...modifierOrder.filter((name) => held[name]), key].join('+');
}

function keyOf({ key, code, ctrlKey, metaKey, altKey }: Stroke): string {
  if (key === ' ') return 'Space';
  // On most keyboards the plus is the shifted equals sign; nobody means to press Shift for it.
  if (key === '+' || (key === '=' && code === 'Equal')) return 'Plus';
  if (key.length > 1) return key;
  if (/[a-z0-9]/i.test(key)) return key.toUpperCase();
  // Another alphabet, or Alt, types something else on the same key: then the place of the key counts.
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined && isForeign(key)) return letter;
  // French keyboards type digits with Shift only; in a chord the key itself is meant.
  const digit = ctrlKey || metaKey || altKey ? /^Digit(\d)$/.exec(code)?.[1] : undefined;
  return digit ?? key;
}

/** A sign outside ASCII. */
function isForeign(key: string): boolean {
  return key.charCodeAt(0) > 126;
}

/** True for a chord that types nothing and moves no caret, so that it may also work inside a text field. */
export function worksWhileTyping(chord: string): boolean {
  if (/^Alt\+(?:ArrowLeft|ArrowRight|Home|End)$/.test(chord)) return false;
  return /^(?:Mod|Ctrl|Alt)\+/.test(chord) || /^F\d{1,2}$/.test(chord);
}

/** Chords that belong to the system, to text fields or to moving the focus. */
const reserved = new Set([
  'Tab',
  'Shift+Tab',
  'Enter',
  'Space',
  'Escape',
  'Mod+C',
  'Mod+V',
  'Mod+X',
  'Mod+Z',
  'Mod+A',
]);

export function isReserved(chord: string): boolean {
  return reserved.has(chord);
}

type Bound = {
  readonly id: string;
  /** In force; empty: none. */
  readonly keys: string;
  /** The default. */
  readonly standard: string;
};

/**
 * Ids of actions that share a chord where both can be in force: everywhere's with all, a page's among themselves.
 * Defaults do not clash with each other: where two are the same, the pages see to it that one is off.
 */
export function conflictsOf(bound: readonly Bound[]): ReadonlyMap<string, readonly string[]> {
  const conflicts = new Map<string, readonly string[]>();
  for (const one of bound) {
    const rivals = bound.filter((other) => clash(one, other)).map((rival) => rival.id);
    if (rivals.length > 0) conflicts.set(one.id, rivals);
  }
  return conflicts;
}

function clash(one: Bound, other: Bound): boolean {
  const bothStandard = one.keys === one.standard && other.keys === other.standard;
  return (
    one.id !== other.id &&
    one.keys !== '' &&
    one.keys === other.keys &&
    !bothStandard &&
    canMeet(one.id, other.id)
  );
}

/** Areas whose actions are offered on every page. */
const everywhere = new Set(['frame', 'go', 'queue']);

/** True for an action that every page offers. */
export function isEverywhere(actionId: string): boolean {
  return everywhere.has(areaOf(actionId));
}

function canMeet(first: string, second: string): boolean {
  const [a, b] = [areaOf(first), areaOf(second)];
  return a === b || isEverywhere(first) || isEverywhere(second);
}

/** The part of the studio an action belongs to: `library` of `library.search`. */
export function areaOf(actionId: string): string {
  return actionId.slice(0, actionId.indexOf('.'));
}
