import { create } from 'zustand';

/** Creations that wait for a collection to be chosen; empty: the dialog is closed. */
export const useWaiting = create<{ readonly ids: readonly number[] }>(() => ({ ids: [] }));

export function chooseCollection(ids: readonly number[]): void {
  useWaiting.setState({ ids });
}
