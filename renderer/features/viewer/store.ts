import { create } from 'zustand';

export type CompareMode = 'slider' | 'side' | 'flip';

type ViewerState = {
  readonly detailsOpen: boolean;
  readonly changesOpen: boolean;
  /** The notes are to get the focus as soon as they are there. */
  readonly notesWanted: boolean;
  readonly compareMode: CompareMode;
};

export const useViewer = create<ViewerState>(() => ({
  detailsOpen: true,
  changesOpen: true,
  notesWanted: false,
  compareMode: 'slider',
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
