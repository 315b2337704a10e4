/** A call that only a desktop could show: kept for specs to read, nothing else happens. */
interface RecordedCall {
  readonly api: string;
  readonly args: readonly unknown[];
}

const calls: RecordedCall[] = [];
Object.assign(globalThis, { electronStandin: { calls } });

/** Remembers a call. Specs read them in the main process as `globalThis.electronStandin.calls`. */
export function record(api: string, ...args: unknown[]): void {
  calls.push({ api, args });
}

/** A function that records its arguments and answers `value`. */
export function recorder<T>(api: string, value: T): (...args: unknown[]) => T {
  return (...args) => {
    record(api, ...args);
    return value;
  };
}
