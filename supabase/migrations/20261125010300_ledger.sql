-- Hold, capture, release, grant, claw back. Each locks the account, looks whether it was done already, and writes the
-- balance and its ledger rows together.

create function private.lock_account(p_account uuid) returns public.accounts
language plpgsql security definer set search_path = '' as $$
declare
  v_account public.accounts;
begin
  select * into v_account from public.accounts where id = p_account for update;
  if not found then
    perform private.fail(404, 'account_not_found');
  end if;
  return v_account;
end $$;

create function private.lock_account_of(p_user uuid) returns public.accounts
language plpgsql security definer set search_path = '' as $$
declare
  v_account public.accounts;
begin
  select * into v_account from public.accounts where user_id = p_user for update;
  if not found then
    perform private.fail(404, 'account_not_found');
  end if;
  return v_account;
end $$;

-- Moves one bucket by p_amount and writes the row that says so. The account is locked by the caller.
create function private.post_entry(
  p_account uuid, p_kind text, p_bucket text, p_amount bigint, p_key text, p_ref text, p_now timestamptz
) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_account public.accounts;
begin
  if p_amount = 0 then
    return;
  end if;
  update public.accounts set
    plan_available = plan_available + case p_bucket when 'plan' then p_amount else 0 end,
    pack_available = pack_available + case p_bucket when 'pack' then p_amount else 0 end,
    debt = debt + case p_bucket when 'debt' then p_amount else 0 end
  where id = p_account returning * into v_account;
  insert into public.credit_ledger (account_id, at, kind, bucket, amount, balance_after, idempotency_key, ref)
  values (
    p_account, p_now, p_kind, p_bucket, p_amount,
    case p_bucket when 'plan' then v_account.plan_available when 'pack' then v_account.pack_available else v_account.debt end,
    p_key, p_ref
  );
end $$;

create function private.is_posted(p_account uuid, p_key text) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.credit_ledger where account_id = p_account and idempotency_key = p_key)
$$;

