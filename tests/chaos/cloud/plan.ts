import { runCase, type CaseResult } from './run-case.ts';
import { openStage } from './stage.ts';
import { moments, type Kill } from './turnstile.ts';
import { ways, type Way } from './ways.ts';

/** Every way, killed at every call that it makes, and after all. @param only the names of the ways */
export async function everyCall(
  only: RegExp,
  tell: (result: CaseResult) => void,
): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  const take = (result: CaseResult) => {
    results.push(result);
    tell(result);
  };
  for (const way of ways.filter(({ name }) => only.test(name))) {
    // A stage of its own: what others bought would lengthen what the billing worker looks at.
    const stage = await openStage();
    try {
      const life = await runCase(stage, way, null);
      take(life);
      const kills = life.calls.flatMap((call) => moments.map((moment): Kill => ({ call, moment })));
      for (const kill of [...kills, 'end'] as const) take(await runCase(stage, way, kill));
    } finally {
      await stage.close();
    }
  }
  return results;
}

const before = (call: string): Kill => ({ call, moment: 'before' });
const unanswered = (call: string): Kill => ({ call, moment: 'unanswered' });
const firstFile = 'POST /storage/v1/object/creations/:id/:id/0.png';
const predictions = 'POST /replicate/v1/models/black-forest-labs/flux-schnell/predictions';

/** Where money changes hands, short enough for every run of the tests. */
const edges: Readonly<Record<string, readonly Kill[]>> = {
  'sketch job': [unanswered('svc_job_create'), before('svc_job_finish')],
  'openai job': [
    unanswered('svc_job_submitting'),
    unanswered('POST /openai/v1/images/generations'),
    unanswered(firstFile),
    before('svc_job_finish'),
  ],
  'openai job, app gone': [before('POST /functions/v1/job-worker')],
  'replicate job, no webhooks': [unanswered(predictions), before('svc_job_finish')],
  'replicate job': [unanswered('svc_job_heard'), unanswered(firstFile)],
  'replicate job, webhooks first': [unanswered(predictions)],
  'cancelled job': [before('svc_job_fail')],
  pack: [unanswered('POST /v1/customers'), unanswered('svc_stripe_apply')],
  'pack, refunded': [unanswered('svc_stripe_apply #2')],
  'subscription, events lost': [unanswered('svc_stripe_reconcile')],
  publish: [before('svc_publish_finish')],
  'publish, app gone': [unanswered('POST /storage/v1/object/gallery/:id/:id.webp')],
  erase: [unanswered('DELETE /storage/v1/object/creations'), unanswered('DELETE /auth/v1/admin/users/:id')],
};

export async function shortList(): Promise<readonly CaseResult[]> {
  const stage = await openStage();
  const results: CaseResult[] = [];
  try {
    for (const [name, kills] of Object.entries(edges))
      for (const kill of kills) results.push(await runCase(stage, wayOf(name), kill));
  } finally {
    await stage.close();
  }
  return results;
}

function wayOf(name: string): Way {
  const way = ways.find((entry) => entry.name === name);
  if (!way) throw new Error(`There is no way ${name}`);
  return way;
}
