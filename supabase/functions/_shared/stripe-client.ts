import { Stripe } from 'stripe';
import { required, type Deps } from './deps.ts';

/** Stripe's own package over `fetch`; `STRIPE_API_BASE` leads to a stand-in. */
export function createStripe({ env, fetch: fetcher }: Pick<Deps, 'env' | 'fetch'>): Stripe {
  const base = env('STRIPE_API_BASE');
  const at = base ? new URL(base) : undefined;
  return new Stripe(required(env, 'STRIPE_SECRET_KEY'), {
    httpClient: Stripe.createFetchHttpClient(fetcher),
    maxNetworkRetries: 2,
    timeout: 20_000,
    telemetry: false,
    ...(at
      ? {
          host: at.hostname,
          port: at.port || (at.protocol === 'http:' ? '80' : '443'),
          protocol: at.protocol === 'http:' ? ('http' as const) : ('https' as const),
        }
      : {}),
  });
}
