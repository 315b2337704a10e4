import { useEffect, useLayoutEffect, useRef } from 'react';
import { create } from 'zustand';
import { isMac } from '../ui/key-labels.ts';
import { chordOf, isEverywhere, isReserved, worksWhileTyping } from './chords.ts';
import { getSettings, useSettings } from './settings.ts';

/**
 * Every action of the studio that has a name: what the palette lists, what keys call and what can be remapped.
 * A component offers its actions while it is on the page; which actions there are is remembered.
 */

export type Action = {
  /** `area.verb`, such as `viewer.favourite`. Remapped keys are stored under it: never rename one. */
  readonly id: string;
  readonly label: string;
  /** Default chord: see `chords.ts`. */
  readonly keys?: string | undefined;
  /** A chord that everybody expects to do it as well; the person's own keys leave it in place. */
  readonly alsoKeys?: string | undefined;
  readonly run: () => void;
  readonly enabled?: boolean | undefined;
};

export type KnownAction = { readonly id: string; readonly label: string; readonly keys: string };

type State = {
  /** In order of arrival; of two with one id the later is in force. */
  readonly offered: readonly Action[];
  readonly known: ReadonlyMap<string, KnownAction>;
};

export const useActions = create<State>(() => ({ offered: [], known: new Map() }));

/** Makes actions known before the page that offers them is ever opened, so that their keys can be seen and changed. */
export function declareActions(actions: readonly KnownAction[]): void {
  useActions.setState(({ known }) => ({
    known: new Map([...known, ...actions.map((action) => [action.id, action] as const)]),
  }));
}

/** What works everywhere first, then page by page. */
export function inOrder(known: State['known']): readonly KnownAction[] {
  const all = [...known.values()];
  return [...all.filter(({ id }) => isEverywhere(id)), ...all.filter(({ id }) => !isEverywhere(id))];
}

/** Offers an action while the component is on the page. `run` may change freely between renders. */
export function useAction({ id, label, keys = '', alsoKeys, run, enabled = true }: Action): void {
  const latest = useRef(run);
  useLayoutEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    const action: Action = { id, label, keys, alsoKeys, enabled, run: () => latest.current() };
    declareActions([{ id, label, keys }]);
    useActions.setState(({ offered }) => ({ offered: [...offered, action] }));
    return () =>
      useActions.setState(({ offered }) => ({ offered: offered.filter((entry) => entry !== action) }));
  }, [id, label, keys, alsoKeys, enabled]);
}

/** The chord in force: the person's own, else the default; empty where there is none. */
export function keysOf(action: { readonly id: string; readonly keys?: string | undefined }): string {
  return getSettings().shortcuts[action.id] ?? action.keys ?? '';
}

/** The chord in force of a known action, for a button that does the same. */
export function useKeys(actionId: string): string | undefined {
  const own = useSettings((settings) => settings.shortcuts[actionId]);
  const standard = useActions(({ known }) => known.get(actionId)?.keys);
  return own ?? standard;
}

/** Actions that can run now, each id once, in order of arrival. */
export function runnable(offered: readonly Action[]): readonly Action[] {
  const byId = new Map(offered.map((action) => [action.id, action]));
  return [...byId.values()].filter((action) => action.enabled);
}

const arrows = /^(?:Shift\+)?(?:Arrow\w+|Home|End|Page\w+)$/;
const movedByArrows = 'input[type=range], input[type=radio], [role=slider], [role=radio], [role=tab]';
const typing = 'input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable]';
const ownKeys = '[role=dialog], [role=alertdialog], [role=menu], [role=listbox]';
const pressable = 'button, a, summary, [role=button]';

/** Listens for chords in the whole window. Returns how to stop. */
export function listenForShortcuts(target: Window): () => void {
  target.addEventListener('keydown', runActionOf);
  return () => target.removeEventListener('keydown', runActionOf);
}

function runActionOf(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const chord = chordOf(event, isMac());
  if (chord === null || !isFree(chord, event.target)) return;
  const action = runnable(useActions.getState().offered).findLast(
    (entry) => keysOf(entry) === chord || entry.alsoKeys === chord,
  );
  if (!action) return;
  event.preventDefault();
  action.run();
}

/** False where the focused control has its own use for the key. */
function isFree(chord: string, target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return true;
  if (target.closest(ownKeys)) return false;
  if ((chord === 'Enter' || chord === 'Space') && target.closest(pressable)) return false;
  if (arrows.test(chord) && target.closest(movedByArrows)) return false;
  return (worksWhileTyping(chord) && !isReserved(chord)) || !target.closest(typing);
}
