-- What Stripe told us. No card data anywhere: ids, amounts and what they bought.

-- The price ids of this project's Stripe account, written by the script that makes the products.
create table private.stripe_prices (
  price_id text primary key,
  -- The name the app asks for. An old price stays known for the subscriptions that still pay it.
  lookup text not null check (lookup in (
    'pro_month', 'pro_year', 'lifetime', 'pack_500', 'pack_2000', 'pack_10000'
  )),
  plan text check (plan in ('pro', 'lifetime')),
  pack_credits integer check (pack_credits > 0),
  active boolean not null default true,
  check (num_nonnulls(plan, pack_credits) = 1)
);
create unique index stripe_prices_sold on private.stripe_prices (lookup) where active;

-- Kept for the law after the account's user is gone, with nothing in it that tells who it was.
create table private.payments (
  id bigint generated always as identity primary key,
  account_id uuid not null references public.accounts,
  kind text not null check (kind in ('subscription', 'lifetime', 'pack')),
  -- `in_…` of an invoice, `cs_…` of a checkout: one purchase is one row however often it is told.
  source_id text not null unique,
  -- By this refunds and disputes find their payment. Null for what cost nothing.
  payment_intent text unique,
  -- What it paid for: credits of a pack, or an entitlement up to a moment.
  credits bigint not null default 0 check (credits >= 0),
  entitlement_source text,
  covers_until timestamptz,
  amount bigint not null check (amount >= 0),
  currency text not null check (currency ~ '^[a-z]{3}$'),
  -- Cumulative, as Stripe tells it; only ever grows.
  refunded bigint not null default 0,
  clawed_credits bigint not null default 0,
  -- Counts the corrections, to make each ledger key its own.
  corrections integer not null default 0,
  paid_at timestamptz not null,
  retain_until date not null
);
create index payments_account on private.payments (account_id, paid_at desc);
create index payments_entitlement on private.payments (entitlement_source);
create index payments_retain on private.payments (retain_until);

create table private.disputes (
  dispute_id text primary key,
  payment_id bigint not null references private.payments on delete cascade,
  amount bigint not null check (amount >= 0),
  -- `won` also for a warning that was closed. A dispute never reopens, so a late `open` changes nothing.
  status text not null check (status in ('open', 'won', 'lost'))
);
create index disputes_payment on private.disputes (payment_id);

-- An event's id is written in the transaction of its effects: both or neither.
create table private.webhook_events (
  provider text not null check (provider in ('stripe', 'replicate')),
  event_id text not null,
  type text not null,
  created_at timestamptz not null,
  received_at timestamptz not null,
  primary key (provider, event_id)
);
create index webhook_events_received on private.webhook_events (received_at);
