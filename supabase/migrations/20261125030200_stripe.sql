-- Stripe delivers at least once, in any order, several at a time. The function maps each event to plain actions and this
-- applies them, so that every order and repetition ends in the same state:
--   · amounts are cumulative targets, never deltas
--   · a status carries its event's time and an older one changes nothing
--   · how far an entitlement reaches is computed from the payments that still stand
--   · what refers to something not told yet fails with 503, and Stripe comes again

-- Null: nobody we know.
create function private.find_stripe_account(p_action jsonb) returns uuid
language sql stable security definer set search_path = '' as $$
  select coalesce(
    (select id from public.accounts where id = (p_action ->> 'account')::uuid),
    (select account_id from private.payments where payment_intent = p_action ->> 'payment_intent'),
    (select account_id from private.payments where private.payments.source_id = p_action ->> 'source_id'),
    (select account_id from private.entitlements where private.entitlements.source_id = p_action ->> 'source_id'),
    (select id from public.accounts where stripe_customer_id = p_action ->> 'customer')
  )
$$;

create function private.stripe_account(p_action jsonb) returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  v_account uuid := private.find_stripe_account(p_action);
begin
  if v_account is null then
    perform private.fail(503, 'unknown_account');
  end if;
  return v_account;
end $$;

create function private.sync_entitlement(p_source text) returns void
language sql security definer set search_path = '' as $$
  update private.entitlements set paid_until = (
    select max(payment.covers_until) from private.payments as payment
    where payment.entitlement_source = p_source and (
      payment.amount = 0 or payment.amount > payment.refunded + (
        select coalesce(sum(amount), 0) from private.disputes where payment_id = payment.id and status <> 'won'
      )
    )
  ) where source_id = p_source
$$;

