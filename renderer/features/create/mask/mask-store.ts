import { create } from 'zustand';
import type { MaskStep } from './mask-strokes.ts';

type MaskState = {
  readonly open: boolean;
  /** The last mask painted, so that it can be gone on with. */
  readonly painted: {
    /** SHA-256 of the picture and of the mask file made for it. */
    readonly picture: string;
    readonly mask: string;
    readonly steps: readonly MaskStep[];
  } | null;
};

export const useMaskStore = create<MaskState>(() => ({ open: false, painted: null }));

export function openMaskPainter(): void {
  useMaskStore.setState({ open: true });
}

export function closeMaskPainter(): void {
  useMaskStore.setState({ open: false });
}
