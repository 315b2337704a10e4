-- Where somebody is signed in, a mail when it is somewhere new, and no address kept in full.

create table private.devices (
  user_id uuid not null references auth.users on delete cascade,
  -- Of the user agent and the shortened address; says neither.
  fingerprint text not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  primary key (user_id, fingerprint)
);
create index devices_last_seen on private.devices (last_seen);

-- The network, not the machine: /24 of IPv4, /48 of IPv6.
create function private.shorten_ip(p_ip inet) returns inet
language sql immutable set search_path = '' as $$
  select network(set_masklen(p_ip, least(case family(p_ip) when 4 then 24 else 48 end, masklen(p_ip))))::inet
$$;

create function private.shorten_session_ip() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  new.ip := private.shorten_ip(new.ip);
  return new;
end $$;
create trigger shorten_session_ip before insert or update of ip on auth.sessions
  for each row when (new.ip is not null) execute function private.shorten_session_ip();

create function private.shorten_audit_ip() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  new.ip_address := host(private.shorten_ip(new.ip_address::inet));
  return new;
exception when data_exception then
  new.ip_address := '';
  return new;
end $$;
create trigger shorten_audit_ip before insert or update of ip_address on auth.audit_log_entries
  for each row when (new.ip_address <> '') execute function private.shorten_audit_ip();

-- A new session tells the person, except on their first device. Signing in must never fail because of it.
create function private.notice_session() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_fingerprint text := encode(sha256(convert_to(
    new.user_id || coalesce(new.user_agent, '') || coalesce(private.shorten_ip(new.ip)::text, ''), 'UTF8'
  )), 'hex');
  v_known boolean := exists (select from private.devices where user_id = new.user_id);
begin
  insert into private.devices (user_id, fingerprint, first_seen, last_seen) values (new.user_id, v_fingerprint, now(), now())
  on conflict (user_id, fingerprint) do nothing;
  if not found then
    update private.devices set last_seen = now() where user_id = new.user_id and fingerprint = v_fingerprint;
  elsif v_known then
    perform private.mail(
      new.user_id, 'account', 'new_device', 'session:' || new.id,
      jsonb_build_object('user_agent', left(new.user_agent, 200), 'at', now())
    );
    perform private.audit(
      (select id from public.accounts where user_id = new.user_id), 'session.new_device', new.id::text
    );
  end if;
  return null;
end $$;
create trigger notice_session after insert on auth.sessions
  for each row execute function private.notice_session();

create function private.my_sessions() returns table (
  id uuid, created_at timestamptz, last_used_at timestamptz, user_agent text, network text, current boolean
)
language sql stable security definer set search_path = '' as $$
  select session.id, session.created_at, greatest(session.refreshed_at at time zone 'UTC', session.updated_at),
    session.user_agent, session.ip::text, coalesce(session.id::text = auth.jwt() ->> 'session_id', false)
  from auth.sessions as session
  where session.user_id = private.me() and (session.not_after is null or session.not_after > now())
  order by 3 desc
$$;

-- Signs another device out: its next refresh fails. False: no such session of one's own.
create function private.revoke_session(p_session uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := private.me();
begin
  delete from auth.sessions where id = p_session and user_id = v_user;
  return found;
end $$;

select private.expose('my_sessions', 'authenticated');
select private.expose('revoke_session', 'authenticated');
