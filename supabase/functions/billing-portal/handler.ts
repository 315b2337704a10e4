import { z } from 'zod';
import { allowMethods } from '../_shared/body.ts';
import type { Deps } from '../_shared/deps.ts';
import { limitRate } from '../_shared/rate-limit.ts';
import { Refusal } from '../_shared/refusal.ts';
import { json, type Handler } from '../_shared/respond.ts';
import { siteAddress } from '../_shared/site-address.ts';
import { createStripe } from '../_shared/stripe-client.ts';
import { signedIn } from '../_shared/who.ts';

const account = z.object({ stripe_customer_id: z.string().nullable() });

/** `POST /billing-portal` → `{ url }`: invoices, payment methods, changing and ending a plan, on Stripe's own pages. */
export function createHandler(deps: Deps): Handler {
  const stripe = createStripe(deps);
  return async (request) => {
    allowMethods(request, 'POST');
    const user = await signedIn(request, deps);
    await limitRate(`portal:${user}`, { most: 30, seconds: 3600 }, deps);
    const found = await deps.database.row('accounts', { user_id: user }, account);
    if (!found?.stripe_customer_id) throw new Refusal(404, 'nothing_bought_yet');
    const session = await stripe.billingPortal.sessions.create({
      customer: found.stripe_customer_id,
      return_url: siteAddress('/billing/done/', deps.env),
    });
    return json({ url: session.url });
  };
}
