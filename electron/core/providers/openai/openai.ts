import type { Provider, ProviderDeps } from '../provider.ts';

export type OpenAIDeps = ProviderDeps & {
  readonly readKey: () => Promise<string | null>;
  readonly baseUrl?: string;
};

/** OpenAI's images. Its SDK is a third of all the studio's code, so it is loaded when something is sent. */
export function createOpenAIProvider(deps: OpenAIDeps): Provider {
  const calls = async () => (await import('./openai-calls.ts')).createOpenAICalls(deps);
  return {
    id: 'openai',
    name: 'OpenAI',
    concurrency: 3,
    repeatable: false,
    submit: async (request, context) => (await calls()).submit(request, context),
    check: async (signal) => (await calls()).check(signal),
  };
}
