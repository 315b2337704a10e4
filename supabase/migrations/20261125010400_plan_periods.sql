-- From what was paid to what may be spent. Entitlements say which plan is paid and until when; `svc_sync_plan` alone
-- turns that into a month's credits, for Free, Pro (monthly, yearly) and Lifetime alike. Webhook and cron both call it,
-- as often as they like: the period's first moment is the key.

create table private.entitlements (
  id bigint generated always as identity primary key,
  account_id uuid not null references public.accounts,
  plan text not null check (plan in ('pro', 'lifetime')),
  -- `sub_…` of a subscription, `cs_…` of the checkout that bought Lifetime.
  source_id text not null unique,
  -- Months are counted from here. The first one told stays: changing monthly to yearly must not grant anew.
  starts_at timestamptz not null,
  -- The furthest any payment not taken back reaches; null until one has.
  paid_until timestamptz,
  status text not null default 'active' check (status in ('active', 'past_due', 'canceled')),
  ended_at timestamptz,
  -- When Stripe made the last event about the status, so that a late older one changes nothing.
  status_at timestamptz not null default '-infinity'
);
create index entitlements_account on private.entitlements (account_id);

-- The p_number-th month from p_anchor, counted from the anchor so that the 31st comes back after February.
create function private.month_from(p_anchor timestamptz, p_number integer) returns timestamptz
language sql stable set search_path = '' set timezone = 'UTC' as $$
  select p_anchor + make_interval(months => p_number)
$$;

-- How many whole months have begun since p_anchor. `age` calls January 31st to February 28th 28 days, a day late.
create function private.months_since(p_anchor timestamptz, p_now timestamptz) returns integer
language plpgsql stable set search_path = '' set timezone = 'UTC' as $$
declare
  v_age interval := age(p_now, p_anchor);
  v_months integer := extract(year from v_age) * 12 + extract(month from v_age);
begin
  while private.month_from(p_anchor, v_months + 1) <= p_now loop
    v_months := v_months + 1;
  end loop;
  return greatest(v_months, 0);
end $$;

create type private.plan_period as (plan text, starts_at timestamptz, ends_at timestamptz);

-- The period somebody is in. In a renewal's grace the last paid period goes on: no new credits before they are paid.
create function private.period_at(p_account public.accounts, p_now timestamptz) returns private.plan_period
language plpgsql stable security definer set search_path = '' as $$
declare
  v_entitlement record;
  v_anchor timestamptz := p_account.anchor;
  v_at timestamptz := p_now;
  v_month integer;
begin
  select entitlement.plan, entitlement.starts_at, entitlement.paid_until into v_entitlement
  from private.entitlements as entitlement
  cross join lateral private.plan_at(entitlement.plan, p_now) as plan
  where entitlement.account_id = p_account.id
    and coalesce(entitlement.ended_at, 'infinity') > p_now
    and entitlement.paid_until + case entitlement.status when 'canceled' then interval '0' else plan.grace end > p_now
  order by plan.rank desc, entitlement.starts_at, entitlement.id limit 1;
  if found then
    v_anchor := v_entitlement.starts_at;
    v_at := least(p_now, v_entitlement.paid_until - interval '1 microsecond');
  end if;
  v_month := private.months_since(v_anchor, v_at);
  return row(
    coalesce(v_entitlement.plan, 'free'), private.month_from(v_anchor, v_month), private.month_from(v_anchor, v_month + 1)
  );
end $$;

create function private.period_key(p_plan text, p_start timestamptz) returns text
language sql stable set search_path = '' set timezone = 'UTC' as $$
  select 'period:' || p_plan || ':' || to_char(p_start, 'YYYY-MM-DD"T"HH24:MI:SS')
$$;

-- Somebody who comes back to a month they had left (a payment was late, or taken back) finds what they left in it: the
-- month is not granted twice, and the order in which Stripe tells its story does not matter.
create function private.restore_period(p_account uuid, p_key text, p_now timestamptz) returns void
language sql security definer set search_path = '' as $$
  select private.post_entry(p_account, 'restored', 'plan', -sum(amount)::bigint, 'restored:' || gen_random_uuid(), p_key, p_now)
  from public.credit_ledger
  where account_id = p_account and ref = p_key and bucket = 'plan' and kind in ('expiry', 'restored')
  having sum(amount) < 0
$$;

create function private.svc_sync_plan(p_account uuid, p_now timestamptz default now()) returns text
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare
  v_account public.accounts := private.lock_account(p_account);
  v_period private.plan_period := private.period_at(v_account, p_now);
  v_key text := private.period_key(v_period.plan, v_period.starts_at);
begin
  -- A late call about an earlier moment of the same plan must not bring its period back.
  if v_period.plan = v_account.plan and v_period.starts_at <= v_account.plan_period_start then
    return v_account.plan;
  end if;
  perform private.post_entry(
    p_account, 'expiry', 'plan', -v_account.plan_available, 'expiry:' || gen_random_uuid(),
    private.period_key(v_account.plan, v_account.plan_period_start), p_now
  );
  update public.accounts set
    plan = v_period.plan, plan_period_start = v_period.starts_at, plan_period_end = v_period.ends_at
  where id = p_account;
  if private.is_posted(p_account, v_key) then
    perform private.restore_period(p_account, v_key, p_now);
    perform private.pay_debt(p_account, 'restored-debt:' || gen_random_uuid(), v_key, p_now);
  elsif (private.plan_at(v_period.plan, p_now)).monthly_credits > 0 then
    perform private.svc_credit_grant(
      p_account, 'plan', (private.plan_at(v_period.plan, p_now)).monthly_credits, 'plan_grant', v_key, v_key, p_now
    );
  end if;
  if v_period.plan <> v_account.plan then
    perform private.audit(
      p_account, 'plan.changed', null, jsonb_build_object('from', v_account.plan, 'to', v_period.plan), p_now
    );
  end if;
  return v_period.plan;
end $$;

-- Everybody whose period has ended, or whose plan has run out within it. Cron calls it every hour.
create function private.svc_sync_plans_due(p_limit integer default 1000, p_now timestamptz default now()) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_account uuid;
  v_count integer := 0;
begin
  for v_account in
    select account.id from public.accounts as account
    cross join lateral private.period_at(account, p_now) as period
    where account.user_id is not null
      and (account.plan_period_end <= p_now or account.plan <> 'free')
      and (period.plan <> account.plan or period.starts_at > account.plan_period_start)
    order by account.id limit p_limit
  loop
    perform private.svc_sync_plan(v_account, p_now);
    v_count := v_count + 1;
  end loop;
  return v_count;
end $$;

select private.expose('svc_sync_plan', 'service_role');
select private.expose('svc_sync_plans_due', 'service_role');
