import type { Stripe } from 'stripe';
import { z } from 'zod';
import type { Deps } from '../_shared/deps.ts';
import { isGone } from './reconcile.ts';

/** Each is a call of Stripe; the rest is for the next run. */
const paymentsPerRun = 100;
const list = 'payments';

const cursor = z.object({ after: z.string().nullable() });
const payment = z.object({ id: z.number(), source_id: z.string(), amount: z.number() });
type Payment = z.infer<typeof payment>;

/**
 * The other way round: everything that we gave for money was paid for at Stripe. What was not is told to a person, and
 * nothing is taken away by itself.
 */
export async function checkPayments(stripe: Stripe, { database }: Deps): Promise<void> {
  const { after } = await database.call('svc_stripe_cursor', { p_list: list }, cursor);
  const known = await database.call(
    'svc_stripe_payments',
    { p_after: Number(after ?? 0), p_limit: paymentsPerRun },
    z.array(payment),
  );
  for (const entry of known) {
    const why = await doubtOf(entry, stripe);
    if (why !== null)
      await database.call('svc_stripe_unknown', { p_payment: entry.id, p_why: why }, z.unknown());
  }
  const last = known.length < paymentsPerRun ? null : known.at(-1)?.id.toString();
  await database.call('svc_stripe_cursor_set', { p_list: list, p_after: last ?? null }, z.unknown());
}

/** Null: Stripe says the same. */
async function doubtOf({ source_id: source, amount }: Payment, stripe: Stripe): Promise<string | null> {
  try {
    const told = source.startsWith('in_')
      ? await ofInvoice(source, stripe)
      : await ofCheckout(source, stripe);
    if (!told.paid) return 'not_paid';
    return told.amount === amount ? null : 'another_amount';
  } catch (error) {
    if (isGone(error)) return 'not_found';
    throw error;
  }
}

async function ofInvoice(id: string, stripe: Stripe) {
  const { status, amount_paid: amount } = await stripe.invoices.retrieve(id);
  return { paid: status === 'paid', amount };
}

async function ofCheckout(id: string, stripe: Stripe) {
  const { payment_status: status, amount_total: amount } = await stripe.checkout.sessions.retrieve(id);
  return { paid: status !== 'unpaid', amount: amount ?? 0 };
}
