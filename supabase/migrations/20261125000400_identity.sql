-- Who somebody is: what the world may see (profiles) and what only they and the service may (user_private).

create table public.profiles (
  id uuid primary key references auth.users on delete cascade,
  handle text unique check (handle ~ '^[a-z0-9_]{3,24}$'),
  display_name text check (char_length(display_name) between 1 and 50),
  bio text check (char_length(bio) <= 300),
  -- In the avatars bucket, in the person's own folder.
  avatar_path text check (starts_with(avatar_path, id::text || '/') and char_length(avatar_path) <= 200),
  -- Published creations, kept by a trigger. Nobody else sees a profile that has published nothing.
  post_count integer not null default 0 check (post_count >= 0),
  created_at timestamptz not null default now()
);

create table private.reserved_handles (handle text primary key);
insert into private.reserved_handles
select unnest(array[
  'about', 'abuse', 'account', 'admin', 'administrator', 'anonymous', 'api', 'app', 'auth', 'billing', 'contact',
  'discover', 'everyone', 'help', 'legal', 'mail', 'me', 'moderator', 'null', 'official', 'postmaster', 'privacy',
  'root', 'security', 'service', 'settings', 'staff', 'status', 'support', 'system', 'team', 'terms', 'undefined',
  'user', 'videopic', 'videopicai', 'webmaster', 'www'
]);

create function private.check_handle() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from private.reserved_handles where handle = new.handle) then
    perform private.fail(409, 'handle_reserved');
  end if;
  return new;
end $$;
create trigger profiles_handle before insert or update of handle on public.profiles
  for each row when (new.handle is not null) execute function private.check_handle();

create table public.user_private (
  id uuid primary key references auth.users on delete cascade,
  role text not null default 'user' check (role in ('user', 'moderator', 'admin')),
  -- That they said they are 13 or older, and when. No birth date is asked or kept.
  age_attested_at timestamptz,
  terms_version text,
  terms_accepted_at timestamptz,
  marketing_opt_in boolean not null default false,
  training_opt_in boolean not null default false,
  analytics_opt_in boolean not null default false,
  -- The right to object: stops all optional processing, whatever the switches above say.
  processing_restricted boolean not null default false,
  suspended_at timestamptz,
  suspended_reason text,
  -- In the links of mails, so that unsubscribing needs no sign-in. Says nothing about the person.
  unsubscribe_token uuid not null unique default gen_random_uuid()
);

alter table public.profiles enable row level security;
alter table public.user_private enable row level security;
revoke all on public.profiles, public.user_private from anon, authenticated, service_role;
grant select on public.profiles to anon, authenticated, service_role;
grant update (handle, display_name, bio, avatar_path) on public.profiles to authenticated;
grant select (
  id, role, age_attested_at, terms_version, terms_accepted_at, marketing_opt_in, training_opt_in, analytics_opt_in,
  processing_restricted, suspended_at, suspended_reason
) on public.user_private to authenticated;
grant select on public.user_private to service_role;

create policy profiles_read_anon on public.profiles for select to anon
  using (post_count > 0);
create policy profiles_read on public.profiles for select to authenticated
  using (post_count > 0 or id = (select auth.uid()));
create policy profiles_update on public.profiles for update to authenticated
  using (id = (select auth.uid())) with check (id = (select auth.uid()));
create policy user_private_read on public.user_private for select to authenticated
  using (id = (select auth.uid()));

-- Who asked to be erased, and when that is due. Outlives the user on purpose, without their id once it is done.
create table private.deletions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid unique,
  reason text not null check (reason in ('asked', 'underage')),
  requested_at timestamptz not null default now(),
  scheduled_for timestamptz not null,
  lease_until timestamptz,
  -- What is done so far, and how much of it: {"files": {"creations": 12}, "rows": {"jobs": 3}}.
  steps jsonb not null default '{}',
  -- What the law keeps, and the address for the last mail until it is sent.
  account_id uuid,
  address text,
  completed_at timestamptz
);
create index deletions_due on private.deletions (scheduled_for) where completed_at is null;

-- Every function that acts for a person asks this: signed up fully, of age, not locked out, not on the way out.
create function private.require_member(p_user uuid) returns void
language plpgsql stable security definer set search_path = '' as $$
declare
  v_person public.user_private;
begin
  select * into v_person from public.user_private where id = p_user;
  if not found then
    perform private.fail(404, 'user_not_found');
  elsif v_person.suspended_at is not null then
    perform private.fail(403, 'suspended', jsonb_build_object('reason', v_person.suspended_reason));
  elsif v_person.age_attested_at is null or v_person.terms_version is null then
    perform private.fail(403, 'onboarding_required');
  elsif exists (select from private.deletions where user_id = p_user) then
    perform private.fail(403, 'deletion_scheduled');
  end if;
end $$;
