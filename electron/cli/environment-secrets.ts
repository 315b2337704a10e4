import type { Secrets } from '../core/ports.ts';

const variables: Readonly<Record<string, string>> = {
  'provider.openai': 'OPENAI_API_KEY',
  'provider.replicate': 'REPLICATE_API_TOKEN',
};

/** The command line reads keys from the environment and stores none: the app's keys stay with the system. */
export function createEnvironmentSecrets(env: NodeJS.ProcessEnv): Secrets {
  const read = (name: string) => env[variables[name] ?? '']?.trim() || null;
  return {
    get: async (name) => read(name),
    async describe(name) {
      const value = read(name);
      return value ? { hint: value.slice(-4), storage: 'environment' } : null;
    },
    set: async () => ({ kind: 'refused', reason: 'On the command line, keys are given in the environment.' }),
    remove: async () => undefined,
  };
}
