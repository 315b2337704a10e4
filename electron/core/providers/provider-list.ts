import type { ProviderId, ProviderStatus } from '../../../shared/domain/provider.ts';

/** What the person sees of each provider; the order of the pickers. */
export const providerFacts = [
  { id: 'sketch', name: 'Sketch', auth: 'none', sendsTo: 'this computer', keyPage: null },
  {
    id: 'openai',
    name: 'OpenAI',
    auth: 'key',
    sendsTo: 'OpenAI (api.openai.com, United States)',
    keyPage: 'https://platform.openai.com/api-keys',
  },
  {
    id: 'replicate',
    name: 'Replicate',
    auth: 'key',
    sendsTo: 'Replicate (api.replicate.com, United States)',
    keyPage: 'https://replicate.com/account/api-tokens',
  },
  {
    id: 'local-server',
    name: 'Local server',
    auth: 'address',
    sendsTo: 'the server at the address you set',
    keyPage: null,
  },
] as const satisfies readonly (Pick<ProviderStatus, 'name' | 'auth' | 'sendsTo' | 'keyPage'> & {
  id: ProviderId;
})[];

/** Under which name a provider's key rests in the secrets port. */
export function secretName(provider: ProviderId): string {
  return `provider.${provider}`;
}

export function providerName(id: ProviderId): string {
  return providerFacts.find((entry) => entry.id === id)?.name ?? id;
}
