-- Fixed windows, counted by upsert. Unlogged: a crash forgives everybody, which is cheaper than writing each call twice.
-- Keys hold no address: the functions hash it with a salt that changes every day.

create unlogged table private.rate_limits (
  key text not null,
  window_start timestamptz not null,
  hits integer not null,
  primary key (key, window_start)
);
create index rate_limits_window on private.rate_limits (window_start);

create function private.svc_rate_limit(
  p_key text, p_max integer, p_window_seconds integer, p_now timestamptz default now()
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_start timestamptz := to_timestamp(floor(extract(epoch from p_now) / p_window_seconds) * p_window_seconds);
  v_hits integer;
begin
  insert into private.rate_limits as counted (key, window_start, hits) values (p_key, v_start, 1)
  on conflict (key, window_start) do update set hits = counted.hits + 1
  returning hits into v_hits;
  return jsonb_build_object(
    'allowed', v_hits <= p_max,
    'retry_after', ceil(extract(epoch from v_start - p_now) + p_window_seconds)::integer
  );
end $$;

-- True the first time an event of a webhook is seen: a replay is told apart by its id.
create function private.svc_webhook_first(
  p_provider text, p_event text, p_type text, p_created timestamptz, p_now timestamptz default now()
) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.webhook_events (provider, event_id, type, created_at, received_at)
  values (p_provider, p_event, p_type, p_created, p_now) on conflict do nothing;
  return found;
end $$;

select private.expose('svc_rate_limit', 'service_role');
select private.expose('svc_webhook_first', 'service_role');
