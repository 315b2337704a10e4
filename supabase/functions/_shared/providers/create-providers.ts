import { createOpenAiClient, createOpenAiProvider } from './openai.ts';
import type { Deps } from '../deps.ts';
import { functionAddress } from '../function-address.ts';
import { webhookToken } from '../webhook-token.ts';
import type { CloudProvider } from './provider.ts';
import { createReplicateProvider } from './replicate.ts';
import { sketch } from './sketch.ts';

/** The providers that this project has keys for. */
export function createProviders(deps: Deps): ReadonlyMap<string, CloudProvider> {
  const { env, fetch: fetcher, project } = deps;
  const providers = new Map<string, CloudProvider>([['sketch', sketch]]);
  const openAiKey = env('OPENAI_API_KEY');
  if (openAiKey) {
    const client = createOpenAiClient(openAiKey, env('OPENAI_BASE_URL'), fetcher);
    providers.set('openai', createOpenAiProvider(client));
  }
  const token = env('REPLICATE_API_TOKEN');
  if (token) {
    const provider = createReplicateProvider({
      token,
      fetch: fetcher,
      baseUrl: env('REPLICATE_BASE_URL'),
      now: deps.now,
      webhookOf: async (jobId) =>
        functionAddress(`replicate-webhook?job=${jobId}&token=${await webhookToken(jobId, project)}`, deps),
    });
    providers.set('replicate', provider);
  }
  return providers;
}
