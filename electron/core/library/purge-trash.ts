import type { Clock, Log, SettingsStore } from '../ports.ts';
import type { Library } from './library.ts';

/** Not while the window opens; and again while the studio stays open. */
const firstAfterMs = 60_000;
const againAfterMs = 6 * 3_600_000;

/** Empties the trash of what has been in it for as many days as the settings say. Returns the way to stop. */
export function startPurging(deps: {
  readonly library: Library;
  readonly settings: SettingsStore;
  readonly clock: Clock;
  readonly log: Log;
}): () => void {
  const stopped = new AbortController();
  let callOff = deps.clock.after(firstAfterMs, purge);

  function purge(): void {
    const { trashDays } = deps.settings.get();
    const purged = trashDays === null ? Promise.resolve(0) : deps.library.purge(trashDays, stopped.signal);
    void purged
      .then((count) => count > 0 && deps.log.info('Trash purged', { count }))
      .catch((error: unknown) => stopped.signal.aborted || deps.log.error('Trash not purged', error));
    callOff = deps.clock.after(againAfterMs, purge);
  }

  return () => {
    stopped.abort();
    callOff();
  };
}
