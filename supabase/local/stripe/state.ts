import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Things as Stripe's API shows them; only the fields that something here or in the functions reads. Times in seconds. */
export type Thing = { readonly id: string; readonly object: string } & Record<string, unknown>;

export type Session = Thing & {
  mode: 'payment' | 'subscription';
  status: 'open' | 'complete' | 'expired';
  payment_status: 'paid' | 'unpaid';
  customer: string;
  price: string;
  quantity: number;
  amount_total: number;
  currency: string;
  created: number;
  metadata: Record<string, string>;
  subscription_metadata: Record<string, string>;
  client_reference_id: string | null;
  payment_intent: string | null;
  subscription: string | null;
  success_url: string;
  cancel_url: string;
};
export type Subscription = Thing & {
  customer: string;
  price: string;
  status: 'active' | 'past_due' | 'canceled';
  start_date: number;
  current_period_end: number;
  cancel_at_period_end: boolean;
  ended_at: number | null;
  metadata: Record<string, string>;
};
export type Price = Thing & {
  product: string;
  unit_amount: number;
  currency: string;
  lookup_key: string | null;
  interval: 'month' | 'year' | null;
};
export type Charge = Thing & {
  payment_intent: string;
  customer: string;
  amount: number;
  amount_refunded: number;
  currency: string;
  created: number;
  description: string;
};
export type Invoice = Thing & {
  status: 'paid';
  created: number;
  amount_paid: number;
  payment_intent: string;
};
type Refund = Thing & { charge: string; amount: number; created: number };
export type Dispute = Thing & {
  created: number;
  payment_intent: string;
  amount: number;
  status: string;
  charge: string;
};
/** An event on its way; gone once it was taken. */
export type Delivery = { readonly event: Thing; attempts: number };

export type Books = {
  customers: Record<
    string,
    Thing & { email: string | null; metadata: Record<string, string>; deleted?: true }
  >;
  products: Record<string, Thing & { name: string }>;
  prices: Record<string, Price>;
  sessions: Record<string, Session>;
  subscriptions: Record<string, Subscription>;
  invoices: Record<string, Invoice>;
  charges: Record<string, Charge>;
  refunds: Record<string, Refund>;
  disputes: Record<string, Dispute>;
  portals: Record<string, Thing & { customer: string; return_url: string }>;
  /** Answers by idempotency key. */
  answers: Record<string, { readonly path: string; readonly answer: object }>;
  deliveries: Delivery[];
  /** Seconds that its clock is ahead: a year's renewals can be tried in a minute. */
  aheadSeconds: number;
};

const empty = (): Books => ({
  customers: {},
  products: {},
  prices: {},
  sessions: {},
  subscriptions: {},
  invoices: {},
  charges: {},
  refunds: {},
  disputes: {},
  portals: {},
  answers: {},
  deliveries: [],
  aheadSeconds: 0,
});

/** The stand-in's books, kept in a file so that a restart of the embedded cloud forgets nothing. */
export function openBooks(file: string | null) {
  const books: Books =
    file !== null && existsSync(file) ? { ...empty(), ...JSON.parse(readFileSync(file, 'utf8')) } : empty();
  return {
    books,
    now: (): number => Math.floor(Date.now() / 1000) + books.aheadSeconds,
    save(): void {
      if (file === null) return;
      writeFileSync(`${file}.new`, JSON.stringify(books));
      renameSync(`${file}.new`, file);
    },
  };
}
export type Ledger = ReturnType<typeof openBooks>;

/** As in `cus_4f2a…`. */
export function newId(prefix: string): string {
  return `${prefix}_${randomBytes(12).toString('hex')}`;
}
