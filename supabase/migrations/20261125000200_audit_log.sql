-- Who did what that matters for security or money. Append-only, and keyed by the pseudonymous account, so that it
-- holds nobody's name once the user behind the account is gone.

create table private.audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  -- Null: the system itself (cron, a webhook).
  account_id uuid,
  action text not null check (action ~ '^[a-z_]+\.[a-z_]+$'),
  -- The thing acted on: a post, an account, a share.
  subject text,
  detail jsonb not null default '{}'
);
create index audit_log_account on private.audit_log (account_id, id desc);
create index audit_log_at on private.audit_log using brin (at);

create trigger audit_log_append_only before update on private.audit_log
  for each row execute function private.forbid_change();

create function private.audit(
  p_account uuid, p_action text, p_subject text default null, p_detail jsonb default '{}', p_now timestamptz default now()
) returns void
language sql security definer set search_path = '' as $$
  insert into private.audit_log (at, account_id, action, subject, detail)
  values (p_now, p_account, p_action, p_subject, p_detail)
$$;
