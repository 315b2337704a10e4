import { z } from 'zod';
import { allowMethods, readBody } from '../_shared/body.ts';
import type { Deps } from '../_shared/deps.ts';
import { job as jobRow } from '../_shared/job.ts';
import { createProviders } from '../_shared/providers/create-providers.ts';
import { json, type Handler } from '../_shared/respond.ts';
import { runJob, type RunJobDeps } from '../_shared/run-job.ts';
import { onlyService } from '../_shared/who.ts';

const order = z.object({ limit: z.number().int().min(1).max(20).default(5) });

/**
 * `POST /job-worker`, by cron every minute and by `jobs` at once: claims what waits and goes on with it after the
 * answer. A worker that is killed leaves its leases to run out.
 */
export function createHandler(deps: Deps): Handler {
  const withProviders: RunJobDeps = { ...deps, providers: createProviders(deps) };
  return async (request) => {
    allowMethods(request, 'POST');
    await onlyService(request, deps);
    const { limit } = await readBody(request, order);
    const claimed = await deps.database.call('svc_job_claim', { p_limit: limit }, z.array(jobRow));
    const signal = AbortSignal.timeout(145_000);
    deps.waitUntil(
      Promise.all(
        claimed.map((job) =>
          // Nothing is written: the lease runs out, and the next worker asks the provider what became of it.
          runJob(job, withProviders, signal).catch((error: unknown) =>
            deps.log.error('A job was left', error),
          ),
        ),
      ),
    );
    return json({ claimed: claimed.length }, 202);
  };
}
