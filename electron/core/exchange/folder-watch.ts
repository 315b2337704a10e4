import { type FSWatcher, watch } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { WatchState } from '../../../shared/domain/exchange.ts';
import type { Clock } from '../ports.ts';

export type WatchTiming = {
  /** A folder is looked into when nothing has happened in it for so long. */
  readonly quietMs: number;
  /** … but no later than this after the first thing that happened. */
  readonly patienceMs: number;
  /** How often a folder that is not there is looked for. */
  readonly retryMs: number;
  /** How often everything is looked at again: some file systems tell of no changes, and some of not all. */
  readonly rescanMs: number;
};

export const watchTiming: WatchTiming = {
  quietMs: 1000,
  patienceMs: 10_000,
  retryMs: 5000,
  rescanMs: 10 * 60_000,
};

/** More paths than this, and the whole folder is looked at instead. */
const maxPaths = 1000;

/**
 * Follows one folder. Tells where something may be new; finding out what is `look`'s part, which is called again only
 * when it has ended.
 * @param look gets files and folders in `path`, or `path` itself
 */
export function followFolder(
  path: string,
  deps: {
    readonly clock: Clock;
    readonly timing: WatchTiming;
    readonly look: (roots: readonly string[]) => Promise<void>;
    readonly told: (state: WatchState) => void;
  },
) {
  const { clock, timing } = deps;
  let state: WatchState = 'missing';
  let watcher: FSWatcher | null = null;
  /** Tells the folder from another one of the same name: an empty place where a drive was. */
  let identity = '';
  let pending = new Set<string>();
  let firstAt = 0;
  let looking = false;
  let closed = false;
  let callOffLook: (() => void) | undefined;
  let callOffVisit: (() => void) | undefined;

  function become(next: WatchState): void {
    if (closed || next === state) return;
    state = next;
    deps.told(next);
  }

  /** Sees whether the folder is there, follows it if so, and comes again. */
  async function visit(): Promise<void> {
    callOffVisit?.();
    const found = await identify(path);
    if (closed) return;
    if (found.state !== 'watching') {
      stopWatching();
      become(found.state);
      callOffVisit = clock.after(timing.retryMs, () => void visit());
      return;
    }
    if (found.identity !== identity || !watcher) {
      stopWatching();
      identity = found.identity;
      startWatching();
    }
    become('watching');
    look(path, 0);
    callOffVisit = clock.after(timing.rescanMs, () => void visit());
  }

  function startWatching(): void {
    try {
      watcher = watch(path, { recursive: true, persistent: false }, (_event, name) =>
        look(name === null ? path : join(path, name), timing.quietMs),
      );
      watcher.on('error', () => {
        stopWatching();
        // Gone, or too many folders for this system to follow: then what is new is found by looking again.
        callOffVisit?.();
        callOffVisit = clock.after(timing.retryMs, () => void visit());
      });
    } catch {
      watcher = null;
    }
  }

  function stopWatching(): void {
    watcher?.close();
    watcher = null;
    identity = '';
  }

  function look(at: string, inMs: number): void {
    if (closed) return;
    if (pending.size === 0) firstAt = clock.now();
    pending.add(at);
    if (pending.size > maxPaths) pending = new Set([path]);
    if (looking) return;
    const patience = Math.max(0, timing.patienceMs - Math.abs(clock.now() - firstAt));
    callOffLook?.();
    callOffLook = clock.after(Math.min(inMs, patience), () => void lookNow());
  }

  async function lookNow(): Promise<void> {
    if (looking || closed || pending.size === 0) return;
    looking = true;
    const roots = pending.has(path) ? [path] : [...pending];
    pending = new Set();
    try {
      await deps.look(roots);
    } finally {
      looking = false;
    }
    if ((await identify(path)).identity !== identity) void visit();
    else if (pending.size > 0) look([...pending][0] ?? path, timing.quietMs);
  }

  void visit();

  return {
    state: () => state,
    /** Something there must be looked at in a moment, such as a file that is still being written. */
    lookLater: (at: string, inMs: number): void => look(at, inMs),
    close(): void {
      closed = true;
      stopWatching();
      callOffLook?.();
      callOffVisit?.();
    },
  };
}
export type FollowedFolder = ReturnType<typeof followFolder>;

async function identify(path: string): Promise<{ readonly state: WatchState; readonly identity: string }> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return { state: 'missing', identity: '' };
    const entries = await opendir(path);
    await entries.close();
    return { state: 'watching', identity: `${found.dev}/${found.ino}` };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    return { state: code === 'EACCES' || code === 'EPERM' ? 'unreadable' : 'missing', identity: '' };
  }
}
