import { z } from 'zod';
import { fail, type Failure } from '../../../../shared/domain/failure.ts';
import type { ModelEntry } from '../../../../shared/domain/model.ts';
import { err, ok, type Result } from '../../../../shared/result.ts';
import type { Provider, ProviderRequest, RunContext, Submission } from '../provider.ts';
import { createReplicateClient, type ReplicateDeps } from './client.ts';
import { findPrediction } from './find.ts';
import { followPrediction } from './follow.ts';
import { predictionInput } from './inputs.ts';
import { fetchModel, refreshModel } from './models.ts';
import { prediction } from './prediction.ts';

export type ReplicateProvider = Provider &
  Required<Pick<Provider, 'follow' | 'find' | 'cancel' | 'listModels'>> & {
    /** A model by `owner/name`, or by its page's address, for the person's own list. */
    fetchModel(slug: string, signal: AbortSignal): Promise<Result<ModelEntry, Failure>>;
  };

const account = z.object({ username: z.string() });

/** @param deps.models the models to refresh with `listModels` */
export function createReplicateProvider(
  deps: ReplicateDeps & { readonly models: () => readonly ModelEntry[] },
): ReplicateProvider {
  const client = createReplicateClient(deps);

  async function submit(request: ProviderRequest, context: RunContext): Promise<Result<Submission, Failure>> {
    const input = await predictionInput(request, client, context.signal);
    if (!input.ok) return input;
    const { slug, version, media, successor } = request.model;
    const path = version ? '/predictions' : `/models/${slug}/predictions`;
    const body = { ...(version ? { version } : {}), input: input.value };
    const created = await client.create(path, prediction, body, cancelAfter[media], context.signal);
    if (created.ok) return ok({ kind: 'accepted', remoteId: created.value.id });
    if (created.error.code === 'outcome_unknown' || created.error.code === 'timed_out') {
      return recover(created.error, request, context);
    }
    return err(
      created.error.code === 'model_gone' && successor ? { ...created.error, successor } : created.error,
    );
  }

  /** The answer to a submission was lost: asks at once whether it arrived, so that the person need not. */
  async function recover(
    lost: Failure,
    request: ProviderRequest,
    context: RunContext,
  ): Promise<Result<Submission, Failure>> {
    const found = await findPrediction(request, client, deps, context.signal);
    if (!found.ok) return err(lost);
    if (found.value === null) return err(fail('network', 'no', lost.detail ? { detail: lost.detail } : {}));
    return ok({ kind: 'accepted', remoteId: found.value });
  }

  return {
    id: 'replicate',
    name: 'Replicate',
    concurrency: 4,
    repeatable: false,
    submit,
    follow: (remoteId, request, context) => followPrediction(remoteId, request, client, deps, context),
    find: (request, context) => findPrediction(request, client, deps, context.signal),
    async cancel(remoteId, _request, signal) {
      const answered = await client.post(
        `/predictions/${encodeURIComponent(remoteId)}/cancel`,
        z.unknown(),
        signal,
      );
      // 404: already gone; refused as invalid: already over.
      if (answered.ok || ['model_gone', 'invalid_input'].includes(answered.error.code)) return ok(undefined);
      return answered;
    },
    async check(signal) {
      const who = await client.get('/account', account, signal);
      return who.ok ? ok({ account: who.value.username }) : who;
    },
    async listModels(signal) {
      const refreshed: ModelEntry[] = [];
      for (const entry of deps.models()) {
        const fresh = await refreshModel(entry, client, signal);
        if (fresh.ok) refreshed.push(fresh.value);
        else if (fresh.error.code !== 'model_gone' && fresh.error.code !== 'invalid_input') return fresh;
      }
      return ok(refreshed);
    },
    fetchModel: (slug, signal) => fetchModel(slug, client, signal),
  };
}

/** Replicate gives up for us after this long (`Cancel-After`), also when the studio is not running any more. */
const cancelAfter = { image: '30m', video: '60m' } as const;
