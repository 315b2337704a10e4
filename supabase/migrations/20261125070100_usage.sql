-- First-party usage events: only with the switch on, only the kinds and fields listed here, shown to the person, gone
-- within twelve months. No prompt, no address.

create table public.usage_event_kinds (
  event text primary key check (event ~ '^[a-z_]+$'),
  -- Field → what it holds. Others are dropped.
  fields jsonb not null,
  why text not null
);
insert into public.usage_event_kinds (event, fields, why) values
  ('app_started', '{"os": "operating system and version", "app": "version of the studio"}', 'Which systems to support.'),
  ('session_ended', '{"minutes": "how long the window was open"}', 'How much the studio is used.'),
  ('page_viewed', '{"page": "name of the page"}', 'Which parts are used.'),
  ('feature_used', '{"feature": "name of the feature"}', 'Which features to improve.'),
  ('generation_done', '{"provider": "where it ran", "model": "which model", "media": "image or video", "ms": "how long it took", "ok": "whether it worked"}',
    'Which models work well.');

create table private.usage_logs (
  user_id uuid not null references auth.users on delete cascade,
  at timestamptz not null,
  event text not null,
  fields jsonb not null
) partition by range (at);
create index usage_logs_user on private.usage_logs (user_id, at desc);
-- Catches what comes before its month has been made; emptied by the same rule.
create table private.usage_logs_other partition of private.usage_logs default;

-- Makes this month's and the next two partitions, and drops each month a year after it began, so that no row is older.
create function private.svc_usage_partitions(p_now timestamptz default now()) returns text[]
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare
  v_month timestamptz;
  v_name text;
  v_dropped text[] := array[]::text[];
begin
  for v_month in select generate_series(date_trunc('month', p_now), p_now + interval '2 months', interval '1 month') loop
    v_name := 'usage_logs_' || to_char(v_month, 'YYYY_MM');
    if to_regclass('private.' || v_name) is null then
      execute format(
        'create table private.%I (like private.usage_logs including defaults including constraints)', v_name
      );
      execute format(
        'with moved as (delete from private.usage_logs_other where at >= %1$L and at < %2$L returning *)
         insert into private.%3$I select * from moved', v_month, v_month + interval '1 month', v_name
      );
      execute format(
        'alter table private.usage_logs attach partition private.%I for values from (%L) to (%L)',
        v_name, v_month, v_month + interval '1 month'
      );
    end if;
  end loop;
  for v_name in
    select relname from pg_class join pg_inherits on inhrelid = pg_class.oid
    where inhparent = 'private.usage_logs'::regclass and relname ~ '^usage_logs_\d{4}_\d{2}$'
      and to_date(right(relname, 7), 'YYYY_MM') + interval '12 months' <= p_now
  loop
    execute format('drop table private.%I', v_name);
    v_dropped := v_dropped || v_name;
  end loop;
  delete from private.usage_logs_other where at < p_now - interval '12 months';
  return v_dropped;
end $$;
select private.svc_usage_partitions();

-- [{"event", "at", "fields"}], at most 100. Answers how many were kept: none with the switch off.
create function private.log_usage(p_events jsonb) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := private.me();
  v_count integer;
begin
  if jsonb_typeof(p_events) is distinct from 'array' or jsonb_array_length(p_events) > 100 then
    perform private.fail(422, 'invalid_events');
  elsif not exists (
    select from public.user_private where id = v_user and analytics_opt_in and not processing_restricted
  ) then
    return 0;
  end if;
  insert into private.usage_logs (user_id, at, event, fields)
  select v_user, least(greatest((entry ->> 'at')::timestamptz, now() - interval '30 days'), now()), kind.event, coalesce((
    select jsonb_object_agg(field.key, left(field.value, 100))
    from jsonb_each_text(case jsonb_typeof(entry -> 'fields') when 'object' then entry -> 'fields' else '{}' end) as field
    where kind.fields ? field.key
  ), '{}')
  from jsonb_array_elements(p_events) as entry
  join public.usage_event_kinds as kind on kind.event = entry ->> 'event';
  get diagnostics v_count = row_count;
  return v_count;
end $$;

create function private.my_usage(p_before timestamptz default null, p_limit integer default 200)
returns table (at timestamptz, event text, fields jsonb)
language sql stable security definer set search_path = '' as $$
  select log.at, log.event, log.fields from private.usage_logs as log
  where log.user_id = private.me() and (p_before is null or log.at < p_before)
  order by log.at desc limit least(greatest(p_limit, 1), 1000)
$$;

-- What a provider charged us for a job, delivered or not. Holds no person: it is our own cost.
create table private.provider_costs (
  job_id uuid not null,
  provider text not null,
  micro_usd bigint not null check (micro_usd >= 0),
  delivered boolean not null,
  at timestamptz not null,
  primary key (job_id, provider)
);
create function private.svc_provider_cost(
  p_job uuid, p_provider text, p_micro_usd bigint, p_delivered boolean, p_now timestamptz default now()
) returns void
language sql security definer set search_path = '' as $$
  insert into private.provider_costs (job_id, provider, micro_usd, delivered, at)
  values (p_job, p_provider, p_micro_usd, p_delivered, p_now)
  on conflict (job_id, provider) do update set micro_usd = excluded.micro_usd, delivered = excluded.delivered
$$;

alter table public.usage_event_kinds enable row level security;
revoke all on public.usage_event_kinds from anon, authenticated, service_role;
grant select on public.usage_event_kinds to anon, authenticated, service_role;
create policy usage_event_kinds_read on public.usage_event_kinds for select to anon, authenticated using (true);

select private.expose('svc_usage_partitions', 'service_role');
select private.expose('svc_provider_cost', 'service_role');
select private.expose('log_usage', 'authenticated');
select private.expose('my_usage', 'authenticated');
