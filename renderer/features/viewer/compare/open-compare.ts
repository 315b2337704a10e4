import { navigate } from 'wouter/use-hash-location';

const addressOf = (left: number, right: number): string => `/library/${left}/compare/${right}`;

/** Kept with the entry of the history: there is a page before it to go back to. */
const opened = { opened: true };

export function openCompare(left: number, right: number): void {
  navigate(addressOf(left, right), { state: opened });
}

export function swapCompared(left: number, right: number): void {
  navigate(addressOf(right, left), { replace: true, state: window.history.state });
}

/** Back to where comparing began; to the left one when its address was opened. */
export function leaveCompare(left: number): void {
  const state: unknown = window.history.state;
  const wasOpened = typeof state === 'object' && state !== null && 'opened' in state;
  if (wasOpened) window.history.back();
  else navigate(`/library/${left}`, { replace: true });
}
