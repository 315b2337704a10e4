import type { Stripe } from 'stripe';
import type { Deps } from '../_shared/deps.ts';
import {
  ofDispute,
  ofInvoice,
  ofRefund,
  ofSession,
  ofSubscription,
  type StripeAction,
} from '../_shared/stripe-actions.ts';

/** As `svc_stripe_reconcile` takes it: what a thing at Stripe means for us, and the moment of that state. */
type StripeState = {
  readonly id: string;
  readonly at: string;
  readonly actions: readonly StripeAction[];
};

type StripePage = {
  readonly states: readonly StripeState[];
  /** Where the next page begins; null: this was the last. */
  readonly next: string | null;
};

export type StripeList = {
  readonly name: string;
  /** @param since of what was made since then alone, where the list knows such a thing; null: of everything */
  readonly page: (after: string | null, since: Date | null) => Promise<StripePage>;
};

type Paging = { limit: number; starting_after?: string; created?: Stripe.RangeQueryParam };

/** The lists that tell of everything an event can, newest first, in the order in which one needs another. */
export function createLists(stripe: Stripe, { now }: Pick<Deps, 'now'>): readonly StripeList[] {
  return [
    list(
      'checkouts',
      (paging) => stripe.checkout.sessions.list({ ...paging, status: 'complete' }),
      ({ created }) => created,
      ofSession,
    ),
    list(
      'subscriptions',
      // Its state may change years after it was made.
      ({ created: _always, ...paging }) => stripe.subscriptions.list({ ...paging, status: 'all' }),
      () => now().getTime() / 1000,
      (subscription) => [ofSubscription(subscription)],
    ),
    list(
      'invoices',
      (paging) => stripe.invoices.list({ ...paging, status: 'paid', expand: ['data.payments'] }),
      ({ created, status_transitions: moments }) => moments.paid_at ?? created,
      ofInvoice,
    ),
    list(
      'refunds',
      (paging) => stripe.refunds.list({ ...paging, expand: ['data.charge'] }),
      ({ created }) => created,
      // The charge tells how much was given back in all.
      ({ charge }) => (charge !== null && typeof charge === 'object' ? ofRefund(charge) : []),
    ),
    list(
      'disputes',
      (paging) => stripe.disputes.list(paging),
      ({ created }) => created,
      ofDispute,
    ),
  ];
}

function list<T extends { readonly id: string }>(
  name: string,
  fetchPage: (paging: Paging) => Promise<Stripe.ApiList<T>>,
  secondsOf: (object: T) => number,
  actionsOf: (object: T) => readonly StripeAction[],
): StripeList {
  return {
    name,
    async page(after, since) {
      const { data, has_more: more } = await fetchPage({
        limit: 100,
        ...(after === null ? {} : { starting_after: after }),
        ...(since === null ? {} : { created: { gte: Math.floor(since.getTime() / 1000) } }),
      });
      const states = data.map((object) => ({
        id: object.id,
        at: new Date(secondsOf(object) * 1000).toISOString(),
        actions: actionsOf(object),
      }));
      return { states, next: more ? (data.at(-1)?.id ?? null) : null };
    },
  };
}
