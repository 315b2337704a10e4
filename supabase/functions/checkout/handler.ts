import type Stripe from 'stripe';
import { z } from 'zod';
import { allowMethods, readBody } from '../_shared/body.ts';
import type { Deps } from '../_shared/deps.ts';
import { limitRate } from '../_shared/rate-limit.ts';
import { json, type Handler } from '../_shared/respond.ts';
import { siteAddress } from '../_shared/site-address.ts';
import { createStripe } from '../_shared/stripe-client.ts';
import { signedIn } from '../_shared/who.ts';

const order = z.object({
  price: z.enum(['pro_month', 'pro_year', 'lifetime', 'pack_500', 'pack_2000', 'pack_10000']),
  /** Made by the client: pressing twice opens one checkout. */
  request_id: z.uuid(),
});

const offer = z.object({
  account_id: z.uuid(),
  customer: z.string().nullable(),
  price_id: z.string(),
  mode: z.enum(['subscription', 'payment']),
  plan: z.string().nullable(),
  pack_credits: z.number().int().nullable(),
});
type Offer = z.infer<typeof offer>;

/** `POST /checkout` → `{ url }` of Stripe's own page, for the person's browser. No card ever comes near us. */
export function createHandler(deps: Deps): Handler {
  const stripe = createStripe(deps);
  return async (request) => {
    allowMethods(request, 'POST');
    const user = await signedIn(request, deps);
    const { price, request_id: requestId } = await readBody(request, order);
    await limitRate(`checkout:${user}`, { most: 20, seconds: 3600 }, deps);
    const offered = await deps.database.call('svc_checkout_begin', { p_user: user, p_lookup: price }, offer);
    const customer = offered.customer ?? (await makeCustomer(user, offered, stripe, deps));
    const session = await stripe.checkout.sessions.create(sessionOf(offered, price, customer, deps), {
      idempotencyKey: `checkout:${requestId}`,
    });
    return json({ url: session.url });
  };
}

async function makeCustomer(user: string, { account_id: account }: Offer, stripe: Stripe, deps: Deps) {
  const { data } = await deps.users.getUserById(user);
  const customer = await stripe.customers.create(
    { ...(data.user?.email ? { email: data.user.email } : {}), metadata: { account } },
    { idempotencyKey: `customer:${account}` },
  );
  return await deps.database.call('svc_stripe_link', { p_user: user, p_customer: customer.id }, z.string());
}

function sessionOf(
  { account_id: account, price_id: price, mode, plan, pack_credits: credits }: Offer,
  lookup: string,
  customer: string,
  { env }: Deps,
): Stripe.Checkout.SessionCreateParams {
  const metadata = {
    account,
    lookup,
    ...(plan ? { plan } : {}),
    ...(credits ? { pack_credits: String(credits) } : {}),
  };
  return {
    mode,
    customer,
    client_reference_id: account,
    metadata,
    line_items: [{ price, quantity: 1 }],
    success_url: siteAddress('/billing/done/', env),
    cancel_url: siteAddress('/billing/cancelled/', env),
    // The person gets an invoice for every purchase.
    ...(mode === 'subscription'
      ? { subscription_data: { metadata } }
      : { invoice_creation: { enabled: true }, payment_intent_data: { metadata } }),
    ...taxOf(env('STRIPE_TAX')),
  };
}

/** `automatic`: Stripe computes it. `managed`: Stripe sells in its own name and owes it. */
function taxOf(setting: string | undefined): Partial<Stripe.Checkout.SessionCreateParams> {
  if (setting === 'automatic')
    return { automatic_tax: { enabled: true }, customer_update: { address: 'auto', name: 'auto' } };
  return setting === 'managed' ? { managed_payments: { enabled: true } } : {};
}
