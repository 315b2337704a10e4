/**
 * Chromium draws no element taller than 33,554,428 px (2^25 − 4). Above half of that the scroller's spacer stops
 * growing and its range stands for the whole content: offsets are scaled on the way in and out.
 */
export const maxSpacerPx = 16_000_000;

export type ScrollScale = {
  /** Height of the element that gives the scroller its range. */
  readonly spacerPx: number;
  readonly scaled: boolean;
  /** Largest content offset that can be shown at the top of the viewport. */
  readonly maxOffset: number;
  readonly toOffset: (scrollTop: number) => number;
  readonly toScrollTop: (offset: number) => number;
};

/** @param contentPx height of everything · @param viewportPx height of what is seen */
export function scrollScale(contentPx: number, viewportPx: number): ScrollScale {
  const maxOffset = Math.max(0, contentPx - viewportPx);
  const spacerPx = Math.min(contentPx, maxSpacerPx);
  const maxScroll = Math.max(0, spacerPx - viewportPx);
  const factor = maxScroll > 0 ? maxOffset / maxScroll : 1;
  const clamp = (value: number, max: number): number => Math.min(max, Math.max(0, value));
  return {
    spacerPx,
    scaled: contentPx > maxSpacerPx,
    maxOffset,
    toOffset: (scrollTop) => clamp(scrollTop * factor, maxOffset),
    toScrollTop: (offset) => clamp(offset / factor, maxScroll),
  };
}
