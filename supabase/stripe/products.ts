// `npm run stripe:products`: makes the products and prices that VideoPicAI sells, and tells the database their ids. Run it
// again after changing a price: a new one is made, and subscriptions that pay the old one go on paying it.
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { Stripe } from 'stripe';

/** What is sold, by the name the app asks for. Amounts in cents; change them here. */
export const offers = [
  { lookup: 'pro_month', product: 'VideoPicAI Pro, monthly', cents: 1500, interval: 'month' },
  { lookup: 'pro_year', product: 'VideoPicAI Pro, yearly', cents: 15_000, interval: 'year' },
  { lookup: 'lifetime', product: 'VideoPicAI Lifetime', cents: 24_900, interval: null },
  { lookup: 'pack_500', product: '500 credits', cents: 600, interval: null },
  { lookup: 'pack_2000', product: '2,000 credits', cents: 2000, interval: null },
  { lookup: 'pack_10000', product: '10,000 credits', cents: 9000, interval: null },
] as const;

/**
 * Makes what is missing; running it twice changes nothing.
 * @returns the price's id of every offer
 */
export async function makeProducts(stripe: Stripe, currency = 'usd'): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const offer of offers) ids.set(offer.lookup, await priceFor(stripe, offer, currency));
  return ids;
}

async function priceFor(stripe: Stripe, offer: (typeof offers)[number], currency: string): Promise<string> {
  const product = await productFor(stripe, `videopicai_${offer.lookup}`, offer.product);
  const { data } = await stripe.prices.list({ lookup_keys: [offer.lookup], limit: 1 });
  const [sold] = data;
  if (sold?.unit_amount === offer.cents && sold.currency === currency) return sold.id;
  const price = await stripe.prices.create({
    product,
    currency,
    unit_amount: offer.cents,
    lookup_key: offer.lookup,
    transfer_lookup_key: true,
    ...(offer.interval === null ? {} : { recurring: { interval: offer.interval } }),
  });
  return price.id;
}

async function productFor(stripe: Stripe, id: string, name: string): Promise<string> {
  try {
    return (await stripe.products.retrieve(id)).id;
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing'))
      throw error;
    return (await stripe.products.create({ id, name })).id;
  }
}

/** Tells the database which price is sold under which name. */
export async function tellDatabase(
  admin: SupabaseClient,
  prices: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [lookup, price] of prices) {
    const { error } = await admin.rpc('svc_stripe_price_set', { p_lookup: lookup, p_price_id: price });
    if (error) throw new Error(`${lookup}: ${error.message}`);
  }
}

if (import.meta.main) {
  const setting = (name: string): string => {
    const value = process.env[name];
    if (!value) throw new Error(`Set ${name} first.`);
    return value;
  };
  const base = process.env['STRIPE_API_BASE'] ? new URL(process.env['STRIPE_API_BASE']) : undefined;
  const stripe = new Stripe(
    setting('STRIPE_SECRET_KEY'),
    base ? { host: base.hostname, port: base.port, protocol: 'http' } : {},
  );
  const admin = createClient(setting('SUPABASE_URL'), setting('SUPABASE_SECRET_KEY'));
  const prices = await makeProducts(stripe, process.env['STRIPE_CURRENCY'] ?? 'usd');
  await tellDatabase(admin, prices);
  for (const [lookup, price] of prices) console.log(`${lookup.padEnd(12)} ${price}`);
}
