-- The outbox from the side of the `mail` function.

insert into private.settings (key, value, why) values
  ('mail_attempts', '8', 'With doubling pauses from one minute this is about two hours of trying.');

-- Mail whose turn it is, with the address as it is now. Marketing to somebody who has said no meanwhile is dropped here,
-- at the last moment, so that a no is effective at once.
create function private.svc_mail_claim(
  p_limit integer default 20, p_lease interval default '2 minutes', p_now timestamptz default now()
) returns table (
  id uuid, address text, category text, template text, params jsonb, display_name text, unsubscribe_token uuid
)
language plpgsql security definer set search_path = '' as $$
begin
  update private.mail_outbox as mail set failed_at = p_now, error = 'opted_out', address = null
  from public.user_private as person
  where mail.user_id = person.id and mail.category = 'marketing' and mail.sent_at is null and mail.failed_at is null
    and (not person.marketing_opt_in or person.processing_restricted);

  return query
  with claimed as (
    update private.mail_outbox as mail set lease_until = p_now + p_lease, attempts = mail.attempts + 1
    where mail.id in (
      select due.id from private.mail_outbox as due
      where due.sent_at is null and due.failed_at is null and due.due_at <= p_now
        and coalesce(due.lease_until, '-infinity') <= p_now
      order by due.due_at limit least(p_limit, 100) for update skip locked
    ) returning mail.*
  )
  select claimed.id, coalesce(claimed.address, person.email::text), claimed.category, claimed.template, claimed.params,
    profile.display_name, choices.unsubscribe_token
  from claimed
  left join auth.users as person on person.id = claimed.user_id
  left join public.profiles as profile on profile.id = claimed.user_id
  left join public.user_private as choices on choices.id = claimed.user_id;
end $$;

create function private.svc_mail_sent(p_id uuid, p_now timestamptz default now()) returns void
language sql security definer set search_path = '' as $$
  update private.mail_outbox set sent_at = p_now, lease_until = null, error = null, address = null
  where id = p_id and sent_at is null
$$;

-- p_final: trying again cannot help (the address does not exist).
create function private.svc_mail_failed(
  p_id uuid, p_error text, p_final boolean default false, p_now timestamptz default now()
) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update private.mail_outbox set
    error = left(p_error, 500), lease_until = null, due_at = p_now + make_interval(mins => (2 ^ (attempts - 1))::integer)
  where id = p_id and sent_at is null;
  update private.mail_outbox set failed_at = p_now, address = null
  where id = p_id and sent_at is null and (p_final or attempts >= private.setting('mail_attempts'));
end $$;

create function private.svc_mail_enqueue(
  p_user uuid, p_category text, p_template text, p_dedupe_key text, p_params jsonb default '{}', p_address text default null,
  p_now timestamptz default now()
) returns void
language sql security definer set search_path = '' as $$
  select private.mail(p_user, p_category, p_template, p_dedupe_key, p_params, p_now, p_address)
$$;

-- A new version of the policy: the page, the notice in the app (from `policy_versions`) and a mail to everybody, at once.
create function private.svc_policy_publish(
  p_version text, p_effective_at timestamptz, p_summary text, p_now timestamptz default now()
) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_count integer;
begin
  insert into public.policy_versions (version, published_at, effective_at, summary, mailed_at)
  values (p_version, p_now, p_effective_at, p_summary, p_now);
  insert into private.mail_outbox (user_id, category, template, params, dedupe_key, created_at, due_at)
  select person.id, 'service', 'policy_changed',
    jsonb_build_object('version', p_version, 'effective_at', p_effective_at, 'summary', p_summary),
    'policy:' || p_version || ':' || person.id, p_now, p_now
  from public.user_private as person
  on conflict (dedupe_key) do nothing;
  get diagnostics v_count = row_count;
  perform private.audit(null, 'policy.published', p_version, '{}', p_now);
  return v_count;
end $$;

select private.expose('svc_mail_claim', 'service_role');
select private.expose('svc_mail_sent', 'service_role');
select private.expose('svc_mail_failed', 'service_role');
select private.expose('svc_mail_enqueue', 'service_role');
select private.expose('svc_policy_publish', 'service_role');
