-- The month's credits on one page: what was there, what came, what went, what is left. Made once, never changed.

create table public.statements (
  account_id uuid not null references public.accounts,
  month date not null check (extract(day from month) = 1),
  opening bigint not null,
  granted bigint not null,
  bought bigint not null,
  spent bigint not null,
  expired bigint not null,
  -- Refunds and disputes, in or out, and debts paid.
  corrected bigint not null,
  closing bigint not null check (closing = opening + granted + bought - spent - expired + corrected),
  created_at timestamptz not null,
  primary key (account_id, month)
);
create trigger statements_append_only before update or delete on public.statements
  for each row execute function private.forbid_change();

alter table public.statements enable row level security;
revoke all on public.statements from anon, authenticated, service_role;
grant select on public.statements to authenticated, service_role;
create policy statements_read on public.statements for select to authenticated
  using (account_id = (select id from public.accounts where user_id = (select auth.uid())));

create function private.make_statement(p_account uuid, p_month date, p_now timestamptz) returns public.statements
language sql security definer set search_path = '' set timezone = 'UTC' as $$
  insert into public.statements
    (account_id, month, opening, granted, bought, spent, expired, corrected, closing, created_at)
  select p_account, p_month,
    coalesce(sum(amount) filter (where at < p_month), 0),
    coalesce(sum(amount) filter (where at >= p_month and kind = 'plan_grant'), 0),
    coalesce(sum(amount) filter (where at >= p_month and kind = 'pack_purchase'), 0),
    -coalesce(sum(amount) filter (where at >= p_month and kind = 'spend'), 0),
    -coalesce(sum(amount) filter (where at >= p_month and kind = 'expiry'), 0),
    coalesce(sum(amount) filter (
      where at >= p_month and kind in ('clawback', 'debt_payment', 'restored', 'correction')
    ), 0),
    coalesce(sum(amount), 0),
    p_now
  from public.credit_ledger
  where account_id = p_account and bucket <> 'debt' and at < p_month + interval '1 month'
  on conflict do nothing returning *
$$;

-- Statements of the month before p_now for everybody whose credits moved in it, with a mail each.
create function private.svc_statements_run(p_limit integer default 500, p_now timestamptz default now()) returns integer
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare
  v_month date := date_trunc('month', p_now) - interval '1 month';
  v_account record;
  v_statement public.statements;
  v_count integer := 0;
begin
  for v_account in
    select account.id, account.user_id from public.accounts as account
    where account.user_id is not null
      and not exists (select from public.statements where account_id = account.id and month = v_month)
      and exists (
        select from public.credit_ledger
        where account_id = account.id and at >= v_month and at < v_month + interval '1 month'
      )
    order by account.id limit p_limit
  loop
    v_statement := private.make_statement(v_account.id, v_month, p_now);
    perform private.mail(
      v_account.user_id, 'billing', 'statement', 'statement:' || v_account.id || ':' || v_month,
      to_jsonb(v_statement) - 'account_id', p_now
    );
    v_count := v_count + 1;
  end loop;
  return v_count;
end $$;

select private.expose('svc_statements_run', 'service_role');
