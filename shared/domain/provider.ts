import { z } from 'zod';

/** Where a job runs. `sketch` is built in and procedural; `local-server` is on the person's own machine or network. */
export const providerId = z.enum(['sketch', 'openai', 'replicate', 'local-server']);
export type ProviderId = z.infer<typeof providerId>;

/** Where a creation comes from: the provider that made it, or `import`, a file of which no provider is known. */
export const creationOrigin = z.enum([...providerId.options, 'import']);
export type CreationOrigin = z.infer<typeof creationOrigin>;

/** Kinds of local server that can be told apart from their address alone. */
export const localServerKind = z.enum([
  'openai-compatible',
  'automatic1111',
  'stable-diffusion-cpp',
  'comfyui',
]);
export type LocalServerKind = z.infer<typeof localServerKind>;

/**
 * Where a key rests. `keychain`: encrypted by the operating system. `plain-consented`: this Linux has no keyring and
 * the person agreed to weaker protection. `memory`: kept until the studio quits.
 */
export const keyStorage = z.enum(['keychain', 'plain-consented', 'memory', 'environment']);
export type KeyStorage = z.infer<typeof keyStorage>;

export const providerStatus = z.object({
  id: providerId,
  name: z.string(),
  /** Ready to take jobs: it needs no key, or has one, or a server address is set. */
  configured: z.boolean(),
  auth: z.enum(['none', 'key', 'address']),
  /** The last four characters of the key; never more. */
  keyHint: z.string().max(4).nullable(),
  keyStorage: keyStorage.nullable(),
  /** Base address of the local server. */
  address: z.string().nullable(),
  serverKind: localServerKind.nullable(),
  paused: z.boolean(),
  /** Whose machines a prompt reaches; shown before the first use. */
  sendsTo: z.string(),
  keyPage: z.url().nullable(),
  acknowledged: z.boolean(),
});
export type ProviderStatus = z.infer<typeof providerStatus>;
