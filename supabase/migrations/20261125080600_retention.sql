-- How long things are kept. One list, one function that follows it every day, one line in the log that says what went.

create table private.retention (
  rule text primary key,
  keep interval not null,
  why text not null
);
insert into private.retention (rule, keep, why) values
  ('webhook_events', '90 days', 'Providers repeat an event for days at most; balances are idempotent for ever.'),
  ('mail_outbox', '30 days', 'To answer whether a mail was sent. The address is gone once it was.'),
  ('rate_limits', '1 day', 'The longest window.'),
  ('devices', '12 months', 'A device not seen for a year is new again.'),
  ('audit_log', '24 months', 'Long enough to look into an incident.'),
  ('auth_audit_log', '90 days', 'Sign-ins, as the auth service logs them.'),
  ('closed_reports', '12 months', 'Repeated abuse shows over months.'),
  ('cron_runs', '14 days', 'To see that the jobs below run.'),
  ('inputs', '7 days', 'Given to a model and not needed again.'),
  ('strays', '1 day', 'Stored by a worker that died before it could say so: nobody''s, and nobody''s cost.');

create function private.kept_since(p_rule text, p_now timestamptz) returns timestamptz
language sql stable security definer set search_path = '' as $$
  select p_now - keep from private.retention where rule = p_rule
$$;

-- Inputs no live job needs.
create function private.doom_inputs(p_now timestamptz) returns bigint
language sql security definer set search_path = '' as $$
  with doomed as (
    select private.doom('inputs', object.name, 'swept', p_now) from storage.objects as object
    where object.bucket_id = 'inputs' and object.created_at < private.kept_since('inputs', p_now) and not exists (
      select from public.jobs
      where jobs.status in ('queued', 'running')
        and jobs.inputs @> jsonb_build_array(jsonb_build_object('path', object.name))
    ) limit 5000
  )
  select count(*) from doomed
$$;

-- Files that no row names. A job's outputs lie in a folder with its number.
create function private.doom_strays(p_now timestamptz) returns bigint
language sql security definer set search_path = '' as $$
  with old as (
    select bucket_id as bucket, name as path,
      substring(name from '/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/')::uuid as job_id
    from storage.objects
    where bucket_id in ('creations', 'gallery') and created_at < private.kept_since('strays', p_now)
  ), doomed as (
    select private.doom(bucket, path, 'stray', p_now) from old
    where not exists (select from public.media where media.path = old.path)
      and not exists (
        select from public.jobs
        where jobs.id = old.job_id and (
          jobs.status in ('queued', 'running')
          or jobs.outputs @> jsonb_build_array(jsonb_build_object('path', old.path))
        )
      )
      and not exists (select from public.posts where posts.media_path = old.path)
      and not exists (select from public.posts where posts.thumb_path = old.path)
      and not exists (select from public.shares where shares.preview_path = old.path)
      and not exists (
        select from private.doomed_files as known where known.bucket = old.bucket and known.path = old.path
      )
    limit 5000
  )
  select count(*) from doomed
$$;

create function private.svc_retention_run(p_now timestamptz default now()) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_gone jsonb := jsonb_build_object();
  v_count bigint;
begin
  delete from private.webhook_events where received_at < private.kept_since('webhook_events', p_now);
  get diagnostics v_count = row_count;
  v_gone := v_gone || jsonb_build_object('webhook_events', v_count);

  delete from private.mail_outbox where coalesce(sent_at, failed_at) < private.kept_since('mail_outbox', p_now);
  get diagnostics v_count = row_count;
  v_gone := v_gone || jsonb_build_object('mail_outbox', v_count);

  delete from private.rate_limits where window_start < private.kept_since('rate_limits', p_now);
  get diagnostics v_count = row_count;
  v_gone := v_gone || jsonb_build_object('rate_limits', v_count);

  delete from private.devices where last_seen < private.kept_since('devices', p_now);
  get diagnostics v_count = row_count;
  v_gone := v_gone || jsonb_build_object('devices', v_count);

  delete from private.audit_log where at < private.kept_since('audit_log', p_now);
  get diagnostics v_count = row_count;
  v_gone := v_gone || jsonb_build_object('audit_log', v_count);

  delete from auth.audit_log_entries where created_at < private.kept_since('auth_audit_log', p_now);
  get diagnostics v_count = row_count;
  v_gone := v_gone || jsonb_build_object('auth_audit_log', v_count);

  delete from public.reports where closed_at < private.kept_since('closed_reports', p_now);
  get diagnostics v_count = row_count;
  v_gone := v_gone || jsonb_build_object('closed_reports', v_count);

  delete from cron.job_run_details where end_time < private.kept_since('cron_runs', p_now);
  get diagnostics v_count = row_count;
  v_gone := v_gone || jsonb_build_object('cron_runs', v_count);

  -- The law's years are over: nothing of the payment is left but the ledger's anonymous numbers.
  delete from private.payments where retain_until < p_now::date;
  get diagnostics v_count = row_count;
  v_gone := v_gone || jsonb_build_object('payments', v_count);

  v_gone := v_gone || jsonb_build_object(
    'inputs', private.doom_inputs(p_now),
    'strays', private.doom_strays(p_now),
    'tombstones', private.svc_sweep_tombstones(p_now),
    'exports', private.svc_sweep_exports(p_now),
    'usage_months', private.svc_usage_partitions(p_now)
  );
  perform private.audit(null, 'retention.run', null, v_gone, p_now);
  return v_gone;
end $$;

-- What the day's checks found; a row is for a person to look at.
create table private.alerts (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  kind text not null,
  detail jsonb not null,
  resolved_at timestamptz
);
create index alerts_open on private.alerts (at) where resolved_at is null;

-- The books add up, nobody waits too long to be erased, no mail is stuck.
create function private.svc_reconcile(p_now timestamptz default now()) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_count integer;
begin
  insert into private.alerts (at, kind, detail)
  select p_now, kind, detail from (
    select 'ledger' as kind, to_jsonb(audit) as detail from private.ledger_audit as audit
    union all
    select 'erasure_late', jsonb_build_object('id', id, 'requested_at', requested_at) from private.deletions
    where completed_at is null and requested_at < p_now - interval '28 days'
    union all
    select 'mail_stuck', jsonb_build_object('count', count(*)) from private.mail_outbox
    where sent_at is null and failed_at is null and due_at < p_now - interval '1 day' having count(*) > 0
    union all
    select 'hold_without_job', jsonb_build_object('id', id) from public.credit_holds
    where status = 'active' and expires_at < p_now - interval '1 hour'
    union all
    -- Two checkouts paid at once: Stripe takes the money twice for what is there once.
    select 'two_subscriptions', jsonb_build_object('account', account_id) from private.entitlements
    where ended_at is null and status <> 'canceled' and paid_until > p_now and paid_until <> 'infinity'
    group by account_id having count(*) > 1
  ) as found
  where not exists (
    select from private.alerts where alerts.kind = found.kind and alerts.detail = found.detail and resolved_at is null
  );
  get diagnostics v_count = row_count;
  return v_count;
end $$;

select private.expose('svc_retention_run', 'service_role');
select private.expose('svc_reconcile', 'service_role');
