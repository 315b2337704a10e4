-- What runs by itself. SQL where SQL is enough; functions are called where the world outside is needed.

do $$
declare
  v_extension text;
begin
  -- The embedded cloud brings its own stand-ins for both.
  foreach v_extension in array array['pg_cron', 'pg_net'] loop
    if exists (select from pg_available_extensions where name = v_extension) then
      execute format('create extension if not exists %I', v_extension);
    end if;
  end loop;
end $$;

-- Kicks an edge function and does not wait: each answers 202 and keeps its own results. The address and the secret key
-- are in Vault, put there once when the project is deployed; without them nothing is called.
create function private.call_function(p_name text, p_body jsonb default '{}') returns bigint
language sql security definer set search_path = '' as $$
  select net.http_post(
    url := base.decrypted_secret || '/functions/v1/' || p_name,
    body := p_body,
    headers := jsonb_build_object('Content-Type', 'application/json', 'apikey', key.decrypted_secret),
    timeout_milliseconds := 5000
  )
  from vault.decrypted_secrets as base, vault.decrypted_secrets as key
  where base.name = 'project_url' and key.name = 'secret_key'
$$;

-- Calls a function only when there is something for it to do.
create function private.call_if_due(p_name text) returns bigint
language plpgsql security definer set search_path = '' as $$
begin
  if (case p_name
    when 'job-worker' then exists (
      select from public.jobs where status in ('queued', 'running') and coalesce(lease_until, created_at) <= now()
    )
    when 'mail' then exists (
      select from private.mail_outbox where sent_at is null and failed_at is null and due_at <= now()
    )
    when 'privacy-export' then exists (select from private.exports where status in ('queued', 'building'))
    when 'billing-worker' then exists (select from private.stripe_prices where active)
    when 'privacy-worker' then
      exists (select from private.deletions where completed_at is null and scheduled_for <= now())
      or exists (select from private.doomed_files where due_at <= now())
    else true
  end) then
    return private.call_function(p_name);
  end if;
  return null;
end $$;

select cron.schedule('expire-holds', '* * * * *', 'select private.svc_expire_holds()');
select cron.schedule('sweep-jobs', '* * * * *', 'select private.svc_sweep_jobs()');
select cron.schedule('job-worker', '* * * * *', 'select private.call_if_due(''job-worker'')');
select cron.schedule('mail', '* * * * *', 'select private.call_if_due(''mail'')');
select cron.schedule('privacy-export', '* * * * *', 'select private.call_if_due(''privacy-export'')');
select cron.schedule('privacy-worker', '*/5 * * * *', 'select private.call_if_due(''privacy-worker'')');
select cron.schedule('billing-worker', '53 * * * *', 'select private.call_if_due(''billing-worker'')');
select cron.schedule('sync-plans', '7 * * * *', 'select private.svc_sync_plans_due()');
select cron.schedule('age-posts', '3 * * * *', 'select private.svc_age_posts()');
select cron.schedule('sweep-posts', '17 * * * *', 'select private.svc_sweep_posts()');
select cron.schedule('sweep-reservations', '27 * * * *', 'select private.svc_sweep_reservations()');
select cron.schedule('sweep-shares', '37 * * * *', 'select private.svc_sweep_shares()');
select cron.schedule('retention', '13 3 * * *', 'select private.svc_retention_run()');
select cron.schedule('reconcile', '43 3 * * *', 'select private.svc_reconcile()');
-- Often in the first three days, since each run makes a batch: hundreds of thousands in all.
select cron.schedule('statements', '*/10 * 1-3 * *', 'select private.svc_statements_run(2000)');
