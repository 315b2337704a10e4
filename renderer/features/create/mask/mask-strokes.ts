/** What a person has painted on a picture, as the steps that lead to it: any size can be drawn from them. */

/** In px of the picture. */
export type MaskPoint = { readonly x: number; readonly y: number };

export type MaskStep =
  | {
      readonly kind: 'stroke';
      readonly erases: boolean;
      /** px of the picture. */
      readonly radius: number;
      readonly points: readonly MaskPoint[];
    }
  | { readonly kind: 'invert' }
  | { readonly kind: 'clear' };

export type MaskHistory = {
  readonly steps: readonly MaskStep[];
  /** Taken back, the last one first. */
  readonly undone: readonly MaskStep[];
};

export const nothingPainted: MaskHistory = { steps: [], undone: [] };

/** Adds a step; a clear with nothing to clear is none. */
export function withStep({ steps, undone }: MaskHistory, step: MaskStep): MaskHistory {
  if (step.kind === 'clear' && (steps.length === 0 || steps.at(-1)?.kind === 'clear'))
    return { steps, undone };
  return { steps: [...steps, step], undone: [] };
}

export function undoStep({ steps, undone }: MaskHistory): MaskHistory {
  const last = steps.at(-1);
  return last ? { steps: steps.slice(0, -1), undone: [last, ...undone] } : { steps, undone };
}

export function redoStep({ steps, undone }: MaskHistory): MaskHistory {
  const [next, ...rest] = undone;
  return next ? { steps: [...steps, next], undone: rest } : { steps, undone };
}

/** The steps that still show: nothing before the last clear does. */
export function visibleSteps(steps: readonly MaskStep[]): readonly MaskStep[] {
  return steps.slice(steps.findLastIndex((step) => step.kind === 'clear') + 1);
}
