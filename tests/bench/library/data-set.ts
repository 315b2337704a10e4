import { idsPerMillisecond } from '../../../shared/domain/job.ts';

/** A made-up library: the same for the same number of rows. Shares and lengths are those of real ones. */
export type MadeJob = {
  readonly id: number;
  readonly modelKey: number;
  readonly video: boolean;
  readonly prompt: string;
  readonly creations: readonly MadeCreation[];
};
export type MadeCreation = {
  readonly id: number;
  readonly width: number;
  readonly height: number;
  readonly sizeBytes: number;
  readonly seed: number;
  readonly color: number;
  readonly favourite: boolean;
  readonly trashed: boolean;
};

export const modelCount = 60;
export const months = 36;
const monthMs = 30.44 * 86_400_000;
export const firstMs = Date.UTC(2023, 10, 1);
export const lastMs = firstMs + months * monthMs;

/** So many that there are rare ones in a million prompts as well: names, misspellings. */
const vocabularySize = 200_000;
const shapes = [
  [1024, 1024],
  [1344, 768],
  [768, 1344],
  [1536, 1024],
  [832, 1216],
] as const;

/** xorshift32: small, and the same everywhere. */
export function createRandom(seed: number) {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
}

/** Words a mouth could say, three to nine letters. */
export function makeVocabulary(): readonly string[] {
  const random = createRandom(7);
  const pick = (letters: string) => letters[Math.floor(random() * letters.length)] ?? 'a';
  const words = new Set<string>();
  while (words.size < vocabularySize) {
    let word = '';
    const syllables = 1 + Math.floor(random() * 3.9);
    for (let at = 0; at < syllables; at += 1)
      word += pick('bcdfghklmnprstvwz') + pick('aeiou') + pick('lmnrst');
    words.add(word.slice(0, 3 + Math.floor(random() * 9)));
  }
  return [...words];
}

/** Jobs of 1–8 creations (2.4 on average), oldest first, until there are `rows` creations. */
export function* makeJobs(rows: number): Generator<MadeJob> {
  const random = createRandom(42);
  const words = makeVocabulary();
  const cumulative = zipf(words.length);
  const draw = () => words[lowerBound(cumulative, random())] ?? '';
  const jobs = Math.ceil(rows / 2.4);
  let made = 0;
  for (let at = 0; made < rows; at += 1) {
    const share = Math.min(1, at / jobs);
    const id =
      Math.floor(firstMs + share * (lastMs - firstMs)) * idsPerMillisecond +
      Math.max(0, at - jobs) * idsPerMillisecond;
    const count = Math.min(
      rows - made,
      Math.max(1, Math.min(8, Math.round(-Math.log(1 - random()) * 1.9 + 0.6))),
    );
    const shape = shapes[Math.floor(random() * shapes.length)] ?? shapes[0];
    yield {
      id,
      modelKey: 1 + Math.floor(random() ** 2 * modelCount),
      video: random() < 0.1,
      prompt:
        random() < 0.08
          ? makeCjk(random)
          : Array.from({ length: 12 + Math.floor(random() * 41) }, draw).join(' '),
      creations: Array.from({ length: count }, (_, n) => ({
        id: id + n,
        width: shape[0],
        height: shape[1],
        sizeBytes: 200_000 + Math.floor(random() * 3_000_000),
        seed: Math.floor(random() * 4_294_967_295),
        color: Math.floor(random() * 0x1000000),
        favourite: random() < 0.03,
        trashed: random() < 0.02,
      })),
    };
    made += count;
  }
}

function makeCjk(random: () => number): string {
  const length = 20 + Math.floor(random() * 60);
  return Array.from({ length }, () => String.fromCodePoint(0x4e00 + Math.floor(random() ** 3 * 3000))).join(
    '',
  );
}

function zipf(count: number): Float64Array {
  const sums = new Float64Array(count);
  let sum = 0;
  for (let at = 0; at < count; at += 1) {
    sum += 1 / (at + 1);
    sums[at] = sum;
  }
  return sums.map((value) => value / sum);
}

function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 1) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What is searched for, several of each, taking turns. Found by counting in how many prompts each word is. */
export type SearchWords = {
  /** In about a fifth of all prompts. */
  readonly common: readonly string[];
  /** In three to six. */
  readonly rare: readonly string[];
  /** Three words that stand together in some prompts. */
  readonly three: readonly string[];
  /** Two letters that words begin with. */
  readonly prefix: readonly string[];
  /** Inside words only: two letters, parts of common words, and of rare ones. */
  readonly insideTwo: readonly string[];
  readonly insideCommon: readonly string[];
  readonly insideRare: readonly string[];
  readonly cjk: readonly string[];
};

export function chooseWords(rows: number): SearchWords {
  const counts = new Map<string, number>();
  const cjk: string[] = [];
  let jobs = 0;
  for (const { prompt } of makeJobs(rows)) {
    jobs += 1;
    if (prompt.includes(' '))
      for (const word of new Set(prompt.split(' '))) counts.set(word, (counts.get(word) ?? 0) + 1);
    else if (cjk.length < 20) cjk.push(prompt.slice(4, 6));
  }
  const byCount = [...counts].toSorted((a, b) => b[1] - a[1]);
  const near = (share: number) =>
    byCount
      .toSorted((a, b) => Math.abs(a[1] / jobs - share) - Math.abs(b[1] / jobs - share))
      .slice(0, 8)
      .map(([word]) => word);
  const rare = byCount
    .filter(([word, count]) => count >= 3 && count <= 6 && word.length >= 8)
    .slice(0, 20)
    .map(([word]) => word);
  const long = byCount.filter(([word, count]) => word.length >= 7 && count / jobs < 0.2).slice(0, 20);
  const [often, half, seldom] = [near(0.3), near(0.2), near(0.1)];
  return {
    common: half,
    rare,
    three: often.map((word, at) => `${word} ${half[at]} ${seldom[at]}`),
    prefix: ['po', ...[...'bdgkmprstz'].flatMap((letter) => [`${letter}a`, `${letter}u`])],
    insideTwo: [...'aeiou'].flatMap((vowel) => [...'lmnrst'].map((letter) => vowel + letter)),
    insideCommon: long.map(([word]) => word.slice(1, 5)),
    insideRare: rare.map((word) => word.slice(1, -1)),
    cjk,
  };
}
