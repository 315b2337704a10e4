import {
  FLAG_WORDS,
  FLAGS,
  type Flag,
  HUE_NAMES,
  HUE_WORDS,
  type HueName,
  PETAL_WORDS,
  SCENE_WORDS,
  type SceneName,
  SCENES,
  SPACE_SUBJECTS,
  STOP_WORDS,
  STYLES,
  TIME_WORDS,
  type TimeName,
  TIMES,
} from './vocabulary.ts';

/** What Sketch made of a prompt. `null` means the prompt left it open and the seed chooses. */
export interface Interpretation {
  readonly scene: SceneName | null;
  readonly time: TimeName | null;
  readonly flags: readonly Flag[];
  /** Things the negative prompt names; the seed will not add them either. */
  readonly avoided: readonly Flag[];
  readonly hues: readonly HueName[];
  /** Colours of the flowers the prompt names. */
  readonly petals: readonly HueName[];
  /** Words that change the picture, as written (in lower case), in order. */
  readonly matched: readonly string[];
  /** Words that change nothing, for the person to see; at most 60. */
  readonly ignored: readonly string[];
}

interface Meaning {
  scene?: SceneName;
  time?: TimeName;
  hue?: HueName;
  petal?: HueName;
  readonly flags: Flag[];
}

interface Phrase {
  readonly text: string;
  readonly meaning: Meaning | null;
}

/** Prompts can be pasted books; what comes after this many words changes nothing. */
const MAX_WORDS = 2000;
const MAX_IGNORED = 60;
const MAX_IGNORED_LENGTH = 40;
const LONGEST_PHRASE = 3;
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*|\p{Extended_Pictographic}/gu;

const VOCABULARY = buildVocabulary();

/** Reads a prompt by Sketch's vocabulary. Pure; any text is fine, of any length or script. */
export function interpret(prompt: string, negative = ''): Interpretation {
  const unwanted = readPhrases(negative);
  const unwantedForms = new Set(unwanted.flatMap(({ text }) => wordForms(text)));
  const phrases = readPhrases(prompt).filter(
    ({ text }) => !wordForms(text).some((form) => unwantedForms.has(form)),
  );
  const meanings = phrases.flatMap(({ meaning }) => (meaning ? [meaning] : []));

  const scene = chooseScene(meanings);
  const time = chooseTime(meanings, scene);
  const honoured = (meaning: Meaning): boolean =>
    (meaning.scene !== undefined && meaning.scene === scene) ||
    (meaning.time !== undefined && timeShows(meaning.time, time)) ||
    meaning.hue !== undefined ||
    meaning.flags.some((flag) => flagShows(flag, scene));

  const matched = new Set<string>();
  const ignored = new Set<string>();
  for (const { text, meaning } of phrases) {
    if (meaning && honoured(meaning)) matched.add(text);
    else if (ignored.size < MAX_IGNORED && (meaning || !STOP_WORDS.has(text))) {
      ignored.add(shorten(text));
    }
  }
  return {
    scene,
    time,
    flags: FLAGS.filter(
      (flag) => flagShows(flag, scene) && meanings.some(({ flags }) => flags.includes(flag)),
    ),
    avoided: FLAGS.filter((flag) => unwanted.some(({ meaning }) => meaning?.flags.includes(flag))),
    hues: [...new Set(meanings.flatMap(({ hue }) => hue ?? []))],
    petals: [...new Set(meanings.flatMap(({ petal }) => petal ?? []))],
    matched: [...matched],
    ignored: [...ignored],
  };
}

/** The first scene named wins; a subject alone brings the scene it looks best in. */
function chooseScene(meanings: readonly Meaning[]): SceneName | null {
  const named = meanings.find((meaning) => meaning.scene !== undefined && !onlyStyle(meaning, meanings));
  if (named?.scene) return named.scene;
  const has = (flag: Flag): boolean => meanings.some(({ flags }) => flags.includes(flag));
  if (has('boat') || has('lighthouse')) return 'coast';
  if (has('water') || has('cabin')) return 'mountain';
  if (has('tree') || has('cat') || has('balloon')) return 'meadow';
  if (has('autumn')) return 'forest';
  return has('planet') || has('rings') ? 'space' : null;
}

