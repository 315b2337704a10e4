import { create } from 'zustand';
import { navigate } from 'wouter/use-hash-location';

type ViewerState = {
  readonly detailsOpen: boolean;
  /** Shown beside the creation whose page is open, while that is `left`. */
  readonly comparing: { readonly left: number; readonly right: number } | null;
};

export const useViewer = create<ViewerState>(() => ({ detailsOpen: true, comparing: null }));

export function toggleDetails(): void {
  useViewer.setState(({ detailsOpen }) => ({ detailsOpen: !detailsOpen }));
}

export function openCompare(left: number, right: number, options: { readonly replace?: boolean } = {}): void {
  useViewer.setState({ comparing: { left, right } });
  navigate(`/library/${left}`, options);
}

export function closeCompare(): void {
  useViewer.setState({ comparing: null });
}
