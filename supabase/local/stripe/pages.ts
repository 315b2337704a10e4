import { escapeHtml as safe } from '../http/html.ts';
import type { Books, Charge, Price, Session, Subscription } from './state.ts';

/** Pages that stand in for Stripe's own. They ask for no card: there is nothing to type one into. */

type Button = { readonly act: string; readonly label: string; readonly main?: true };

export function checkoutPage(session: Session, name: string, price: Price): string {
  const every = price.interval === null ? '' : ` every ${price.interval}`;
  const once = session.mode === 'payment';
  return page(
    `Pay ${name}`,
    `<p class="what">${safe(name)}</p>
    <p class="amount">${money(session.amount_total, session.currency)}<small>${every}</small></p>
    ${
      session.status === 'open'
        ? buttons([
            { act: 'pay', label: 'Pay', main: true },
            ...(once ? [{ act: 'pay-later', label: 'Pay by a slow bank transfer' }] : []),
            { act: 'cancel', label: 'Go back without paying' },
          ])
        : '<p>This checkout is closed.</p>'
    }`,
  );
}

export function portalPage(books: Books, customer: string, nameOf: (price: string) => string): string {
  const own = <T extends { readonly customer: string }>(all: Record<string, T>) =>
    Object.values(all).filter((entry) => entry.customer === customer);
  const subscriptions = own(books.subscriptions).map((entry) => subscriptionCard(entry, nameOf(entry.price)));
  const charges = own(books.charges).map(chargeRow);
  return page(
    'Billing',
    `${subscriptions.join('') || '<p>No subscription.</p>'}
    <h2>Payments</h2><table>${charges.join('') || '<tr><td>None yet.</td></tr>'}</table>
    ${buttons([{ act: 'return', label: 'Back to VideoPicAI Studio', main: true }])}`,
  );
}

function subscriptionCard(entry: Subscription, name: string): string {
  const until = dayOf(entry.current_period_end);
  const state =
    entry.status === 'canceled'
      ? 'Ended'
      : entry.cancel_at_period_end
        ? `Ends on ${until}`
        : entry.status === 'past_due'
          ? 'Payment is late'
          : `Renews on ${until}`;
  const acts =
    entry.status === 'canceled'
      ? []
      : entry.cancel_at_period_end
        ? [{ act: `resume:${entry.id}`, label: 'Keep it' }]
        : [{ act: `cancel:${entry.id}`, label: 'Cancel at the end of the period' }];
  return `<section><p class="what">${safe(name)}</p><p>${state}</p>${buttons(acts)}</section>`;
}

function chargeRow({ created, description, amount, amount_refunded: back, currency }: Charge): string {
  const refunded = back > 0 ? `, ${money(back, currency)} given back` : '';
  return `<tr><td>${dayOf(created)}</td><td>${safe(description)}</td><td>${money(amount, currency)}${refunded}</td></tr>`;
}

/** Where time passes, banks refuse and buyers object, by a press. */
export function deskPage(books: Books, nameOf: (price: string) => string): string {
  const subscriptions = Object.values(books.subscriptions).map(
    (entry) =>
      `<section><p class="what">${safe(nameOf(entry.price))}</p><p>${entry.status}, paid until ${dayOf(entry.current_period_end)}</p>
      ${buttons([
        { act: `renew:${entry.id}`, label: 'Next period, paid' },
        { act: `fail:${entry.id}`, label: 'Next period, payment fails' },
        { act: `end:${entry.id}`, label: 'End now' },
      ])}</section>`,
  );
  const charges = Object.values(books.charges).map(
    (entry) =>
      `<section><p class="what">${safe(entry.description)}</p><p>${money(entry.amount, entry.currency)}, ${money(entry.amount_refunded, entry.currency)} given back</p>
      ${buttons([
        { act: `refund:${entry.id}`, label: 'Refund all' },
        { act: `half:${entry.id}`, label: 'Refund half' },
        { act: `dispute:${entry.id}`, label: 'The buyer objects' },
      ])}</section>`,
  );
  const disputes = Object.values(books.disputes).map(
    (entry) =>
      `<section><p class="what">Dispute</p><p>${entry.status}</p>
      ${buttons([
        { act: `win:${entry.id}`, label: 'We win' },
        { act: `lose:${entry.id}`, label: 'We lose' },
      ])}</section>`,
  );
  const unpaid = Object.values(books.sessions)
    .filter((entry) => entry.status === 'complete' && entry.payment_status === 'unpaid')
    .map(
      (entry) =>
        `<section><p class="what">Slow bank transfer</p><p>${money(entry.amount_total, entry.currency)}</p>
        ${buttons([{ act: `settle:${entry.id}`, label: 'The money comes' }])}</section>`,
    );
  const waiting = books.deliveries.length;
  return page(
    'Stand-in Stripe',
    `<p>${waiting === 0 ? 'Every event was delivered.' : `${waiting} events wait to be taken.`}</p>
    ${[...unpaid, ...subscriptions, ...charges, ...disputes].join('') || '<p>Nothing was bought yet.</p>'}`,
  );
}

function buttons(list: readonly Button[]): string {
  const inputs = list.map(
    ({ act, label, main }) =>
      `<button name="act" value="${safe(act)}"${main ? ' class="main"' : ''}>${safe(label)}</button>`,
  );
  return `<form method="post">${inputs.join('')}</form>`;
}

function money(amount: number, currency: string): string {
  return new Intl.NumberFormat('en-US', { style: 'currency', currency: currency.toUpperCase() }).format(
    amount / 100,
  );
}

function dayOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${safe(title)}</title>
<meta name="viewport" content="width=device-width"><style>
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0 auto;max-width:34rem;padding:3rem 1.5rem}
header{color:GrayText;font-size:.85rem;margin-bottom:2rem}
section{border-top:1px solid color-mix(in srgb,CanvasText 15%,transparent);padding:1rem 0}
h2{font-size:1rem;margin:2rem 0 .5rem}.what{font-weight:600;margin:0}.amount{font-size:2rem;margin:.25rem 0 1.5rem}
small{font-size:1rem;color:GrayText}form{display:flex;flex-wrap:wrap;gap:.5rem;margin-top:.75rem}
button{font:inherit;padding:.55rem 1rem;border-radius:8px;border:1px solid color-mix(in srgb,CanvasText 25%,transparent);background:Canvas;color:CanvasText;cursor:pointer}
button.main{background:#2456d0;border-color:#2456d0;color:#fff}table{border-collapse:collapse;width:100%}td{padding:.35rem .75rem .35rem 0}
</style></head><body><header>Stand-in for Stripe, for development and demonstration. No money moves and no card is asked for.</header>
<main><h1>${safe(title)}</h1>${body}</main></body></html>`;
}
