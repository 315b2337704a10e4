-- What the app needs to buy and to see what was bought.

-- For the checkout function: what p_lookup costs where, or why it cannot be bought now.
create function private.svc_checkout_begin(p_user uuid, p_lookup text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_account public.accounts;
  v_price private.stripe_prices;
begin
  perform private.require_member(p_user);
  select * into v_account from public.accounts where user_id = p_user;
  select * into v_price from private.stripe_prices where lookup = p_lookup and active;
  if not found then
    perform private.fail(422, 'unknown_price');
  end if;
  if v_price.plan is not null and exists (
    select from private.entitlements
    where account_id = v_account.id and plan = v_price.plan and paid_until > now() and ended_at is null
  ) then
    perform private.fail(409, 'already_owned', jsonb_build_object('plan', v_price.plan));
  end if;
  return jsonb_build_object(
    'account_id', v_account.id, 'customer', v_account.stripe_customer_id, 'price_id', v_price.price_id,
    'mode', case v_price.plan when 'pro' then 'subscription' else 'payment' end,
    'plan', v_price.plan, 'pack_credits', v_price.pack_credits
  );
end $$;

-- Links a customer made before its checkout. The first link stays.
create function private.svc_stripe_link(p_user uuid, p_customer text) returns text
language plpgsql security definer set search_path = '' as $$
declare
  v_account public.accounts := private.lock_account_of(p_user);
begin
  update public.accounts set stripe_customer_id = p_customer
  where id = v_account.id and stripe_customer_id is null;
  return coalesce(v_account.stripe_customer_id, p_customer);
end $$;

create function private.svc_stripe_prices() returns setof private.stripe_prices
language sql stable security definer set search_path = '' as $$
  select * from private.stripe_prices order by lookup
$$;

-- For the script that makes products and prices: the price told last under a name is the one that is sold.
create function private.svc_stripe_price_set(p_lookup text, p_price_id text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update private.stripe_prices set active = false where lookup = p_lookup and price_id <> p_price_id;
  insert into private.stripe_prices (price_id, lookup, plan, pack_credits)
  values (
    p_price_id, p_lookup,
    case when p_lookup in ('pro_month', 'pro_year') then 'pro' when p_lookup = 'lifetime' then 'lifetime' end,
    substring(p_lookup from '^pack_(\d+)$')::integer
  )
  on conflict (price_id) do update set active = true;
end $$;

-- One's own payments, newest first; receipts themselves are Stripe's, in its portal.
create function private.payments_page(p_after bigint default null, p_limit integer default 50)
returns table (
  id bigint, kind text, amount bigint, currency text, credits bigint, refunded bigint, disputed boolean, paid_at timestamptz
)
language sql stable security definer set search_path = '' as $$
  select payment.id, payment.kind, payment.amount, payment.currency, payment.credits, payment.refunded,
    exists (select from private.disputes where payment_id = payment.id and status = 'open'), payment.paid_at
  from private.payments as payment
  where payment.account_id = (select account.id from public.accounts as account where user_id = private.me())
    and (p_after is null or payment.id < p_after)
  order by payment.id desc limit least(greatest(p_limit, 1), 500)
$$;

select private.expose('svc_checkout_begin', 'service_role');
select private.expose('svc_stripe_link', 'service_role');
select private.expose('svc_stripe_prices', 'service_role');
select private.expose('svc_stripe_price_set', 'service_role');
select private.expose('payments_page', 'authenticated');
