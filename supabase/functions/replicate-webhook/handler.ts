import { z } from 'zod';
import { allowMethods, readText } from '../_shared/body.ts';
import { required, type Deps } from '../_shared/deps.ts';
import { isSame } from '../_shared/hmac.ts';
import { job as jobRow } from '../_shared/job.ts';
import { createProviders } from '../_shared/providers/create-providers.ts';
import { outcomeOf, readPrediction, type Prediction } from '../_shared/providers/replicate.ts';
import { Refusal } from '../_shared/refusal.ts';
import { json, type Handler } from '../_shared/respond.ts';
import { settle } from '../_shared/run-job.ts';
import { verifySignature } from '../_shared/standard-webhook.ts';
import { webhookToken } from '../_shared/webhook-token.ts';

const maxBytes = 4 * 1024 * 1024;

/**
 * `POST /replicate-webhook?job=…&token=…`, by Replicate. The signature says that Replicate sent it, the token that the
 * address is ours for this job. In any order and any number of times: the row decides.
 */
export function createHandler(deps: Deps): Handler {
  const providers = createProviders(deps);
  return async (request) => {
    allowMethods(request, 'POST');
    const body = await readText(request, maxBytes);
    const secret = required(deps.env, 'REPLICATE_WEBHOOK_SECRET');
    if (!(await verifySignature(request.headers, body, secret, deps.now())))
      throw new Refusal(400, 'bad_signature');
    const { searchParams } = new URL(request.url);
    const id = z.uuid().safeParse(searchParams.get('job'));
    const token = searchParams.get('token') ?? '';
    if (!id.success || !isSame(token, await webhookToken(id.data, deps.project)))
      throw new Refusal(400, 'unknown_job');
    const job = await deps.database.row('jobs', { id: id.data }, jobRow);
    if (!job) throw new Refusal(400, 'unknown_job');
    const prediction = parse(body);
    // A second submission of the same job after a lost answer: the first one that is known is the job's.
    if (job.provider_id !== null && job.provider_id !== prediction.id) return json({ ignored: true });
    await settle({ ...job, lease_id: null }, outcomeOf(prediction, deps.fetch), { ...deps, providers });
    return json({ received: true });
  };
}

function parse(body: string): Prediction {
  try {
    return readPrediction(JSON.parse(body));
  } catch (error) {
    throw new Refusal(422, 'invalid_body', {
      reason: error instanceof SyntaxError ? 'It is not JSON.' : 'It is no prediction.',
    });
  }
}
