import { secretKeyOf, type Deps } from './deps.ts';

/** Wakes the worker at once instead of at the next minute. Best effort: cron comes anyway. */
export function kickWorker({ project, fetch: fetcher, waitUntil }: Deps): void {
  const apikey = secretKeyOf(project);
  const call = fetcher(`${project.url}/functions/v1/job-worker`, {
    method: 'POST',
    headers: { apikey, 'content-type': 'application/json' },
    body: '{}',
  });
  waitUntil(call.then((response) => response.body?.cancel()));
}
