import { type ScrollScale, scrollScale } from './scroll-scale.ts';
import type { Pace } from './thumbnail-loader.ts';

/** Faster than this, in px/s, nobody can see pictures: tiles show their colour and nothing is loaded. */
const blurVelocity = 12_000;
/** Faster than this, in px/s, nobody is told names: they are put on when it rests. */
const readableVelocity = 3000;
/** Steps further apart than this, in ms, are jumps and not speed. */
const sameMotionMs = 120;
const lineHeightPx = 40;

/**
 * How far down the grid is. Knows where the content is when the scrollbar's range is shorter than it, and how fast
 * it moves. Offsets are px of content.
 */
export class GridScroll {
  readonly #scroller: HTMLElement;
  readonly #travelled: () => void;
  #scale: ScrollScale = scrollScale(0, 0);
  #offset = 0;
  #scrollTop = 0;
  /** Kept: asking the element anew would make it lay out whatever has just been moved. */
  #viewportHeight = 0;
  #velocity = 0;
  #lastMoveMs = 0;

  /** @param travelled told after each step, whoever made it */
  constructor(scroller: HTMLElement, travelled: () => void, signal: AbortSignal) {
    this.#scroller = scroller;
    this.#travelled = travelled;
    scroller.addEventListener('scroll', () => this.#onScroll(), { signal, passive: true });
    scroller.addEventListener('wheel', (event) => this.#onWheel(event), { signal, passive: false });
  }

  get offset(): number {
    return this.#offset;
  }

  get maxOffset(): number {
    return this.#scale.maxOffset;
  }

  /** Where the scroller itself is: what hangs on it is placed relative to this. */
  get scrollTop(): number {
    return this.#scrollTop;
  }

  /** Px/s, negative upwards. */
  get velocity(): number {
    return this.#velocity;
  }

  /** Slow enough for words to be read. */
  get readable(): boolean {
    return Math.abs(this.#velocity) < readableVelocity;
  }

  get pace(): Pace {
    if (this.#velocity === 0) return 'still';
    return Math.abs(this.#velocity) > blurVelocity ? 'flying' : 'moving';
  }

  get viewportHeight(): number {
    return this.#viewportHeight;
  }

  /** Other content, or another size of the view. Returns the height of the spacer that gives the scroller its range. */
  setContentHeight(px: number): number {
    this.#viewportHeight = this.#scroller.clientHeight;
    this.#scale = scrollScale(px, this.#viewportHeight);
    return this.#scale.spacerPx;
  }

  moveTo(offset: number): void {
    const clamped = Math.min(this.#scale.maxOffset, Math.max(0, offset));
    this.#scroller.scrollTop = this.#scale.toScrollTop(clamped);
    this.#scrollTop = this.#scroller.scrollTop;
    this.#travel(clamped);
  }

  rest(): void {
    this.#velocity = 0;
  }

  #onScroll(): void {
    const { scrollTop } = this.#scroller;
    // Our own move coming back, rounded: the offset is already known better.
    if (Math.abs(scrollTop - this.#scrollTop) < 1.5) return;
    this.#scrollTop = scrollTop;
    this.#travel(this.#scale.toOffset(scrollTop));
  }

  /** A scaled scrollbar moves many px per px: the wheel must not. */
  #onWheel(event: WheelEvent): void {
    if (!this.#scale.scaled || event.ctrlKey) return;
    event.preventDefault();
    const unit = event.deltaMode === 1 ? lineHeightPx : event.deltaMode === 2 ? this.viewportHeight : 1;
    this.moveTo(this.#offset + event.deltaY * unit);
  }

  #travel(offset: number): void {
    const now = performance.now();
    const elapsedMs = Math.max(1, now - this.#lastMoveMs);
    this.#velocity = elapsedMs < sameMotionMs ? ((offset - this.#offset) / elapsedMs) * 1000 : 0;
    this.#lastMoveMs = now;
    this.#offset = offset;
    this.#travelled();
  }
}
