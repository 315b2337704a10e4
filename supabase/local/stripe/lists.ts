import { shownInvoice } from './commerce.ts';
import type { Books, Thing } from './state.ts';
import { StripeError } from './stripe-error.ts';

type Route = (call: { readonly query: URLSearchParams }) => object;

/** What can be listed of the books: the filters and expansions that the functions use. */
export function listRoutes(books: Books): Readonly<Record<string, Route>> {
  return {
    'GET customers': ({ query }) => {
      const email = query.get('email');
      const known = Object.values(books.customers).filter(({ deleted }) => deleted !== true);
      return listed(email === null ? known : known.filter((customer) => customer.email === email), query);
    },
    'GET checkout/sessions': ({ query }) => listed(withStatus(books.sessions, query), query),
    'GET subscriptions': ({ query }) => {
      const all = Object.values(books.subscriptions);
      return listed(
        query.get('status') === 'all' ? all : all.filter(({ status }) => status !== 'canceled'),
        query,
      );
    },
    'GET invoices': ({ query }) =>
      listed(withStatus(books.invoices, query), query, (invoice) => {
        if (!isExpanded(query, 'data.payments')) return shownInvoice(invoice);
        const payment = { type: 'payment_intent', payment_intent: invoice.payment_intent };
        return { ...shownInvoice(invoice), payments: { object: 'list', data: [{ payment }] } };
      }),
    'GET refunds': ({ query }) =>
      listed(Object.values(books.refunds), query, (refund) =>
        isExpanded(query, 'data.charge') ? { ...refund, charge: books.charges[refund.charge] } : refund,
      ),
    'GET disputes': ({ query }) => listed(Object.values(books.disputes), query),
  };
}

function withStatus<T extends Thing>(
  things: Readonly<Record<string, T>>,
  query: URLSearchParams,
): readonly T[] {
  const status = query.get('status');
  return Object.values(things).filter((thing) => status === null || thing['status'] === status);
}

function isExpanded(query: URLSearchParams, name: string): boolean {
  return [...query].some(([key, value]) => key.startsWith('expand[') && value === name);
}

/**
 * A page, newest first: `limit`, 10 unless told, after the id `starting_after`, made at `created[gte]` or later.
 * @throws StripeError where that id is not on the list
 */
function listed<T extends Thing>(
  things: readonly T[],
  query: URLSearchParams,
  show: (thing: T) => object = (thing) => thing,
): object {
  const since = Number(query.get('created[gte]') ?? 0);
  const newest = things.filter(({ created }) => Number(created ?? since) >= since).toReversed();
  const after = query.get('starting_after');
  const start = after === null ? 0 : newest.findIndex(({ id }) => id === after) + 1;
  if (after !== null && start === 0)
    throw new StripeError(400, 'resource_missing', `No such object: '${after}'`);
  const end = start + Number(query.get('limit') ?? 10);
  return { object: 'list', has_more: end < newest.length, data: newest.slice(start, end).map(show) };
}
