-- The originals a person keeps in the cloud, by hash. Room is reserved before the upload, so that two machines at once
-- cannot overfill a plan, and the upload is let in by that reservation alone.

create table public.media (
  user_id uuid not null references auth.users on delete cascade,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  -- In the creations bucket.
  path text not null unique,
  mime text not null,
  size_bytes bigint not null check (size_bytes > 0),
  state text not null check (state in ('reserved', 'stored')),
  -- A reservation nobody used is void after this.
  reserved_until timestamptz,
  created_at timestamptz not null default now(),
  primary key (user_id, sha256),
  check ((state = 'reserved') = (reserved_until is not null)),
  check (starts_with(path, user_id::text || '/'))
);
create index media_reservations on public.media (reserved_until) where state = 'reserved';

create table private.storage_usage (
  user_id uuid primary key references auth.users on delete cascade,
  bytes bigint not null default 0 check (bytes >= 0)
);

create function private.count_media() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op <> 'INSERT' then
    update private.storage_usage set bytes = bytes - old.size_bytes where user_id = old.user_id;
  end if;
  if tg_op <> 'DELETE' then
    insert into private.storage_usage as usage (user_id, bytes) values (new.user_id, new.size_bytes)
    on conflict (user_id) do update set bytes = usage.bytes + excluded.bytes;
  end if;
  return null;
end $$;
create trigger media_count after insert or delete or update of size_bytes on public.media
  for each row execute function private.count_media();

alter table public.media enable row level security;
revoke all on public.media from anon, authenticated, service_role;
grant select on public.media to authenticated, service_role;
create policy media_read on public.media for select to authenticated using (user_id = (select auth.uid()));

create function private.extension_of(p_mime text) returns text
language sql immutable set search_path = '' as $$
  select case p_mime
    when 'image/png' then 'png' when 'image/jpeg' then 'jpg' when 'image/webp' then 'webp'
    when 'image/avif' then 'avif' when 'image/gif' then 'gif'
    when 'video/mp4' then 'mp4' when 'video/webm' then 'webm'
  end
$$;

create function private.storage_limit(p_user uuid) returns bigint
language sql stable security definer set search_path = '' as $$
  select (private.plan_at(plan, now())).storage_bytes from public.accounts where user_id = p_user
$$;

-- Where to upload each file: [{"sha256", "mime", "size_bytes"}] → its path and whether it is there already.
create function private.media_reserve(p_items jsonb) returns table (sha256 text, path text, state text)
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  v_user uuid := private.me();
  v_item record;
  v_used bigint;
  v_limit bigint := private.storage_limit(v_user);
begin
  perform private.require_member(v_user);
  if jsonb_typeof(p_items) is distinct from 'array' or jsonb_array_length(p_items) > 100 then
    perform private.fail(422, 'invalid_items');
  end if;
  insert into private.storage_usage (user_id) values (v_user) on conflict do nothing;
  perform from private.storage_usage where user_id = v_user for update;

  for v_item in select * from jsonb_to_recordset(p_items) as item (sha256 text, mime text, size_bytes bigint) loop
    if (
      v_item.sha256 ~ '^[0-9a-f]{64}$' and private.extension_of(v_item.mime) is not null
      and v_item.size_bytes between 1 and 209715200
    ) is not true then
      perform private.fail(422, 'invalid_items', jsonb_build_object('sha256', v_item.sha256));
    end if;
    update public.media set reserved_until = now() + interval '1 day'
    where user_id = v_user and sha256 = v_item.sha256 and state = 'reserved';
    if not found then
      insert into public.media (user_id, sha256, path, mime, size_bytes, state, reserved_until)
      values (
        v_user, v_item.sha256, v_user || '/' || gen_random_uuid() || '.' || private.extension_of(v_item.mime),
        v_item.mime, v_item.size_bytes, 'reserved', now() + interval '1 day'
      ) on conflict (user_id, sha256) do nothing;
    end if;
  end loop;
  select bytes into v_used from private.storage_usage where user_id = v_user;
  if v_used > v_limit then
    perform private.fail(413, 'storage_full', jsonb_build_object('limit_bytes', v_limit, 'needed_bytes', v_used));
  end if;

  return query
  select media.sha256, media.path, media.state from public.media
  where user_id = v_user and media.sha256 in (select item ->> 'sha256' from jsonb_array_elements(p_items) as item);
end $$;

-- After the upload. The size that counts is the real one.
create function private.media_confirm(p_sha256 text[]) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := private.me();
  v_missing text[];
  v_count integer;
begin
  select array_agg(wanted) into v_missing from unnest(p_sha256) as wanted
  where not exists (
    select from public.media join storage.objects on bucket_id = 'creations' and name = path
    where media.user_id = v_user and sha256 = wanted
  );
  if v_missing is not null then
    perform private.fail(409, 'upload_missing', jsonb_build_object('sha256', v_missing));
  end if;
  update public.media set
    state = 'stored', reserved_until = null,
    size_bytes = coalesce(nullif((objects.metadata ->> 'size')::bigint, 0), size_bytes)
  from storage.objects
  where bucket_id = 'creations' and name = path and media.user_id = v_user and sha256 = any (p_sha256)
    and state = 'reserved';
  get diagnostics v_count = row_count;
  return v_count;
end $$;

-- Gives files up for good.
create function private.media_release(p_sha256 text[]) returns integer
language sql security definer set search_path = '' as $$
  with released as (
    delete from public.media where user_id = private.me() and sha256 = any (p_sha256) returning path
  )
  select count(*)::integer from released cross join lateral private.doom('creations', path, 'released', now())
$$;

-- Reservations nobody used.
create function private.svc_sweep_reservations(p_limit integer default 1000, p_now timestamptz default now()) returns integer
language sql security definer set search_path = '' as $$
  with void as (
    delete from public.media where (user_id, sha256) in (
      select user_id, sha256 from public.media where state = 'reserved' and reserved_until < p_now limit p_limit
    ) returning path
  )
  select count(*)::integer from void cross join lateral private.doom('creations', path, 'never_confirmed', p_now)
$$;

-- Inputs are for jobs, not for keeping: so many at a time.
create function private.has_input_room() returns boolean
language sql stable security definer set search_path = '' as $$
  select count(*) < 200 from (
    select from storage.objects
    where bucket_id = 'inputs' and starts_with(name, (select auth.uid())::text || '/') limit 200
  ) as own
$$;
grant execute on function private.has_input_room() to authenticated;

create policy own_read on storage.objects for select to authenticated using (
  bucket_id in ('creations', 'inputs', 'avatars', 'exports', 'support')
  and (storage.foldername(name))[1] = (select auth.uid())::text
);
create policy reserved_insert on storage.objects for insert to authenticated with check (
  bucket_id = 'creations' and exists (
    select from public.media
    where media.user_id = (select auth.uid()) and media.path = objects.name and media.state = 'reserved'
  )
);
create policy inputs_insert on storage.objects for insert to authenticated with check (
  bucket_id = 'inputs' and (storage.foldername(name))[1] = (select auth.uid())::text
  and (select private.has_input_room())
);
create policy own_insert on storage.objects for insert to authenticated with check (
  bucket_id in ('avatars', 'support') and (storage.foldername(name))[1] = (select auth.uid())::text
);
create policy own_delete on storage.objects for delete to authenticated using (
  bucket_id in ('inputs', 'avatars') and (storage.foldername(name))[1] = (select auth.uid())::text
);

select private.expose('media_reserve', 'authenticated');
select private.expose('media_confirm', 'authenticated');
select private.expose('media_release', 'authenticated');
select private.expose('svc_sweep_reservations', 'service_role');
