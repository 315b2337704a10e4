-- Messages to support, from the app or from people without an account.

create table public.support_messages (
  id uuid primary key,
  user_id uuid references auth.users on delete cascade,
  -- Of those who write without an account.
  address text check (char_length(address) <= 254),
  category text not null check (category in ('billing', 'bug', 'account', 'privacy', 'abuse', 'other')),
  message text not null check (char_length(message) between 1 and 5000),
  -- What the person saw and agreed to send.
  diagnostics jsonb check (octet_length(diagnostics::text) <= 50000),
  attachment_paths text[] not null default '{}' check (cardinality(attachment_paths) <= 5),
  status text not null default 'open' check (status in ('open', 'answered', 'closed')),
  created_at timestamptz not null default now(),
  check (user_id is not null or address is not null)
);
create index support_messages_user on public.support_messages (user_id, created_at desc);
create index support_messages_open on public.support_messages (created_at) where status = 'open';

create table public.support_replies (
  id bigint generated always as identity primary key,
  message_id uuid not null references public.support_messages on delete cascade,
  body text not null check (char_length(body) between 1 and 5000),
  created_at timestamptz not null default now()
);
create index support_replies_message on public.support_replies (message_id, id);

alter table public.support_messages enable row level security;
alter table public.support_replies enable row level security;
revoke all on public.support_messages, public.support_replies from anon, authenticated, service_role;
grant select on public.support_messages, public.support_replies to authenticated, service_role;
create policy support_messages_read on public.support_messages for select to authenticated
  using (user_id = (select auth.uid()));
create policy support_replies_read on public.support_replies for select to authenticated
  using (message_id in (select id from public.support_messages where user_id = (select auth.uid())));

-- p_user or p_address says whom to answer. Tells the team and confirms to the writer.
create function private.svc_support_create(
  p_id uuid, p_user uuid, p_address text, p_category text, p_message text, p_diagnostics jsonb default null,
  p_attachment_paths text[] default '{}', p_team_address text default null, p_now timestamptz default now()
) returns public.support_messages
language plpgsql security definer set search_path = '' as $$
declare
  v_message public.support_messages;
begin
  if exists (select from unnest(p_attachment_paths) as path where p_user is null or not starts_with(path, p_user::text || '/')) then
    perform private.fail(422, 'invalid_attachment');
  end if;
  insert into public.support_messages (
    id, user_id, address, category, message, diagnostics, attachment_paths, created_at
  ) values (
    p_id, p_user, case when p_user is null then p_address end, p_category, p_message, p_diagnostics, p_attachment_paths, p_now
  ) on conflict (id) do nothing;
  select * into v_message from public.support_messages where id = p_id;
  if v_message.user_id is distinct from p_user then
    perform private.fail(409, 'message_id_reused');
  end if;
  perform private.mail(
    p_user, 'service', 'support_received', 'support:' || p_id, jsonb_build_object('category', p_category), p_now,
    v_message.address
  );
  if p_team_address is not null then
    perform private.mail(
      null, 'service', 'support_forward', 'support-team:' || p_id,
      jsonb_build_object('id', p_id, 'category', p_category, 'message', p_message), p_now, p_team_address
    );
  end if;
  return v_message;
end $$;

create function private.svc_support_reply(
  p_moderator uuid, p_message uuid, p_body text, p_now timestamptz default now()
) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_message public.support_messages;
  v_reply bigint;
begin
  perform private.require_moderator(p_moderator);
  update public.support_messages set status = 'answered' where id = p_message returning * into v_message;
  if not found then
    perform private.fail(404, 'message_not_found');
  end if;
  insert into public.support_replies (message_id, body, created_at) values (p_message, p_body, p_now) returning id into v_reply;
  perform private.mail(
    v_message.user_id, 'service', 'support_reply', 'support-reply:' || v_reply, jsonb_build_object('body', p_body), p_now,
    v_message.address
  );
end $$;

select private.expose('svc_support_create', 'service_role');
select private.expose('svc_support_reply', 'service_role');
