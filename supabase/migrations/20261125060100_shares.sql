-- Links: whoever holds one sees the creation, until it is revoked or runs out. Only a hash of the token is here, so that
-- reading this table opens nothing.

create table public.shares (
  id uuid primary key,
  user_id uuid not null references auth.users on delete cascade,
  token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
  creation_id text not null,
  sha256 text not null,
  title text not null default '' check (char_length(title) <= 120),
  prompt text check (char_length(prompt) <= 32000),
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  duration_ms integer check (duration_ms > 0),
  -- A small public picture for previews in chats; null where the person wants none.
  preview_path text,
  views integer not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  -- Releasing a file ends its links with it.
  foreign key (user_id, sha256) references public.media on delete cascade
);
create index shares_user on public.shares (user_id, created_at desc);
create index shares_media on public.shares (user_id, sha256);
create index shares_expiry on public.shares (expires_at) where revoked_at is null;

alter table public.shares enable row level security;
revoke all on public.shares from anon, authenticated, service_role;
grant select (
  id, user_id, creation_id, sha256, title, prompt, width, height, duration_ms, preview_path, views, created_at, expires_at,
  revoked_at
) on public.shares to authenticated;
grant select on public.shares to service_role;
create policy shares_read on public.shares for select to authenticated using (user_id = (select auth.uid()));

-- p_share: {"creation_id", "sha256", "title", "prompt", "width", "height", "duration_ms", "preview_path", "expires_at"}.
create function private.svc_share_create(
  p_user uuid, p_id uuid, p_token_hash text, p_share jsonb, p_now timestamptz default now()
) returns public.shares
language plpgsql security definer set search_path = '' as $$
declare
  v_share public.shares;
begin
  perform private.require_member(p_user);
  if not exists (
    select from public.media where user_id = p_user and sha256 = p_share ->> 'sha256' and state = 'stored'
  ) then
    perform private.fail(404, 'creation_not_found');
  end if;
  insert into public.shares (
    id, user_id, token_hash, creation_id, sha256, title, prompt, width, height, duration_ms, preview_path, created_at, expires_at
  ) values (
    p_id, p_user, p_token_hash, p_share ->> 'creation_id', p_share ->> 'sha256', coalesce(p_share ->> 'title', ''),
    p_share ->> 'prompt', (p_share ->> 'width')::integer, (p_share ->> 'height')::integer,
    (p_share ->> 'duration_ms')::integer, p_share ->> 'preview_path', p_now, (p_share ->> 'expires_at')::timestamptz
  ) on conflict (id) do nothing;
  select * into v_share from public.shares where id = p_id;
  if v_share.user_id <> p_user or v_share.token_hash <> p_token_hash then
    perform private.fail(409, 'share_id_reused');
  end if;
  return v_share;
end $$;

-- Who holds the token: the creation, its author's name, and the private path to sign. Counts the view.
create function private.svc_share_resolve(p_token_hash text, p_now timestamptz default now()) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_share public.shares;
begin
  update public.shares set views = views + 1
  where token_hash = p_token_hash and revoked_at is null and (expires_at is null or expires_at > p_now)
    and not exists (select from private.deletions where deletions.user_id = shares.user_id)
    and exists (select from public.user_private where id = shares.user_id and suspended_at is null)
  returning * into v_share;
  if not found then
    if exists (select from public.shares where token_hash = p_token_hash) then
      perform private.fail(410, 'share_gone');
    end if;
    perform private.fail(404, 'share_not_found');
  end if;
  return jsonb_build_object(
    'id', v_share.id, 'title', v_share.title, 'prompt', v_share.prompt, 'width', v_share.width, 'height', v_share.height,
    'duration_ms', v_share.duration_ms, 'preview_path', v_share.preview_path, 'created_at', v_share.created_at,
    'expires_at', v_share.expires_at,
    'author', (
      select jsonb_build_object('handle', handle, 'display_name', display_name)
      from public.profiles where id = v_share.user_id
    )
  ) || (
    select jsonb_build_object('path', path, 'mime', mime, 'size_bytes', size_bytes)
    from public.media where user_id = v_share.user_id and sha256 = v_share.sha256
  );
end $$;

-- At once: the function signs files for a minute at a time. False: nothing of that name to revoke.
create function private.revoke_share(p_share uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := private.me();
  v_share public.shares;
begin
  update public.shares set revoked_at = now()
  where id = p_share and user_id = v_user and revoked_at is null returning * into v_share;
  perform private.doom('gallery', v_share.preview_path, 'share_revoked', now());
  return v_share.id is not null;
end $$;

-- Links that ended a month ago; their previews go with the link's end.
create function private.svc_sweep_shares(p_limit integer default 500, p_now timestamptz default now()) returns integer
language sql security definer set search_path = '' as $$
  with previews as (
    select private.doom('gallery', preview_path, 'share_ended', p_now) from public.shares
    where expires_at < p_now and preview_path is not null
  ), cleared as (
    update public.shares set preview_path = null
    where expires_at < p_now and preview_path is not null and (select count(*) from previews) >= 0
  ), gone as (
    delete from public.shares where id in (
      select id from public.shares
      where least(expires_at, revoked_at) < p_now - interval '30 days' and preview_path is null limit p_limit
    ) returning 1
  )
  select count(*)::integer from gone
$$;

select private.expose('svc_share_create', 'service_role');
select private.expose('svc_share_resolve', 'service_role');
select private.expose('svc_sweep_shares', 'service_role');
select private.expose('revoke_share', 'authenticated');
