import { useEffect } from 'react';
import { create } from 'zustand';
import type { AppInfo } from '../../shared/contract.ts';
import type { QueueStatus } from '../../shared/domain/job.ts';
import type { ListedModel } from '../../shared/domain/model.ts';
import type { ProviderStatus } from '../../shared/domain/provider.ts';
import { request, subscribe } from '../bridge/client.ts';

/** Answers of the core that several features show: asked at first use, asked again when an event says so. */

type LiveQuery<T> = {
  /** The latest answer; null until the first one. */
  readonly use: () => T | null;
  readonly refresh: () => Promise<void>;
};

/**
 * @param load asks the core
 * @param listen called once: says when to ask again, or takes the new answer from an event
 */
function liveQuery<T>(
  load: () => Promise<T>,
  listen: (askAgain: () => void, take: (value: T) => void) => void,
): LiveQuery<T> {
  const useStore = create<{ readonly value: T | null }>(() => ({ value: null }));
  let started = false;
  let newest = 0;

  const refresh = async () => {
    const turn = ++newest;
    const value = await load();
    // An answer that was overtaken by a later one is old news.
    if (turn === newest) useStore.setState({ value });
  };
  const start = () => {
    if (started) return;
    started = true;
    listen(
      () => void refresh(),
      (value) => {
        newest++;
        useStore.setState({ value });
      },
    );
    void refresh();
  };
  const use = () => {
    useEffect(start, []);
    return useStore((state) => state.value);
  };
  return { use, refresh };
}

const providers = liveQuery(
  () => request('providers.list', {}),
  (askAgain) => subscribe('providers.changed', askAgain),
);
const models = liveQuery(
  () => request('models.list', {}),
  (askAgain) => {
    subscribe('models.changed', askAgain);
    // A key or a server address brings models with it.
    subscribe('providers.changed', askAgain);
  },
);
const appInfo = liveQuery(
  () => request('app.info', {}),
  () => {},
);
const queueStatus = liveQuery(
  () => request('jobs.status', {}),
  (_, take) => subscribe('queue.changed', take),
);

export function useProviders(): readonly ProviderStatus[] | null {
  return providers.use();
}

export function useModels(): readonly ListedModel[] | null {
  return models.use();
}

export function useAppInfo(): AppInfo | null {
  return appInfo.use();
}

export function useQueueStatus(): QueueStatus | null {
  return queueStatus.use();
}
