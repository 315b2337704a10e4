import type { Charge, Dispute, Invoice, Ledger, Price, Session, Subscription, Thing } from './state.ts';
import { newId } from './state.ts';
import type { Webhooks } from './webhooks.ts';

/** What happens at Stripe when somebody buys, pays, cancels or objects, with the events that tell of it. */
export function createCommerce(ledger: Ledger, webhooks: Webhooks) {
  const { books, now } = ledger;
  const priceOf = (id: string): Price => found(books.prices[id], 'price', id);

  function charge(customer: string, amount: number, currency: string, description: string): Charge {
    const id = newId('ch');
    const made: Charge = {
      id,
      object: 'charge',
      payment_intent: newId('pi'),
      customer,
      amount,
      amount_refunded: 0,
      currency,
      created: now(),
      description,
    };
    books.charges[id] = made;
    return made;
  }

  /** An invoice with the payment that paid it: three events, as Stripe sends them. */
  function payInvoice(subscription: Subscription, from: number, until: number): void {
    const price = priceOf(subscription.price);
    const paid = charge(subscription.customer, price.unit_amount, price.currency, nameOf(price));
    const invoice: Invoice = {
      id: newId('in'),
      object: 'invoice',
      status: 'paid',
      created: now(),
      status_transitions: { paid_at: now() },
      customer: subscription.customer,
      currency: price.currency,
      amount_paid: price.unit_amount,
      hosted_invoice_url: null,
      parent: {
        type: 'subscription_details',
        subscription_details: { subscription: subscription.id, metadata: subscription.metadata },
      },
      lines: { object: 'list', data: [{ id: newId('il'), period: { start: from, end: until } }] },
      payment_intent: paid.payment_intent,
    };
    books.invoices[invoice.id] = invoice;
    webhooks.tell('invoice.paid', shownInvoice(invoice));
    webhooks.tell('invoice_payment.paid', {
      id: newId('inpay'),
      object: 'invoice_payment',
      invoice: invoice.id,
      status: 'paid',
      payment: { type: 'payment_intent', payment_intent: paid.payment_intent },
    });
  }

  function subscribe(session: Session): Subscription {
    const id = newId('sub');
    const start = now();
    const subscription: Subscription = {
      id,
      object: 'subscription',
      customer: session.customer,
      price: session.price,
      status: 'active',
      start_date: start,
      current_period_end: after(start, priceOf(session.price)),
      cancel_at_period_end: false,
      ended_at: null,
      metadata: session.subscription_metadata,
    };
    books.subscriptions[id] = subscription;
    webhooks.tell('customer.subscription.created', subscription);
    payInvoice(subscription, start, subscription.current_period_end);
    return subscription;
  }

  function end(subscription: Subscription): void {
    subscription.status = 'canceled';
    subscription.ended_at = now();
    webhooks.tell('customer.subscription.deleted', subscription);
  }

  return {
    /** @param later the bank takes its time: unpaid now, paid by `settle` */
    pay(session: Session, later = false): void {
      if (session.status !== 'open') return;
      session.status = 'complete';
      if (session.mode === 'subscription') {
        session.payment_status = 'paid';
        session.subscription = subscribe(session).id;
      } else {
        const made = charge(
          session.customer,
          session.amount_total,
          session.currency,
          nameOf(priceOf(session.price)),
        );
        session.payment_intent = made.payment_intent;
        session.payment_status = later ? 'unpaid' : 'paid';
      }
      webhooks.tell('checkout.session.completed', session);
    },

    /** The money of a payment that took its time has come. */
    settle(session: Session): void {
      if (session.payment_status === 'paid' || session.status !== 'complete') return;
      session.payment_status = 'paid';
      webhooks.tell('checkout.session.async_payment_succeeded', session);
    },

    /** The next period begins, and is paid or not. */
    renew(subscription: Subscription, paid: boolean): void {
      if (subscription.status === 'canceled') return;
      const from = subscription.current_period_end;
      books.aheadSeconds += Math.max(0, from - now());
      if (subscription.cancel_at_period_end) return end(subscription);
      subscription.status = paid ? 'active' : 'past_due';
      if (paid) subscription.current_period_end = after(from, priceOf(subscription.price));
      webhooks.tell('customer.subscription.updated', subscription);
      if (paid) return payInvoice(subscription, from, subscription.current_period_end);
      webhooks.tell('invoice.payment_failed', {
        id: newId('in'),
        object: 'invoice',
        customer: subscription.customer,
        hosted_invoice_url: null,
        parent: {
          subscription_details: { subscription: subscription.id, metadata: subscription.metadata },
        },
      });
    },

    /** @param when at the end of what is paid, or at once */
    cancel(subscription: Subscription, when: 'later' | 'now'): void {
      if (subscription.status === 'canceled') return;
      if (when === 'now') return end(subscription);
      subscription.cancel_at_period_end = true;
      webhooks.tell('customer.subscription.updated', subscription);
    },

    resume(subscription: Subscription): void {
      if (subscription.status === 'canceled') return;
      subscription.cancel_at_period_end = false;
      webhooks.tell('customer.subscription.updated', subscription);
    },

    /** @param amount in all, the currency's smallest unit; never more than was paid */
    refund(made: Charge, amount: number): void {
      const before = made.amount_refunded;
      made.amount_refunded = Math.min(made.amount, Math.max(before, amount));
      const id = newId('re');
      const part = made.amount_refunded - before;
      books.refunds[id] = { id, object: 'refund', charge: made.id, amount: part, created: now() };
      webhooks.tell('charge.refunded', made);
    },

    dispute(made: Charge): Dispute {
      const id = newId('dp');
      const { payment_intent, amount } = made;
      const opened: Dispute = {
        id,
        object: 'dispute',
        payment_intent,
        amount,
        status: 'needs_response',
        created: now(),
        charge: made.id,
      };
      books.disputes[id] = opened;
      webhooks.tell('charge.dispute.created', opened);
      return opened;
    },

    decide(opened: Dispute, status: 'won' | 'lost'): void {
      opened.status = status;
      webhooks.tell('charge.dispute.closed', opened);
    },

    nameOf,
    priceOf,
  };

  function nameOf(price: Price): string {
    return books.products[price.product]?.name ?? price.lookup_key ?? price.id;
  }
}
export type Commerce = ReturnType<typeof createCommerce>;

/** An invoice does not say by which payment it was paid. */
export function shownInvoice({ payment_intent: _paidBy, ...invoice }: Invoice): Thing {
  return invoice;
}

/** A month or a year on, on the same day or the last one that the month has. */
function after(seconds: number, { interval }: Price): number {
  const at = new Date(seconds * 1000);
  const months = interval === 'year' ? 12 : 1;
  const next = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1));
  const lastDay = new Date(Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, 0)).getUTCDate();
  next.setUTCDate(Math.min(at.getUTCDate(), lastDay));
  next.setUTCHours(at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds());
  return next.getTime() / 1000;
}

function found<T>(thing: T | undefined, what: string, id: string): T {
  if (thing === undefined) throw new Error(`No such ${what}: '${id}'`);
  return thing;
}
