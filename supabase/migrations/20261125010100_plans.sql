-- What the plans give. Rows with a date, so that a change can be announced and old periods stay explainable.

create table public.plans (
  id text not null check (id in ('free', 'pro', 'lifetime')),
  valid_from timestamptz not null default '2026-01-01',
  name text not null,
  -- The higher one wins where somebody has several.
  rank integer not null,
  monthly_credits integer not null check (monthly_credits >= 0),
  max_concurrent_jobs integer not null check (max_concurrent_jobs > 0),
  storage_bytes bigint not null check (storage_bytes > 0),
  -- Stripe finishes a renewal's invoice about an hour after the period; without this every month would fall to Free.
  grace interval not null default '0',
  primary key (id, valid_from)
);
insert into public.plans (id, name, rank, monthly_credits, max_concurrent_jobs, storage_bytes, grace) values
  ('free', 'Free', 0, 50, 1, 1::bigint << 30, '0'),
  ('lifetime', 'Lifetime', 1, 500, 3, 50::bigint << 30, '0'),
  ('pro', 'Pro', 2, 2000, 5, 100::bigint << 30, '3 days');

alter table public.plans enable row level security;
revoke all on public.plans from anon, authenticated, service_role;
grant select on public.plans to anon, authenticated, service_role;
create policy plans_read on public.plans for select to anon, authenticated using (true);

create function private.plan_at(p_plan text, p_now timestamptz) returns public.plans
language sql stable security definer set search_path = '' as $$
  select * from public.plans where id = p_plan and valid_from <= p_now order by valid_from desc limit 1
$$;
