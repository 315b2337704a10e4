-- The versions of the policy, and every yes and no a person ever said. The switches in user_private are the present
-- state; `consents` is how it came about.

create table public.policy_versions (
  version text primary key check (version ~ '^\d{4}-\d{2}-\d{2}$'),
  published_at timestamptz not null default now(),
  effective_at timestamptz not null,
  -- What changed, in the words of the notice and the mail.
  summary text not null,
  -- The first version was there before anybody signed up; later ones are mailed to everybody.
  mailed_at timestamptz
);
insert into public.policy_versions (version, published_at, effective_at, summary, mailed_at)
values ('2026-01-31', '2026-01-31', '2026-01-31', 'The first version.', '2026-01-31');

create table public.consents (
  id bigint generated always as identity primary key,
  user_id uuid not null references auth.users on delete cascade,
  kind text not null check (kind in ('age', 'terms', 'marketing', 'training', 'analytics', 'restriction')),
  granted boolean not null,
  -- Of the policy it was given under.
  version text,
  source text not null check (source in ('app', 'unsubscribe_link')),
  at timestamptz not null default now()
);
create index consents_user on public.consents (user_id, id);

create trigger consents_append_only before update on public.consents
  for each row execute function private.forbid_change();
-- Erasing a person takes their consents along (a cascade from auth.users, which is gone by then); nothing else does.
create function private.keep_while_user_lives() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from auth.users where id = old.user_id) then
    raise exception 'append_only' using errcode = '42501', detail = jsonb_build_object('table', tg_table_name)::text;
  end if;
  return old;
end $$;
create trigger consents_no_delete before delete on public.consents
  for each row execute function private.keep_while_user_lives();

alter table public.policy_versions enable row level security;
alter table public.consents enable row level security;
revoke all on public.policy_versions, public.consents from anon, authenticated, service_role;
grant select on public.policy_versions to anon, authenticated, service_role;
grant select on public.consents to authenticated, service_role;
create policy policy_versions_read on public.policy_versions for select to anon, authenticated using (true);
create policy consents_read on public.consents for select to authenticated
  using (user_id = (select auth.uid()));

create function private.accept_terms(p_version text, p_age_confirmed boolean) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := private.me();
begin
  if not exists (select from public.policy_versions where version = p_version) then
    perform private.fail(422, 'unknown_policy_version');
  end if;
  perform from public.user_private where id = v_user for update;
  if p_age_confirmed is not true and (select age_attested_at is null from public.user_private where id = v_user) then
    perform private.fail(422, 'age_not_confirmed');
  end if;

  update public.user_private set
    age_attested_at = coalesce(age_attested_at, now()),
    terms_version = p_version,
    terms_accepted_at = now()
  where id = v_user and (terms_version is distinct from p_version or age_attested_at is null);
  if found then
    insert into public.consents (user_id, kind, granted, version, source)
    select v_user, kind, true, p_version, 'app' from unnest(array['age', 'terms']) as kind
    where kind = 'terms' or not exists (
      select from public.consents where user_id = v_user and consents.kind = 'age'
    );
  end if;
end $$;

create function private.apply_consent(p_user uuid, p_kind text, p_granted boolean, p_source text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if p_kind not in ('marketing', 'training', 'analytics', 'restriction') or p_kind is null or p_granted is null then
    perform private.fail(422, 'unknown_consent');
  end if;
  update public.user_private set
    marketing_opt_in = case p_kind when 'marketing' then p_granted else marketing_opt_in end,
    training_opt_in = case p_kind when 'training' then p_granted else training_opt_in end,
    analytics_opt_in = case p_kind when 'analytics' then p_granted else analytics_opt_in end,
    processing_restricted = case p_kind when 'restriction' then p_granted else processing_restricted end
  where id = p_user and p_granted is distinct from case p_kind
    when 'marketing' then marketing_opt_in
    when 'training' then training_opt_in
    when 'analytics' then analytics_opt_in
    else processing_restricted
  end;
  if found then
    insert into public.consents (user_id, kind, granted, version, source)
    select p_user, p_kind, p_granted, terms_version, p_source from public.user_private where id = p_user;
  end if;
end $$;

create function private.set_consent(p_kind text, p_granted boolean) returns void
language sql security definer set search_path = '' as $$
  select private.apply_consent(private.me(), p_kind, p_granted, 'app')
$$;

-- One click in a mail. Says the same whether the token exists or not.
create function private.svc_unsubscribe(p_token uuid) returns void
language sql security definer set search_path = '' as $$
  select private.apply_consent(id, 'marketing', false, 'unsubscribe_link')
  from public.user_private where unsubscribe_token = p_token
$$;

select private.expose('accept_terms', 'authenticated');
select private.expose('set_consent', 'authenticated');
select private.expose('svc_unsubscribe', 'service_role');
