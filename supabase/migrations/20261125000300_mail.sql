-- Mail is a row written in the transaction of its cause: no mail for what was rolled back, none lost by a crash. The
-- `mail` function leases rows, sends, and says how it went.

create table private.mail_outbox (
  id uuid primary key default gen_random_uuid(),
  -- Cascades: a mail to somebody who is gone is never sent.
  user_id uuid references auth.users on delete cascade,
  -- Only for those who have no user (a support answer, the erasure certificate); otherwise the address is read when
  -- the mail is sent, so that it goes to the present one. Emptied once sent.
  address text,
  category text not null check (category in ('account', 'billing', 'service', 'marketing')),
  template text not null check (template ~ '^[a-z_]+$'),
  params jsonb not null default '{}',
  -- The same cause never mails twice.
  dedupe_key text not null unique,
  created_at timestamptz not null default now(),
  due_at timestamptz not null default now(),
  attempts integer not null default 0,
  lease_until timestamptz,
  sent_at timestamptz,
  failed_at timestamptz,
  error text,
  check (user_id is not null or address is not null or sent_at is not null or failed_at is not null)
);
create index mail_outbox_due on private.mail_outbox (due_at) where sent_at is null and failed_at is null;
create index mail_outbox_user on private.mail_outbox (user_id);

create function private.mail(
  p_user uuid, p_category text, p_template text, p_dedupe_key text, p_params jsonb default '{}',
  p_now timestamptz default now(), p_address text default null
) returns void
language sql security definer set search_path = '' as $$
  insert into private.mail_outbox (user_id, address, category, template, params, dedupe_key, created_at, due_at)
  values (p_user, p_address, p_category, p_template, p_params, p_dedupe_key, p_now, p_now)
  on conflict (dedupe_key) do nothing
$$;
