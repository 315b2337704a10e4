import { useEffect, useRef, useState } from 'react';
import type { StorageProgress } from '../../../shared/domain/storage.ts';
import { isCancelled, subscribe } from '../../bridge/client.ts';

type StorageTask = {
  readonly running: boolean;
  /** 0–1; null while nobody can tell. */
  readonly fraction: number | null;
  /** One at a time. A cancelled task ends without a word; anything else it throws goes on to the window's handler. */
  readonly run: (work: (signal: AbortSignal) => Promise<void>) => void;
  readonly cancel: () => void;
};

/** A long task of the core with its progress. Leaving the page calls it off. */
export function useStorageTask(task: StorageProgress['task']): StorageTask {
  const own = useRef<AbortController | null>(null);
  const [running, setRunning] = useState(false);
  const [fraction, setFraction] = useState<number | null>(null);

  useEffect(
    () =>
      subscribe('storage.progress', (progress) => {
        if (progress.task === task) setFraction(fractionOf(progress));
      }),
    [task],
  );
  useEffect(() => () => own.current?.abort(), []);

  const run: StorageTask['run'] = (work) => {
    if (own.current) return;
    const started = new AbortController();
    own.current = started;
    setFraction(null);
    setRunning(true);
    void work(started.signal)
      .catch((error: unknown) => {
        if (!isCancelled(error)) throw error;
      })
      .finally(() => {
        own.current = null;
        setRunning(false);
      });
  };
  return { running, fraction, run, cancel: () => own.current?.abort() };
}

export function fractionOf({
  done,
  total,
}: {
  readonly done: number;
  readonly total: number;
}): number | null {
  return total > 0 ? Math.min(1, done / total) : null;
}
