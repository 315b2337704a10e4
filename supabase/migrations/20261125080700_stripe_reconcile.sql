-- What Stripe knows, compared with what we know: an event that never came is made up for, by the same actions. A worker
-- pages through Stripe's lists, some pages at a time, and keeps where it is.

create table private.stripe_cursors (
  list text primary key,
  -- The last object of the last page that was compared; null at the beginning of a round.
  after text,
  -- A round looks at what was made since then; null: at everything.
  since timestamptz,
  round_began_at timestamptz not null
);

create function private.svc_stripe_cursor(p_list text, p_now timestamptz default now()) returns jsonb
language sql security definer set search_path = '' as $$
  insert into private.stripe_cursors as known (list, round_began_at) values (p_list, p_now)
  on conflict (list) do update set round_began_at = case when known.after is null then p_now else known.round_began_at end
  returning jsonb_build_object('after', after, 'since', since)
$$;

-- p_after null ends a round: the next one looks back p_overlap, since what was made then may have changed.
create function private.svc_stripe_cursor_set(p_list text, p_after text, p_overlap interval default '120 days') returns void
language sql security definer set search_path = '' as $$
  update private.stripe_cursors set
    after = p_after, since = case when p_after is null then round_began_at - p_overlap else since end
  where list = p_list
$$;

-- Whether an action would change nothing. What belongs to nobody here (another product in the same Stripe account, an
-- account that was erased) needs nothing either.
create function private.stripe_in_effect(p_action jsonb) returns boolean
language sql stable security definer set search_path = '' as $$
  select case when private.find_stripe_account(p_action) is null then true else case p_action ->> 'do'
    when 'link' then exists (
      select from public.accounts
      where id = private.find_stripe_account(p_action)
        and (user_id is null or stripe_customer_id = p_action ->> 'customer')
    )
    when 'entitle' then exists (
      select from private.entitlements
      where source_id = p_action ->> 'source_id' and (
        p_action ->> 'status' is null
        or (status = p_action ->> 'status' and ended_at is not distinct from (p_action ->> 'ended_at')::timestamptz)
      )
    )
    when 'pay' then exists (
      select from private.payments
      where source_id = p_action ->> 'source_id'
        and (p_action ->> 'payment_intent' is null or payment_intent is not null)
        and coalesce((p_action ->> 'covers_until')::timestamptz <= covers_until, p_action ->> 'covers_until' is null)
    )
    when 'refund' then not exists (
      select from private.payments
      where payment_intent = p_action ->> 'payment_intent' and refunded < (p_action ->> 'refunded')::bigint
    )
    when 'dispute' then not exists (
      select from private.payments where payment_intent = p_action ->> 'payment_intent' and not exists (
        select from private.disputes
        where dispute_id = p_action ->> 'dispute' and (status = p_action ->> 'status' or status <> 'open')
      )
    )
    else true
  end end
$$;

create function private.stripe_all_in_effect(p_actions jsonb) returns boolean
language sql stable security definer set search_path = '' as $$
  select not exists (
    select from jsonb_array_elements(p_actions) as entry (action) where not private.stripe_in_effect(entry.action)
  )
$$;

-- p_objects: [{"id", "at", "actions"}], each with the moment its state is of. Applies what is missing, as if its event had
-- come, and writes down that it did. Answers their ids.
create function private.svc_stripe_reconcile(p_list text, p_objects jsonb, p_now timestamptz default now()) returns text[]
language plpgsql security definer set search_path = '' as $$
declare
  v_object record;
  v_done text[] := '{}';
begin
  -- Ordered by account, so that two runs at once lock accounts in the same order.
  for v_object in
    select object.id, object.at, object.actions, private.find_stripe_account(object.actions -> 0) as account_id
    from jsonb_to_recordset(p_objects) as object (id text, at timestamptz, actions jsonb)
    where not private.stripe_all_in_effect(object.actions)
    order by 4, object.id
  loop
    -- Two refunds of one payment tell the same whole.
    continue when private.stripe_all_in_effect(v_object.actions);
    begin
      perform private.svc_stripe_apply(
        'reconcile:' || v_object.id || ':' || extract(epoch from p_now), 'reconcile.' || p_list, v_object.at,
        v_object.actions, p_now
      );
      perform private.audit(
        v_object.account_id, 'stripe.reconciled', v_object.id,
        jsonb_build_object('list', p_list, 'actions', jsonb_path_query_array(v_object.actions, '$[*].do')), p_now
      );
      v_done := v_done || v_object.id;
    exception when others then
      -- The rest of the page does not wait for it.
      insert into private.alerts (at, kind, detail) values (
        p_now, 'stripe_not_applied', jsonb_build_object('list', p_list, 'id', v_object.id, 'why', sqlerrm)
      );
    end;
  end loop;
  return v_done;
end $$;

-- The other way round: payments that gave something, to be looked up at Stripe. p_after is the last id seen.
create function private.svc_stripe_payments(p_after bigint default 0, p_limit integer default 100)
returns table (id bigint, source_id text, amount bigint)
language sql stable security definer set search_path = '' as $$
  select payment.id, payment.source_id, payment.amount from private.payments as payment
  where payment.id > coalesce(p_after, 0) order by payment.id limit least(p_limit, 1000)
$$;

-- Nothing is taken away by itself: a person looks first.
create function private.svc_stripe_unknown(p_payment bigint, p_why text, p_now timestamptz default now()) returns void
language sql security definer set search_path = '' as $$
  insert into private.alerts (at, kind, detail)
  select p_now, 'payment_unknown_to_stripe', found.detail
  from (select jsonb_build_object('payment', p_payment, 'why', p_why) as detail) as found
  where not exists (
    select from private.alerts
    where alerts.kind = 'payment_unknown_to_stripe' and alerts.detail = found.detail and resolved_at is null
  )
$$;

select private.expose('svc_stripe_cursor', 'service_role');
select private.expose('svc_stripe_cursor_set', 'service_role');
select private.expose('svc_stripe_reconcile', 'service_role');
select private.expose('svc_stripe_payments', 'service_role');
select private.expose('svc_stripe_unknown', 'service_role');
