import { shownInvoice } from './commerce.ts';
import { parseForm, textAt, textsAt, type Form } from './form.ts';
import { listRoutes } from './lists.ts';
import { StripeError } from './stripe-error.ts';
import { newId, type Ledger, type Price, type Session, type Thing } from './state.ts';

type Call = { readonly form: Form; readonly id: string; readonly query: URLSearchParams };

/** The part of Stripe's API that the functions and the product script use. Whatever else is asked for answers 501. */
export function createApi(ledger: Ledger, ownUrl: () => string) {
  const { books, now } = ledger;

  const routes: Readonly<Record<string, (call: Call) => object>> = {
    ...listRoutes(books),
    'POST customers': ({ form }) => {
      const id = newId('cus');
      const metadata = textsAt(form, 'metadata');
      return (books.customers[id] = {
        id,
        object: 'customer',
        email: textAt(form, 'email'),
        metadata,
        created: now(),
      });
    },
    'GET customers/:id': ({ id }) => existing(books.customers[id], 'customer', id),
    'DELETE customers/:id': ({ id }) => {
      const customer = existing(books.customers[id], 'customer', id);
      Object.assign(customer, { email: null, deleted: true });
      for (const subscription of Object.values(books.subscriptions)) {
        if (subscription.customer === id && subscription.status !== 'canceled')
          Object.assign(subscription, { status: 'canceled', ended_at: now() });
      }
      return { id, object: 'customer', deleted: true };
    },
    'POST products': ({ form }) => {
      const id = textAt(form, 'id') ?? newId('prod');
      if (books.products[id])
        throw new StripeError(400, 'resource_already_exists', 'Product already exists.');
      return (books.products[id] = { id, object: 'product', name: textAt(form, 'name') ?? id });
    },
    'GET products/:id': ({ id }) => existing(books.products[id], 'product', id),
    'POST prices': ({ form }) => {
      const id = newId('price');
      const lookup = textAt(form, 'lookup_key');
      const taken = Object.values(books.prices).find(
        (price) => lookup !== null && price.lookup_key === lookup,
      );
      if (taken && textAt(form, 'transfer_lookup_key') !== 'true')
        throw new StripeError(400, 'resource_already_exists', `A price already uses \`${lookup}\`.`);
      if (taken) taken.lookup_key = null;
      const interval = textAt(form, 'recurring', 'interval');
      const price: Price = {
        id,
        object: 'price',
        product: textAt(form, 'product') ?? '',
        unit_amount: Number(textAt(form, 'unit_amount')),
        currency: textAt(form, 'currency') ?? 'usd',
        lookup_key: lookup,
        interval: interval === 'month' || interval === 'year' ? interval : null,
      };
      return shown((books.prices[id] = price));
    },
    'GET prices': ({ query }) => {
      const wanted = query.getAll('lookup_keys[]').concat([...indexed(query, 'lookup_keys')]);
      const data = Object.values(books.prices).filter(
        ({ lookup_key: key }) => wanted.length === 0 || (key !== null && wanted.includes(key)),
      );
      return { object: 'list', has_more: false, data: data.map(shown) };
    },
    'GET invoices/:id': ({ id }) => shownInvoice(existing(books.invoices[id], 'invoice', id)),
    'POST checkout/sessions': ({ form }) => openSession(form),
    'GET checkout/sessions/:id': ({ id }) => existing(books.sessions[id], 'checkout session', id),
    'POST billing_portal/sessions': ({ form }) => {
      const customer = textAt(form, 'customer') ?? '';
      existing(books.customers[customer], 'customer', customer);
      const id = newId('bps');
      const url = `${ownUrl()}/portal/${id}`;
      const returnUrl = textAt(form, 'return_url') ?? ownUrl();
      return (books.portals[id] = {
        id,
        object: 'billing_portal.session',
        customer,
        return_url: returnUrl,
        url,
      });
    },
  };

  function openSession(form: Form): Session {
    const price = existing(
      books.prices[textAt(form, 'line_items', '0', 'price') ?? ''],
      'price',
      textAt(form, 'line_items', '0', 'price') ?? '',
    );
    const customer = textAt(form, 'customer') ?? '';
    existing(books.customers[customer], 'customer', customer);
    const mode = textAt(form, 'mode') === 'subscription' ? 'subscription' : 'payment';
    if ((mode === 'subscription') !== (price.interval !== null))
      throw new StripeError(400, 'parameter_invalid', `A price of this kind does not go with mode ${mode}.`);
    const id = newId('cs');
    const quantity = Number(textAt(form, 'line_items', '0', 'quantity') ?? 1);
    return (books.sessions[id] = {
      id,
      object: 'checkout.session',
      url: `${ownUrl()}/checkout/${id}`,
      mode,
      status: 'open',
      payment_status: 'unpaid',
      customer,
      price: price.id,
      quantity,
      amount_total: price.unit_amount * quantity,
      currency: price.currency,
      created: now(),
      metadata: textsAt(form, 'metadata'),
      subscription_metadata: textsAt(form, 'subscription_data', 'metadata'),
      client_reference_id: textAt(form, 'client_reference_id'),
      payment_intent: null,
      subscription: null,
      success_url: textAt(form, 'success_url') ?? ownUrl(),
      cancel_url: textAt(form, 'cancel_url') ?? ownUrl(),
    });
  }

  return {
    /** @throws StripeError */
    call(method: string, path: string, body: string, query: URLSearchParams, key: string | null): object {
      if (key !== null) {
        const before = books.answers[key];
        if (before && before.path !== path)
          throw new StripeError(400, 'idempotency_key_in_use', 'This key was used for another request.');
        if (before) return before.answer;
      }
      const parts = path.split('/');
      const exact = routes[`${method} ${path}`];
      const byId = exact ? undefined : routes[`${method} ${[...parts.slice(0, -1), ':id'].join('/')}`];
      const run = exact ?? byId;
      if (!run)
        throw new StripeError(501, 'unsupported_by_stand_in', `${method} /v1/${path} is not implemented.`);
      const answer = run({ form: parseForm(body), id: parts.at(-1) ?? '', query });
      if (key !== null) books.answers[key] = { path, answer: structuredClone(answer) };
      ledger.save();
      return answer;
    },
  };
}

function shown({ interval, ...price }: Price): object {
  return { ...price, recurring: interval === null ? null : { interval }, active: true };
}

function existing<T extends Thing>(thing: T | undefined, what: string, id: string): T {
  if (thing === undefined) throw new StripeError(404, 'resource_missing', `No such ${what}: '${id}'`);
  return thing;
}

/** `lookup_keys[0]=a&lookup_keys[1]=b` */
function* indexed(query: URLSearchParams, name: string): Generator<string> {
  for (const [key, value] of query) if (new RegExp(`^${name}\\[\\d+\\]$`).test(key)) yield value;
}
