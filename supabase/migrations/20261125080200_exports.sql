-- The archive of everything about a person. Asked for in the app, built page by page by a worker, offered for a week.

create table private.exports (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users on delete cascade,
  status text not null default 'queued' check (status in ('queued', 'building', 'ready', 'failed', 'expired')),
  requested_at timestamptz not null,
  lease_until timestamptz,
  -- In the exports bucket.
  paths text[] not null default '{}',
  finished_at timestamptz,
  error text
);
create index exports_user on private.exports (user_id, requested_at desc);
create index exports_open on private.exports (requested_at) where status in ('queued', 'building');

-- One at a time; asking again while one is on its way gives that one.
create function private.request_export() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := private.me();
  v_export private.exports;
begin
  perform from public.user_private where id = v_user for update;
  select * into v_export from private.exports where user_id = v_user and status in ('queued', 'building');
  if not found then
    if (select count(*) from private.exports where user_id = v_user and requested_at > now() - interval '1 day') >= 3 then
      perform private.fail(429, 'too_many_exports', '{"retry_after": 86400}');
    end if;
    insert into private.exports (user_id, requested_at) values (v_user, now()) returning * into v_export;
  end if;
  return to_jsonb(v_export) - array['user_id', 'lease_until'];
end $$;

create function private.my_exports() returns setof jsonb
language sql stable security definer set search_path = '' as $$
  select to_jsonb(export) - array['user_id', 'lease_until'] from private.exports as export
  where export.user_id = private.me() order by export.requested_at desc limit 20
$$;

create function private.svc_export_claim(p_lease interval default '10 minutes', p_now timestamptz default now())
returns table (id uuid, user_id uuid)
language sql security definer set search_path = '' as $$
  update private.exports as export set status = 'building', lease_until = p_now + p_lease
  where export.id = (
    select due.id from private.exports as due
    where due.status in ('queued', 'building') and coalesce(due.lease_until, '-infinity') <= p_now
    order by due.requested_at limit 1 for update skip locked
  ) returning export.id, export.user_id
$$;

create function private.svc_export_sections() returns table (section text, why text)
language sql stable security definer set search_path = '' as $$
  select section, why from private.personal_data where section is not null order by section
$$;

-- A page of one section. p_after is the `next` of the page before; the last page's is null.
create function private.svc_export_page(p_export uuid, p_section text, p_after text default null, p_limit integer default 1000)
returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := (select user_id from private.exports where id = p_export);
  v_entry private.personal_data;
  v_limit integer := least(greatest(p_limit, 1), 5000);
  v_page jsonb;
begin
  select * into v_entry from private.personal_data where section = p_section;
  if not found or v_user is null then
    perform private.fail(404, 'export_not_found');
  end if;
  execute format(
    $page$
      select jsonb_build_object(
        'rows', coalesce(jsonb_agg(to_jsonb(page.entry) - %L::text[] order by page.key), '[]'),
        'next', case when count(*) = %s then max(page.key) end
      )
      from (
        select entry, entry.%I::text collate "C" as key from %s as entry
        where entry.%I = $1 and ($2 is null or entry.%I::text collate "C" > $2) order by 2 limit %s
      ) as page
    $page$,
    v_entry.hidden_columns, v_limit, v_entry.order_column, v_entry.relation::regclass, v_entry.owner_column,
    v_entry.order_column, v_limit
  ) into v_page using
    case v_entry.owner when 'user' then v_user else (select id from public.accounts where user_id = v_user) end, p_after;
  return v_page;
end $$;

create function private.svc_export_done(p_export uuid, p_paths text[], p_now timestamptz default now()) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid;
begin
  update private.exports set status = 'ready', paths = p_paths, finished_at = p_now, lease_until = null
  where id = p_export and status = 'building' returning user_id into v_user;
  if v_user is not null then
    perform private.mail(v_user, 'service', 'export_ready', 'export:' || p_export, '{}', p_now);
  end if;
end $$;

create function private.svc_export_failed(p_export uuid, p_error text, p_now timestamptz default now()) returns void
language sql security definer set search_path = '' as $$
  update private.exports set status = 'failed', error = left(p_error, 500), finished_at = p_now, lease_until = null
  where id = p_export and status = 'building'
$$;

create function private.svc_sweep_exports(p_now timestamptz default now()) returns integer
language sql security definer set search_path = '' as $$
  with old as (
    update private.exports set status = 'expired'
    where status = 'ready' and finished_at < p_now - interval '7 days' returning id, paths
  ), doomed as (
    select private.doom('exports', path, 'expired', p_now) from old cross join lateral unnest(paths) as path
  )
  select count(*)::integer from old where (select count(*) from doomed) >= 0
$$;

select private.expose('request_export', 'authenticated');
select private.expose('my_exports', 'authenticated');
select private.expose('svc_export_claim', 'service_role');
select private.expose('svc_export_sections', 'service_role');
select private.expose('svc_export_page', 'service_role');
select private.expose('svc_export_done', 'service_role');
select private.expose('svc_export_failed', 'service_role');
select private.expose('svc_sweep_exports', 'service_role');