-- {"do": "entitle", "source_id", "plan", "starts_at", "status"?, "ended_at"?}: a subscription's state, or that it exists.
create function private.stripe_entitle(p_account uuid, p_action jsonb, p_created timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_status text := p_action ->> 'status';
  v_created timestamptz := case when v_status is null then '-infinity' else p_created end;
begin
  insert into private.entitlements as known (account_id, plan, source_id, starts_at, status, ended_at, status_at)
  values (
    p_account, p_action ->> 'plan', p_action ->> 'source_id', (p_action ->> 'starts_at')::timestamptz,
    coalesce(v_status, 'active'), (p_action ->> 'ended_at')::timestamptz, v_created
  )
  on conflict (source_id) do update set
    starts_at = least(known.starts_at, excluded.starts_at),
    -- Two events of the same second: the end of a subscription is final.
    (status, ended_at, status_at, plan) = (
      select newest.status, newest.ended_at, newest.status_at, newest.plan from (
        values
          (known.status, known.ended_at, known.status_at, known.plan),
          (excluded.status, excluded.ended_at, excluded.status_at, excluded.plan)
      ) as newest (status, ended_at, status_at, plan)
      order by newest.status_at desc, newest.ended_at is null, newest.status desc, newest.ended_at limit 1
    );
  perform private.sync_entitlement(p_action ->> 'source_id');
end $$;

-- {"do": "pay", "kind", "source_id", "payment_intent"?, "amount", "currency", "credits"?, "entitlement"?, "covers_until"?}
create function private.stripe_pay(p_account uuid, p_action jsonb, p_created timestamptz, p_now timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_payment private.payments;
begin
  insert into private.payments as known (
    account_id, kind, source_id, payment_intent, credits, entitlement_source, covers_until, amount, currency, paid_at,
    retain_until
  ) values (
    p_account, p_action ->> 'kind', p_action ->> 'source_id', p_action ->> 'payment_intent',
    coalesce((p_action ->> 'credits')::bigint, 0), p_action ->> 'entitlement',
    (p_action ->> 'covers_until')::timestamptz, (p_action ->> 'amount')::bigint, p_action ->> 'currency', p_created,
    (p_created + make_interval(years => private.setting('payment_retention_years')))::date
  )
  on conflict (source_id) do update set
    payment_intent = coalesce(known.payment_intent, excluded.payment_intent),
    covers_until = greatest(known.covers_until, excluded.covers_until),
    paid_at = least(known.paid_at, excluded.paid_at)
  returning * into v_payment;
  if v_payment.credits > 0 then
    perform private.svc_credit_grant(
      p_account, 'pack', v_payment.credits, 'pack_purchase', 'pack:' || v_payment.source_id, v_payment.source_id, p_now
    );
  end if;
  perform private.sync_entitlement(v_payment.entitlement_source);
end $$;

-- Takes back, or gives back, until what was clawed matches what was refunded and disputed.
create function private.sync_payment_credits(p_payment private.payments, p_now timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_reversed bigint;
  v_target bigint;
  v_key text := 'reversal:' || p_payment.id || ':' || p_payment.corrections + 1;
begin
  select p_payment.refunded + coalesce(sum(amount), 0) into v_reversed
  from private.disputes where payment_id = p_payment.id and status <> 'won';
  v_target := case p_payment.amount when 0 then 0
    else floor(p_payment.credits::numeric * least(p_payment.amount, v_reversed) / p_payment.amount) end;
  if v_target > p_payment.clawed_credits then
    perform private.svc_credit_clawback(
      p_payment.account_id, v_target - p_payment.clawed_credits, v_key, p_payment.source_id, p_now
    );
  elsif v_target < p_payment.clawed_credits then
    perform private.svc_credit_grant(
      p_payment.account_id, 'pack', p_payment.clawed_credits - v_target, 'restored', v_key, p_payment.source_id, p_now
    );
  end if;
  update private.payments set clawed_credits = v_target, corrections = corrections + 1
  where id = p_payment.id and clawed_credits <> v_target;
  perform private.sync_entitlement(p_payment.entitlement_source);
end $$;

-- {"do": "refund", "payment_intent", "refunded"} and {"do": "dispute", "payment_intent", "dispute", "amount", "status"}
create function private.stripe_reverse(p_account uuid, p_action jsonb, p_now timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_payment private.payments;
begin
  update private.payments set refunded = greatest(refunded, coalesce((p_action ->> 'refunded')::bigint, 0))
  where payment_intent = p_action ->> 'payment_intent' returning * into v_payment;
  if not found then
    perform private.fail(503, 'unknown_payment');
  end if;
  if p_action ->> 'do' = 'dispute' then
    insert into private.disputes as known (dispute_id, payment_id, amount, status)
    values (p_action ->> 'dispute', v_payment.id, (p_action ->> 'amount')::bigint, p_action ->> 'status')
    on conflict (dispute_id) do update set status = excluded.status, amount = excluded.amount
    where known.status = 'open';
    perform private.sync_freeze(p_account, p_now);
  end if;
  perform private.sync_payment_credits(v_payment, p_now);
end $$;

-- Spending stops while any dispute is open. Another reason to be frozen is left alone.
create function private.sync_freeze(p_account uuid, p_now timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_disputed boolean;
begin
  select exists (
    select from private.disputes join private.payments on payments.id = payment_id
    where payments.account_id = p_account and status = 'open'
  ) into v_disputed;
  update public.accounts set frozen_reason = case when v_disputed then 'dispute' end
  where id = p_account and coalesce(frozen_reason, 'dispute') = 'dispute'
    and (frozen_reason is not null) <> v_disputed;
  if found then
    perform private.audit(
      p_account, case when v_disputed then 'account.frozen' else 'account.unfrozen' end, null,
      '{"reason": "dispute"}', p_now
    );
  end if;
end $$;

-- Tells the person's devices that a purchase has come through: a hint, as with jobs.
create function private.announce_account(p_account uuid) returns void
language sql security definer set search_path = '' as $$
  select realtime.send(
    jsonb_build_object('plan', plan, 'plan_available', plan_available, 'pack_available', pack_available),
    'account', 'user:' || user_id, true
  ) from public.accounts where id = p_account and user_id is not null
$$;

-- One event, all its actions, one transaction. 'duplicate' when it was applied before; 503 when it came too early.
create function private.svc_stripe_apply(
  p_event text, p_type text, p_created timestamptz, p_actions jsonb, p_now timestamptz default now()
) returns text
language plpgsql security definer set search_path = '' as $$
declare
  v_action jsonb;
  v_account uuid;
begin
  insert into private.webhook_events (provider, event_id, type, created_at, received_at)
  values ('stripe', p_event, p_type, p_created, p_now) on conflict do nothing;
  if not found then
    return 'duplicate';
  end if;
  for v_action in select * from jsonb_array_elements(p_actions) loop
    v_account := private.stripe_account(v_action);
    perform private.lock_account(v_account);
    case v_action ->> 'do'
      when 'link' then
        update public.accounts set stripe_customer_id = v_action ->> 'customer'
        where id = v_account and user_id is not null
          and stripe_customer_id is distinct from v_action ->> 'customer';
      when 'entitle' then
        perform private.stripe_entitle(v_account, v_action, p_created);
      when 'pay' then
        perform private.stripe_pay(v_account, v_action, p_created, p_now);
      when 'attach' then
        update private.payments set payment_intent = v_action ->> 'payment_intent'
        where source_id = v_action ->> 'source_id' and payment_intent is null;
      when 'refund', 'dispute' then
        perform private.stripe_reverse(v_account, v_action, p_now);
      when 'mail' then
        perform private.mail(
          (select user_id from public.accounts where id = v_account), 'billing', v_action ->> 'template',
          'stripe:' || p_event, coalesce(v_action -> 'params', '{}'), p_now
        ) where exists (select from public.accounts where id = v_account and user_id is not null);
      else
        perform private.fail(422, 'unknown_action');
    end case;
    perform private.svc_sync_plan(v_account, p_now);
    perform private.announce_account(v_account);
  end loop;
  return case jsonb_array_length(p_actions) when 0 then 'ignored' else 'applied' end;
end $$;

insert into private.settings (key, value, why) values
  ('payment_retention_years', '7', 'What tax law asks of us. Countries differ; ask counsel before changing it.');

select private.expose('svc_stripe_apply', 'service_role');
