export type RunningCloud = {
  /** Resolves with a sentence when a part of it has ended. */
  readonly ended: Promise<string>;
  readonly stop: () => Promise<void>;
};

/**
 * Runs a cloud and the app that uses it until either ends, or both are told to; then ends the other.
 * @param options.openApp runs the app until it ends or its signal tells it to; answers its exit code
 * @param options.complain hears why, when it was the cloud that ended
 * @returns the app's exit code; 1 when the cloud ended by itself, 0 when both were told to
 */
export async function runTogether<C extends RunningCloud>(options: {
  readonly startCloud: () => Promise<C>;
  readonly openApp: (cloud: C, stop: AbortSignal) => Promise<number>;
  readonly complain: (why: string) => void;
  readonly stop: AbortSignal;
}): Promise<number> {
  const { startCloud, openApp, complain, stop } = options;
  const cloud = await startCloud();
  const broken = new AbortController();
  let over = false;
  void cloud.ended.then((why) => {
    if (over || stop.aborted) return;
    complain(why);
    broken.abort();
  });
  try {
    const code = stop.aborted ? 0 : await openApp(cloud, AbortSignal.any([stop, broken.signal]));
    if (broken.signal.aborted) return 1;
    return stop.aborted ? 0 : code;
  } finally {
    over = true;
    await cloud.stop();
  }
}
