import type Stripe from 'stripe';

/** What `svc_stripe_apply` does for one event, in order and in one transaction. Amounts in the currency's smallest unit. */
export type StripeAction = { readonly do: string } & Readonly<Record<string, unknown>>;

/**
 * What an event means for an account: cumulative amounts and states with their time, never deltas, so that events may
 * come in any order and any number of times. An event of no concern means nothing.
 * @source docs.stripe.com/api/events/types, of the version that the package pins
 */
export function actionsOf(event: Stripe.Event): readonly StripeAction[] {
  switch (event.type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
      return ofSession(event.data.object);
    case 'customer.subscription.created':
    case 'customer.subscription.updated':
    case 'customer.subscription.deleted':
      return [ofSubscription(event.data.object)];
    case 'invoice.paid':
      return ofInvoice(event.data.object);
    case 'invoice.payment_failed':
      return ofFailedInvoice(event.data.object);
    case 'invoice_payment.paid':
      return ofInvoicePayment(event.data.object);
    case 'charge.refunded':
      return ofRefund(event.data.object);
    case 'charge.dispute.created':
    case 'charge.dispute.updated':
    case 'charge.dispute.closed':
      return ofDispute(event.data.object);
    default:
      return [];
  }
}

export function ofSession(session: Stripe.Checkout.Session): readonly StripeAction[] {
  const account = session.metadata?.['account'] ?? session.client_reference_id;
  // Of another product in the same Stripe account.
  if (!account) return [];
  const customer = idOf(session.customer);
  const link = customer ? [{ do: 'link', account, customer }] : [];
  // A subscription is paid by its invoice; what is still unpaid is told again once it is not.
  if (session.mode !== 'payment' || session.payment_status === 'unpaid') return link;
  const { plan, pack_credits: credits } = session.metadata ?? {};
  const payment = {
    do: 'pay',
    account,
    source_id: session.id,
    payment_intent: idOf(session.payment_intent),
    amount: session.amount_total ?? 0,
    currency: session.currency ?? 'usd',
  };
  if (plan === 'lifetime') {
    const startsAt = isoOf(session.created);
    return [
      ...link,
      { do: 'entitle', account, source_id: session.id, plan, starts_at: startsAt },
      { ...payment, kind: 'lifetime', entitlement: session.id, covers_until: 'infinity' },
    ];
  }
  return credits ? [...link, { ...payment, kind: 'pack', credits: Number(credits) }] : link;
}

export function ofSubscription(subscription: Stripe.Subscription): StripeAction {
  return {
    do: 'entitle',
    ...whoOf(subscription),
    source_id: subscription.id,
    plan: 'pro',
    starts_at: isoOf(subscription.start_date),
    status: statusOf(subscription.status),
    ended_at: subscription.ended_at === null ? null : isoOf(subscription.ended_at),
  };
}

function statusOf(status: Stripe.Subscription.Status): 'active' | 'past_due' | 'canceled' {
  if (status === 'active' || status === 'trialing') return 'active';
  return status === 'canceled' || status === 'incomplete_expired' ? 'canceled' : 'past_due';
}

export function ofInvoice(invoice: Stripe.Invoice): readonly StripeAction[] {
  const details = invoice.parent?.subscription_details;
  const subscription = idOf(details?.subscription ?? null);
  // Invoices of single purchases come with their checkout.
  if (!subscription) return [];
  const who = whoOf({ customer: invoice.customer, metadata: details?.metadata ?? null });
  const periods = invoice.lines.data.map((line) => line.period);
  const from = Math.min(...periods.map(({ start }) => start));
  const until = Math.max(...periods.map(({ end }) => end));
  const paid = invoice.payments?.data.find(({ payment }) => payment.type === 'payment_intent')?.payment;
  return [
    { do: 'entitle', ...who, source_id: subscription, plan: 'pro', starts_at: isoOf(from) },
    {
      do: 'pay',
      ...who,
      kind: 'subscription',
      source_id: invoice.id,
      payment_intent: idOf(paid?.payment_intent ?? null),
      amount: invoice.amount_paid,
      currency: invoice.currency,
      entitlement: subscription,
      covers_until: isoOf(until),
    },
  ];
}

function ofFailedInvoice(invoice: Stripe.Invoice): readonly StripeAction[] {
  const details = invoice.parent?.subscription_details;
  if (!details) return [];
  const who = whoOf({ customer: invoice.customer, metadata: details.metadata ?? null });
  return [
    {
      do: 'mail',
      ...who,
      template: 'payment_failed',
      params: { invoice_url: invoice.hosted_invoice_url ?? null },
    },
  ];
}

/** An invoice does not say by which payment it was paid; this does. */
function ofInvoicePayment({ invoice, payment }: Stripe.InvoicePayment): readonly StripeAction[] {
  const paymentIntent = idOf(payment.payment_intent ?? null);
  const source = typeof invoice === 'string' ? invoice : invoice.id;
  return paymentIntent ? [{ do: 'attach', source_id: source, payment_intent: paymentIntent }] : [];
}

export function ofRefund(charge: Stripe.Charge): readonly StripeAction[] {
  const paymentIntent = idOf(charge.payment_intent);
  if (!paymentIntent) return [];
  const customer = idOf(charge.customer);
  return [{ do: 'refund', customer, payment_intent: paymentIntent, refunded: charge.amount_refunded }];
}

export function ofDispute(dispute: Stripe.Dispute): readonly StripeAction[] {
  const paymentIntent = idOf(dispute.payment_intent);
  if (!paymentIntent) return [];
  const { id, amount, status } = dispute;
  const verdict =
    status === 'lost' ? 'lost' : status === 'won' || status === 'warning_closed' ? 'won' : 'open';
  return [{ do: 'dispute', payment_intent: paymentIntent, dispute: id, amount, status: verdict }];
}

/** The account by its own number where we wrote it, else by the customer. */
function whoOf(object: {
  readonly customer: string | { readonly id: string } | null;
  readonly metadata: Stripe.Metadata | null;
}): { readonly account: string | null; readonly customer: string | null } {
  return { account: object.metadata?.['account'] ?? null, customer: idOf(object.customer) };
}

function idOf(object: string | { readonly id: string } | null): string | null {
  return typeof object === 'string' ? object : (object?.id ?? null);
}

function isoOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
