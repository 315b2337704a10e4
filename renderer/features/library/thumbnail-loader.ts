/**
 * Loads and decodes pictures, a few at a time and the nearest first. Without the limit a fast scroll queues
 * hundreds of requests for tiles that have long gone, and the ones in view wait behind them.
 */
type LoadTarget = {
  /** Starts loading; resolves when the picture can be painted, or cannot. Never rejects. */
  readonly load: () => Promise<void>;
  /** Px from the middle of what is seen; asked anew each time a slot becomes free. */
  readonly distance: () => number;
};

/** How many may load at once. While the view is still, what it asks for is all there will be. */
const limits = { still: 48, moving: 12, flying: 0 } as const;

/** How the view moves: `flying` past thousands of tiles, nothing new starts. */
export type Pace = keyof typeof limits;

export class ThumbnailLoader {
  readonly #waiting = new Map<object, LoadTarget>();
  #inFlight = 0;
  #pace: Pace = 'still';

  /** Asks for a tile's picture. A tile has one wish at a time: a new one replaces the old. */
  want(tile: object, target: LoadTarget): void {
    this.#waiting.set(tile, target);
    this.#fill();
  }

  /** The tile has been recycled. What is already loading runs to its end and frees its slot then. */
  forget(tile: object): void {
    this.#waiting.delete(tile);
  }

  setPace(pace: Pace): void {
    if (pace === this.#pace) return;
    this.#pace = pace;
    this.#fill();
  }

  #fill(): void {
    while (this.#inFlight < limits[this.#pace] && this.#waiting.size > 0) this.#startNearest();
  }

  #startNearest(): void {
    let nearest: readonly [object, LoadTarget] | undefined;
    let least = Infinity;
    for (const entry of this.#waiting) {
      const distance = entry[1].distance();
      if (nearest && distance >= least) continue;
      nearest = entry;
      least = distance;
    }
    if (!nearest) return;
    this.#waiting.delete(nearest[0]);
    this.#inFlight += 1;
    void this.#run(nearest[1]);
  }

  async #run(target: LoadTarget): Promise<void> {
    try {
      await target.load();
    } finally {
      this.#inFlight -= 1;
      this.#fill();
    }
  }
}