/** "Ink" beside a named scene is a style ("ink mountains"); alone it is a picture of flowing ink. */
function onlyStyle(meaning: Meaning, meanings: readonly Meaning[]): boolean {
  return (
    meaning.flags.some((flag) => isOneOf(STYLES, flag)) &&
    meanings.some((other) => other.scene !== undefined && other.scene !== meaning.scene)
  );
}

/** Aurora needs a night and a storm hides the sun, so these two win; else the first time named. */
function chooseTime(meanings: readonly Meaning[], scene: SceneName | null): TimeName | null {
  if (scene === 'space' || scene === 'geometric') return null;
  const named = meanings.flatMap(({ time }) => time ?? []);
  return (
    named.find((time) => time === 'aurora') ?? named.find((time) => time === 'storm') ?? named[0] ?? null
  );
}

function timeShows(named: TimeName, shown: TimeName | null): boolean {
  return named === shown || (named === 'night' && shown === 'aurora');
}

function flagShows(flag: Flag, scene: SceneName | null): boolean {
  if (isOneOf(STYLES, flag)) return true;
  if (isOneOf(SPACE_SUBJECTS, flag)) return scene === 'space';
  if (scene === 'space' || scene === 'flow' || scene === 'geometric') return false;
  if (flag === 'autumn')
    return scene === 'mountain' || scene === 'forest' || scene === 'meadow' || scene === 'coast';
  return true;
}

function isOneOf(flags: readonly Flag[], flag: Flag): boolean {
  return flags.includes(flag);
}

function readPhrases(text: string): Phrase[] {
  const words = readWords(text);
  const phrases: Phrase[] = [];
  for (let start = 0; start < words.length;) {
    const found = longestPhrase(words, start);
    phrases.push(found);
    start += found.text.split(' ').length;
  }
  return phrases;
}

function longestPhrase(words: readonly string[], start: number): Phrase {
  for (let length = LONGEST_PHRASE; length >= 1; length -= 1) {
    const text = words.slice(start, start + length).join(' ');
    const meaning = lookUp(text);
    if (meaning) return { text, meaning };
  }
  return { text: words[start] ?? '', meaning: null };
}

/** Lower-case words and emoji; a hyphenated word the vocabulary lacks falls into its parts. */
function readWords(text: string): string[] {
  const words: string[] = [];
  for (const [word] of text.normalize('NFC').toLowerCase().matchAll(WORD)) {
    if (words.length >= MAX_WORDS) break;
    if (word.includes('-') && !lookUp(word)) words.push(...word.split('-').filter((part) => part !== ''));
    else words.push(word);
  }
  return words;
}

function lookUp(text: string): Meaning | null {
  for (const form of wordForms(text)) {
    const meaning = VOCABULARY.get(form);
    if (meaning) return meaning;
  }
  return null;
}

/** The text itself, then what it may be the English plural of. */
function wordForms(text: string): string[] {
  const forms = [text];
  if (text.length > 3 && text.endsWith('s') && !text.endsWith('ss')) forms.push(text.slice(0, -1));
  if (text.length > 4 && text.endsWith('es')) forms.push(text.slice(0, -2));
  return forms;
}

function shorten(word: string): string {
  const characters = Array.from(word.slice(0, MAX_IGNORED_LENGTH * 2));
  return characters.length > MAX_IGNORED_LENGTH
    ? `${characters.slice(0, MAX_IGNORED_LENGTH).join('')}…`
    : word;
}

function buildVocabulary(): ReadonlyMap<string, Meaning> {
  const vocabulary = new Map<string, Meaning>();
  const addAll = (words: string, add: (meaning: Meaning) => void): void => {
    for (const word of words.split(', ')) {
      const meaning = vocabulary.get(word) ?? { flags: [] };
      vocabulary.set(word, meaning);
      add(meaning);
    }
  };
  for (const scene of SCENES) addAll(SCENE_WORDS[scene], (meaning) => (meaning.scene ??= scene));
  for (const time of TIMES) addAll(TIME_WORDS[time], (meaning) => (meaning.time ??= time));
  for (const flag of FLAGS) addAll(FLAG_WORDS[flag], (meaning) => meaning.flags.push(flag));
  for (const hue of HUE_NAMES) {
    addAll(hue, (meaning) => (meaning.hue ??= hue));
    addAll(HUE_WORDS[hue] ?? hue, (meaning) => (meaning.hue ??= hue));
    const flowers = PETAL_WORDS[hue];
    if (flowers !== undefined) addAll(flowers, (meaning) => (meaning.petal ??= hue));
  }
  return vocabulary;
}
