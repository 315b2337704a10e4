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

const inFlightLimit = 12;

export class ThumbnailLoader {
  readonly #waiting = new Map<object, LoadTarget>();
  #inFlight = 0;
  #paused = false;

  /** Asks for a tile's picture. A tile has one wish at a time: a new one replaces the old. */
  want(tile: object, target: LoadTarget): void {
    this.#waiting.set(tile, target);
    this.#fill();
  }

  /** The tile has been recycled. What is already loading runs to its end and frees its slot then. */
  forget(tile: object): void {
    this.#waiting.delete(tile);
  }

  /** While paused nothing new starts: used while flying past thousands of tiles. */
  setPaused(paused: boolean): void {
    this.#paused = paused;
    this.#fill();
  }

  #fill(): void {
    while (!this.#paused && this.#inFlight < inFlightLimit && this.#waiting.size > 0) this.#startNearest();
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
