import type { ProviderId } from '../../../shared/domain/provider.ts';
import { request } from '../../bridge/client.ts';

/** Where credit is added with each provider. */
const pages: Readonly<Partial<Record<ProviderId, string>>> = {
  openai: 'https://platform.openai.com/settings/organization/billing/overview',
  replicate: 'https://replicate.com/account/billing',
};

export function billingPageOf(provider: ProviderId): string | undefined {
  return pages[provider];
}

/** In the system browser; nothing where the provider has no such page. */
export function openBillingPage(provider: ProviderId): void {
  const url = pages[provider];
  if (url !== undefined) void request('app.openExternal', { url });
}
