type PosterQueueOptions = {
  /** Draws and stores a poster. Resolves to whether there is one now. */
  readonly make: (id: number, signal: AbortSignal) => Promise<boolean>;
  /** Asked right before the work starts: tiles come and go. */
  readonly isWanted: (id: number) => boolean;
  readonly made: (id: number) => void;
};

/** Posters for videos that have none, one at a time: each takes a video decoder. A video that fails is let be. */
export class PosterQueue {
  readonly #options: PosterQueueOptions;
  readonly #waiting = new Set<number>();
  readonly #failed = new Set<number>();
  readonly #disposed = new AbortController();
  #running = false;

  constructor(options: PosterQueueOptions) {
    this.#options = options;
  }

  add(id: number): void {
    if (this.#failed.has(id) || this.#disposed.signal.aborted) return;
    this.#waiting.add(id);
    if (!this.#running) void this.#run();
  }

  dispose(): void {
    this.#disposed.abort();
    this.#waiting.clear();
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (const id of this.#waiting) {
      this.#waiting.delete(id);
      if (!this.#options.isWanted(id)) continue;
      const made = await this.#options.make(id, this.#disposed.signal);
      if (this.#disposed.signal.aborted) break;
      if (made) this.#options.made(id);
      else this.#failed.add(id);
    }
    this.#running = false;
  }
}