-- What came back, or came again, pays a debt before it can be spent: bought credits first, as they were taken. The
-- account is locked by the caller.
create function private.pay_debt(p_account uuid, p_key text, p_ref text, p_now timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_account public.accounts;
  v_pack bigint;
  v_plan bigint;
begin
  select * into v_account from public.accounts where id = p_account;
  v_pack := least(v_account.debt, v_account.pack_available);
  v_plan := least(v_account.debt - v_pack, v_account.plan_available);
  perform private.post_entry(p_account, 'debt_payment', 'pack', -v_pack, p_key, p_ref, p_now);
  perform private.post_entry(p_account, 'debt_payment', 'plan', -v_plan, p_key, p_ref, p_now);
  perform private.post_entry(p_account, 'debt_payment', 'debt', -v_pack - v_plan, p_key, p_ref, p_now);
end $$;

-- Takes credits aside, the plan's first because they end. The same key again gives the same hold.
create function private.svc_credit_hold(
  p_account uuid, p_amount bigint, p_key text, p_ttl interval default '30 minutes', p_now timestamptz default now()
) returns public.credit_holds
language plpgsql security definer set search_path = '' as $$
declare
  v_account public.accounts;
  v_hold public.credit_holds;
  v_from_plan bigint;
begin
  if p_amount is null or p_amount <= 0 then
    perform private.fail(422, 'invalid_amount');
  end if;
  v_account := private.lock_account(p_account);
  select * into v_hold from public.credit_holds where account_id = p_account and idempotency_key = p_key;
  if found then
    if v_hold.plan_amount + v_hold.pack_amount <> p_amount then
      perform private.fail(409, 'idempotency_key_reused');
    end if;
    return v_hold;
  end if;
  if v_account.frozen_reason is not null then
    perform private.fail(403, 'account_frozen', jsonb_build_object('reason', v_account.frozen_reason));
  end if;
  if v_account.plan_available + v_account.pack_available < p_amount then
    perform private.fail(402, 'insufficient_credits', jsonb_build_object(
      'needed', p_amount, 'available', v_account.plan_available + v_account.pack_available
    ));
  end if;

  v_from_plan := least(v_account.plan_available, p_amount);
  update public.accounts set
    plan_available = plan_available - v_from_plan,
    pack_available = pack_available - (p_amount - v_from_plan),
    held = held + p_amount
  where id = p_account;
  insert into public.credit_holds (account_id, idempotency_key, plan_amount, pack_amount, created_at, expires_at)
  values (p_account, p_key, v_from_plan, p_amount - v_from_plan, p_now, p_now + p_ttl)
  returning * into v_hold;
  return v_hold;
end $$;

-- Ends a hold: p_capture is spent, the rest goes back. The first settlement wins and later ones return its result.
create function private.settle_hold(
  p_hold uuid, p_capture bigint, p_status text, p_ref text, p_now timestamptz
) returns public.credit_holds
language plpgsql security definer set search_path = '' as $$
declare
  v_account public.accounts;
  v_hold public.credit_holds;
  v_plan_spent bigint;
  v_plan_left bigint;
begin
  select * into v_hold from public.credit_holds where id = p_hold;
  if not found then
    perform private.fail(404, 'hold_not_found');
  end if;
  v_account := private.lock_account(v_hold.account_id);
  select * into v_hold from public.credit_holds where id = p_hold for update;
  if v_hold.status <> 'active' then
    return v_hold;
  end if;
  if p_capture is null or p_capture not between 0 and v_hold.plan_amount + v_hold.pack_amount then
    perform private.fail(422, 'capture_exceeds_hold');
  end if;

  update public.accounts set
    held = held - (v_hold.plan_amount + v_hold.pack_amount),
    plan_available = plan_available + v_hold.plan_amount,
    pack_available = pack_available + v_hold.pack_amount
  where id = v_account.id;
  v_plan_spent := least(v_hold.plan_amount, p_capture);
  perform private.post_entry(v_account.id, 'spend', 'plan', -v_plan_spent, 'hold:' || p_hold, p_ref, p_now);
  perform private.post_entry(v_account.id, 'spend', 'pack', v_plan_spent - p_capture, 'hold:' || p_hold, p_ref, p_now);

  -- Credits of a period that has ended meanwhile end with it: holding them must not carry them over.
  v_plan_left := v_hold.plan_amount - v_plan_spent;
  if v_hold.created_at < v_account.plan_period_start then
    perform private.post_entry(v_account.id, 'expiry', 'plan', -v_plan_left, 'hold-expiry:' || p_hold, null, p_now);
  end if;
  perform private.pay_debt(v_account.id, 'hold-debt:' || p_hold, p_ref, p_now);
  update public.credit_holds set status = p_status, captured = p_capture, settled_at = p_now
  where id = p_hold returning * into v_hold;
  return v_hold;
end $$;

create function private.svc_credit_capture(
  p_hold uuid, p_amount bigint, p_ref text default null, p_now timestamptz default now()
) returns public.credit_holds
language sql security definer set search_path = '' as $$
  select private.settle_hold(p_hold, p_amount, 'captured', p_ref, p_now)
$$;

create function private.svc_credit_release(p_hold uuid, p_now timestamptz default now()) returns public.credit_holds
language sql security definer set search_path = '' as $$
  select private.settle_hold(p_hold, 0, 'released', null, p_now)
$$;

-- Adds credits once per key; a debt is paid from them first. False: this key was granted already.
create function private.svc_credit_grant(
  p_account uuid, p_bucket text, p_amount bigint, p_kind text, p_key text, p_ref text default null,
  p_now timestamptz default now()
) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_account public.accounts;
  v_payment bigint;
begin
  if p_amount is null or p_amount <= 0 or p_bucket is null or p_bucket not in ('plan', 'pack') then
    perform private.fail(422, 'invalid_amount');
  end if;
  v_account := private.lock_account(p_account);
  if private.is_posted(p_account, p_key) then
    return false;
  end if;
  v_payment := least(v_account.debt, p_amount);
  perform private.post_entry(p_account, p_kind, p_bucket, p_amount, p_key, p_ref, p_now);
  perform private.post_entry(p_account, 'debt_payment', p_bucket, -v_payment, p_key || ':debt', p_ref, p_now);
  perform private.post_entry(p_account, 'debt_payment', 'debt', -v_payment, p_key || ':debt', p_ref, p_now);
  return true;
end $$;

-- Takes credits back once per key, bought ones first; what is not there any more becomes debt. Never below zero.
create function private.svc_credit_clawback(
  p_account uuid, p_amount bigint, p_key text, p_ref text default null, p_now timestamptz default now()
) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_account public.accounts;
  v_pack bigint;
  v_plan bigint;
begin
  if p_amount is null or p_amount <= 0 then
    perform private.fail(422, 'invalid_amount');
  end if;
  v_account := private.lock_account(p_account);
  if private.is_posted(p_account, p_key) then
    return false;
  end if;
  v_pack := least(v_account.pack_available, p_amount);
  v_plan := least(v_account.plan_available, p_amount - v_pack);
  perform private.post_entry(p_account, 'clawback', 'pack', -v_pack, p_key, p_ref, p_now);
  perform private.post_entry(p_account, 'clawback', 'plan', -v_plan, p_key, p_ref, p_now);
  perform private.post_entry(p_account, 'clawback', 'debt', p_amount - v_pack - v_plan, p_key, p_ref, p_now);
  return true;
end $$;

-- Holds whose job never came back. One transaction for the batch: cron calls it every minute.
create function private.svc_expire_holds(p_limit integer default 500, p_now timestamptz default now()) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_hold uuid;
  v_count integer := 0;
begin
  -- Ordered by account, so that two runs at once lock accounts in the same order.
  for v_hold in
    select id from (
      select id, account_id from public.credit_holds
      where status = 'active' and expires_at < p_now order by expires_at limit p_limit
    ) as due order by account_id, id
  loop
    perform private.settle_hold(v_hold, 0, 'expired', null, p_now);
    v_count := v_count + 1;
  end loop;
  return v_count;
end $$;

create function private.svc_ledger_audit() returns setof private.ledger_audit
language sql stable security definer set search_path = '' as $$
  select * from private.ledger_audit
$$;

-- A page of one's own history, newest first. p_after is the id of the last row seen.
create function private.ledger_page(p_after bigint default null, p_limit integer default 50, p_kinds text[] default null)
returns setof public.credit_ledger
language sql stable security definer set search_path = '' as $$
  select ledger.* from public.credit_ledger as ledger
  where ledger.account_id = (select id from public.accounts where user_id = private.me())
    and (p_after is null or ledger.id < p_after)
    and (p_kinds is null or ledger.kind = any (p_kinds))
  order by ledger.id desc limit least(greatest(p_limit, 1), 500)
$$;

select private.expose('svc_credit_hold', 'service_role');
select private.expose('svc_credit_capture', 'service_role');
select private.expose('svc_credit_release', 'service_role');
select private.expose('svc_credit_grant', 'service_role');
select private.expose('svc_credit_clawback', 'service_role');
select private.expose('svc_expire_holds', 'service_role');
select private.expose('svc_ledger_audit', 'service_role');
select private.expose('ledger_page', 'authenticated');
