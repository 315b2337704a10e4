type Labelled = { readonly label: string };

/**
 * Commands whose label holds every word of the query, best first: words that begin a word of the label count most,
 * then words found anywhere. Only when there is none of these, letters in order will do (`gtl`: "Go to Library").
 */
export function matchCommands<T extends Labelled>(commands: readonly T[], query: string): readonly T[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return commands;
  const scored = commands.map((command) => ({ command, score: scoreOf(fold(command.label), words) }));
  const best = Math.max(0, ...scored.map(({ score }) => score));
  // Scattered letters are a last resort: beside a real match they are noise.
  const least = best > words.length ? words.length + 1 : words.length;
  return scored
    .filter(({ score }) => score >= least)
    .toSorted((a, b) => b.score - a.score)
    .map(({ command }) => command);
}

/** 0 when a word does not match at all. */
function scoreOf(label: string, words: readonly string[]): number {
  const scores = words.map((word) => scoreWord(label, word));
  return scores.includes(0) ? 0 : scores.reduce((sum, score) => sum + score, 0);
}

function scoreWord(label: string, word: string): number {
  if (label.startsWith(word)) return 4;
  if (label.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word))) return 3;
  if (label.includes(word)) return 2;
  return hasLettersInOrder(label, word) ? 1 : 0;
}

function hasLettersInOrder(label: string, word: string): boolean {
  let from = 0;
  for (const letter of word) {
    const at = label.indexOf(letter, from);
    if (at === -1) return false;
    from = at + letter.length;
  }
  return true;
}

/** Lower case without accents, so that "reglages" finds "Réglages". */
function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
