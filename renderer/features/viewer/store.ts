import { create } from 'zustand';
import { navigate } from 'wouter/use-hash-location';

type Comparing = {
  readonly left: number;
  readonly right: number;
  /** The creation to go back to; null: the grid. */
  readonly from: number | null;
};

export type CompareMode = 'slider' | 'side' | 'flip';

type ViewerState = {
  readonly detailsOpen: boolean;
  readonly changesOpen: boolean;
  /** The notes are to get the focus as soon as they are there. */
  readonly notesWanted: boolean;
  readonly compareMode: CompareMode;
  /** Shown instead of the creation whose page is open, while that is `left`. */
  readonly comparing: Comparing | null;
};

export const useViewer = create<ViewerState>(() => ({
  detailsOpen: true,
  changesOpen: true,
  notesWanted: false,
  compareMode: 'slider',
  comparing: null,
}));

export function toggleDetails(): void {
  useViewer.setState(({ detailsOpen }) => ({ detailsOpen: !detailsOpen }));
}

export function wantNotes(wanted: boolean): void {
  useViewer.setState(({ detailsOpen }) => ({ notesWanted: wanted, detailsOpen: wanted || detailsOpen }));
}

export function toggleChanges(): void {
  useViewer.setState(({ changesOpen }) => ({ changesOpen: !changesOpen }));
}

/** @param from the creation that was open, to come back to; null: the grid */
export function openCompare(left: number, right: number, from: number | null = null): void {
  useViewer.setState({ comparing: { left, right, from } });
  navigate(`/library/${left}`, { replace: from !== null });
}

export function swapCompared(): void {
  const { comparing } = useViewer.getState();
  if (!comparing) return;
  const { left, right, from } = comparing;
  useViewer.setState({ comparing: { left: right, right: left, from } });
  navigate(`/library/${right}`, { replace: true });
}

export function closeCompare(): void {
  useViewer.setState({ comparing: null });
}

/** Back to where comparing began. */
export function leaveCompare(): void {
  const from = useViewer.getState().comparing?.from ?? null;
  closeCompare();
  navigate(from === null ? '/library' : `/library/${from}`, { replace: from !== null });
}
