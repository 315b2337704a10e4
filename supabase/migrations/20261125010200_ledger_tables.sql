-- Money. An account is pseudonymous and outlives its user, because the ledger must; the balances on it are a cache that
-- `private.ledger_audit` can always rebuild from the append-only rows.
--
-- One lock order everywhere: the account's row first, then anything else. That alone makes every operation below safe
-- against every other, and idempotency keys simple look-ups.

create table public.accounts (
  id uuid primary key default gen_random_uuid(),
  user_id uuid unique references auth.users on delete set null,
  stripe_customer_id text unique,
  plan text not null default 'free' check (plan in ('free', 'pro', 'lifetime')),
  -- Where the Free plan's months begin.
  anchor timestamptz not null default now(),
  plan_period_start timestamptz,
  plan_period_end timestamptz,
  -- Spendable now: the plan's part ends with its period, the bought part never.
  plan_available bigint not null default 0 check (plan_available >= 0),
  pack_available bigint not null default 0 check (pack_available >= 0),
  -- In holds of running jobs.
  held bigint not null default 0 check (held >= 0),
  -- What a refund took back beyond what was there; the next grants pay it.
  debt bigint not null default 0 check (debt >= 0),
  -- Spending stops while this is set.
  frozen_reason text,
  created_at timestamptz not null default now()
);
create index accounts_period_end on public.accounts (plan_period_end);

create table public.credit_holds (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references public.accounts,
  idempotency_key text not null,
  plan_amount bigint not null check (plan_amount >= 0),
  pack_amount bigint not null check (pack_amount >= 0),
  captured bigint not null default 0,
  status text not null default 'active' check (status in ('active', 'captured', 'released', 'expired')),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  settled_at timestamptz,
  unique (account_id, idempotency_key),
  check (plan_amount + pack_amount > 0),
  check (captured between 0 and plan_amount + pack_amount),
  check ((status = 'active') = (settled_at is null))
);
create index credit_holds_expiry on public.credit_holds (expires_at) where status = 'active';

create table public.credit_ledger (
  id bigint generated always as identity primary key,
  account_id uuid not null references public.accounts,
  at timestamptz not null default now(),
  kind text not null check (kind in (
    'plan_grant', 'pack_purchase', 'spend', 'expiry', 'clawback', 'debt_payment', 'restored', 'correction'
  )),
  -- `debt` rows count what is owed, the other two what can be spent.
  bucket text not null check (bucket in ('plan', 'pack', 'debt')),
  amount bigint not null check (amount <> 0),
  balance_after bigint not null check (balance_after >= 0),
  idempotency_key text not null,
  -- What it was for: a job, a payment, a plan.
  ref text,
  unique (account_id, idempotency_key, bucket)
);
create index credit_ledger_account on public.credit_ledger (account_id, id desc);
create trigger credit_ledger_append_only before update or delete on public.credit_ledger
  for each row execute function private.forbid_change();

-- Every row here is a bug.
create view private.ledger_audit as
select account.id, account.plan_available, account.pack_available, account.held, account.debt, ledger.*, holds.*
from public.accounts as account
cross join lateral (
  select
    coalesce(sum(amount) filter (where bucket = 'plan'), 0) as plan_sum,
    coalesce(sum(amount) filter (where bucket = 'pack'), 0) as pack_sum,
    coalesce(sum(amount) filter (where bucket = 'debt'), 0) as debt_sum
  from public.credit_ledger where account_id = account.id
) as ledger
cross join lateral (
  select coalesce(sum(plan_amount), 0) as plan_held, coalesce(sum(pack_amount), 0) as pack_held
  from public.credit_holds where account_id = account.id and status = 'active'
) as holds
where account.plan_available + plan_held <> plan_sum
  or account.pack_available + pack_held <> pack_sum
  or account.debt <> debt_sum
  or account.held <> plan_held + pack_held;

alter table public.accounts enable row level security;
alter table public.credit_holds enable row level security;
alter table public.credit_ledger enable row level security;
revoke all on public.accounts, public.credit_holds, public.credit_ledger from anon, authenticated, service_role;
grant select on public.accounts, public.credit_holds, public.credit_ledger to authenticated, service_role;
create policy accounts_read on public.accounts for select to authenticated
  using (user_id = (select auth.uid()));
create policy credit_holds_read on public.credit_holds for select to authenticated
  using (account_id = (select id from public.accounts where user_id = (select auth.uid())));
create policy credit_ledger_read on public.credit_ledger for select to authenticated
  using (account_id = (select id from public.accounts where user_id = (select auth.uid())));
