/** Earlier prompts, newest first, as settings keep them. */

const mostPrompts = 200;

/** Puts a prompt on top; it stands in the history once. */
export function rememberPrompt(history: readonly string[], prompt: string): string[] {
  const text = prompt.trim();
  if (text === '') return [...history];
  return [text, ...history.filter((entry) => entry !== text)].slice(0, mostPrompts);
}

/** Where going through the history stands; `draft` is what was being written. */
export type HistoryPlace = { readonly index: number; readonly draft: string };

/**
 * One step through the history.
 * @param steps 1: earlier, -1: later
 * @returns the text to show and the new place (null: back at the draft); undefined at either end
 */
export function stepHistory(
  history: readonly string[],
  place: HistoryPlace | null,
  current: string,
  steps: 1 | -1,
): { readonly text: string; readonly place: HistoryPlace | null } | undefined {
  const draft = place?.draft ?? current;
  // The prompt just generated is both the draft and the newest entry: the first step goes past it.
  const first = place === null && history[0] === current.trim() ? 1 : 0;
  const index = place === null ? (steps === 1 ? first : -1) : place.index + steps;
  if (index < 0) return place === null ? undefined : { text: draft, place: null };
  const text = history[index];
  return text === undefined ? undefined : { text, place: { index, draft } };
}
