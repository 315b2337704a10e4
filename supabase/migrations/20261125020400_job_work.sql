-- The worker's side of a job. Every step is a row before it is an act: claimed before submitting, the provider's id kept
-- before waiting on it, outputs in storage before settling.
--
-- Writes are fenced by `lease_id`, except the finish: whoever brings a result brings it, and the first settlement wins.

-- What a job cost us: the list price that its credits stand for, a US cent each, for what was delivered, or may have been
-- made for nobody. What a provider refused costs nothing.
create function private.note_cost(p_job public.jobs, p_now timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_delivered integer := least(jsonb_array_length(p_job.outputs), p_job.requested);
begin
  if p_job.submitting_at is null or p_job.price = 0 or (
    v_delivered = 0 and p_job.status <> 'cancelled' and p_job.error_code not in ('outcome_unknown', 'timed_out')
  ) then
    return;
  end if;
  perform private.svc_provider_cost(
    p_job.id, models.provider,
    p_job.price * 10000 * case v_delivered when 0 then p_job.requested else v_delivered end / p_job.requested,
    v_delivered > 0, p_now
  ) from public.models where models.id = p_job.model_id and models.provider <> 'sketch';
end $$;

-- Ends a job without charging. The account and the job are locked by the caller.
create function private.end_job(
  p_job public.jobs, p_status text, p_error_code text, p_error_detail text, p_now timestamptz
) returns public.jobs
language plpgsql security definer set search_path = '' as $$
declare
  v_job public.jobs;
begin
  if p_job.hold_id is not null then
    perform private.svc_credit_release(p_job.hold_id, p_now);
  end if;
  update public.jobs set
    status = p_status, error_code = p_error_code, error_detail = left(p_error_detail, 500), finished_at = p_now,
    lease_id = null, lease_until = null
  where id = p_job.id returning * into v_job;
  perform private.note_cost(v_job, p_now);
  return v_job;
end $$;

-- Locks a job's account, then the job.
create function private.lock_job(p_id uuid) returns public.jobs
language plpgsql security definer set search_path = '' as $$
declare
  v_job public.jobs;
begin
  select * into v_job from public.jobs where id = p_id;
  if not found then
    perform private.fail(404, 'job_not_found');
  end if;
  perform private.lock_account(v_job.account_id);
  select * into v_job from public.jobs where id = p_id for update;
  return v_job;
end $$;

-- "A job is charged only when its file is in our storage": each output must be an object in the owner's folder.
create function private.check_job_outputs(p_job public.jobs, p_outputs jsonb) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if exists (
    select from jsonb_array_elements(p_outputs) as output
    where not starts_with(coalesce(output ->> 'path', ''), p_job.user_id::text || '/') or not exists (
      select from storage.objects where bucket_id = 'creations' and name = output ->> 'path'
    )
  ) then
    perform private.fail(409, 'output_not_stored');
  end if;
end $$;

-- Made outputs are the person's files like any others. They count, but a full plan never refuses what was paid for.
create function private.keep_outputs(p_job public.jobs, p_now timestamptz) returns void
language sql security definer set search_path = '' as $$
  insert into public.media (user_id, sha256, path, mime, size_bytes, state, created_at)
  select p_job.user_id, output.sha256, output.path, output.mime, output.size_bytes, 'stored', p_now
  from jsonb_to_recordset(p_job.outputs) as output (sha256 text, path text, mime text, size_bytes bigint)
  on conflict (user_id, sha256) do nothing
$$;

-- Takes queued jobs, and running ones whose worker is gone. Those carry `provider_id` when a request may be out there:
-- ask the provider first, never submit again blindly.
create function private.svc_job_claim(
  p_limit integer default 5, p_lease interval default '3 minutes', p_now timestamptz default now()
) returns setof public.jobs
language sql security definer set search_path = '' as $$
  update public.jobs set
    status = 'running', lease_id = gen_random_uuid(), lease_until = p_now + p_lease, attempt = attempt + 1,
    started_at = coalesce(started_at, p_now)
  where id in (
    select id from public.jobs
    where status in ('queued', 'running') and coalesce(lease_until, created_at) <= p_now
    order by coalesce(lease_until, created_at) limit least(p_limit, 100) for update skip locked
  ) returning *
$$;

create function private.check_lease(p_id uuid, p_lease_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_job public.jobs;
begin
  select * into v_job from public.jobs where id = p_id for update;
  if not found then
    perform private.fail(404, 'job_not_found');
  elsif v_job.lease_id is distinct from p_lease_id or p_lease_id is null then
    perform private.fail(409, 'lease_lost', jsonb_build_object('status', v_job.status));
  end if;
end $$;

-- Just before the request leaves. A job taken over with this set and no `provider_id` may have been sent: look it up, or
-- fail it at our own cost.
create function private.svc_job_submitting(p_id uuid, p_lease_id uuid, p_now timestamptz default now()) returns public.jobs
language plpgsql security definer set search_path = '' as $$
declare
  v_job public.jobs;
begin
  perform private.check_lease(p_id, p_lease_id);
  update public.jobs set submitting_at = p_now where id = p_id returning * into v_job;
  return v_job;
end $$;

-- Before anything waits on the provider: what to ask for after a crash.
create function private.svc_job_submitted(
  p_id uuid, p_lease_id uuid, p_provider_id text, p_lease interval default '3 minutes', p_now timestamptz default now()
) returns public.jobs
language plpgsql security definer set search_path = '' as $$
declare
  v_job public.jobs;
begin
  perform private.check_lease(p_id, p_lease_id);
  update public.jobs set provider_id = p_provider_id, lease_until = p_now + p_lease
  where id = p_id returning * into v_job;
  return v_job;
end $$;

-- Progress, and the lease renewed with it. The answer's `cancel_requested_at` tells the worker to stop.
create function private.svc_job_progress(
  p_id uuid, p_lease_id uuid, p_progress real default null, p_lease interval default '3 minutes',
  p_now timestamptz default now()
) returns public.jobs
language plpgsql security definer set search_path = '' as $$
declare
  v_job public.jobs;
begin
  perform private.check_lease(p_id, p_lease_id);
  update public.jobs set progress = coalesce(greatest(p_progress, progress), progress), lease_until = p_now + p_lease
  where id = p_id returning * into v_job;
  return v_job;
end $$;

-- Gives a job back to the queue when the provider surely has nothing: it refused for being busy, or was never asked.
create function private.svc_job_defer(
  p_id uuid, p_lease_id uuid, p_after interval default '30 seconds', p_now timestamptz default now()
) returns public.jobs
language plpgsql security definer set search_path = '' as $$
declare
  v_job public.jobs;
begin
  perform private.check_lease(p_id, p_lease_id);
  update public.jobs set lease_id = null, lease_until = p_now + p_after, submitting_at = null where id = p_id returning * into v_job;
  return v_job;
end $$;

-- Outputs are in storage: charge for what was delivered, its share of the price where it is less than was asked for.
-- After the job has ended otherwise, what arrives late is kept and costs nothing.
create function private.svc_job_finish(p_id uuid, p_outputs jsonb, p_now timestamptz default now()) returns public.jobs
language plpgsql security definer set search_path = '' as $$
declare
  v_job public.jobs := private.lock_job(p_id);
  v_hold public.credit_holds;
  v_delivered integer;
begin
  if jsonb_typeof(p_outputs) is distinct from 'array' or jsonb_array_length(p_outputs) = 0 then
    perform private.fail(422, 'no_outputs');
  end if;
  if v_job.status = 'succeeded' or jsonb_array_length(v_job.outputs) > 0 then
    return v_job;
  end if;
  perform private.check_job_outputs(v_job, p_outputs);
  v_delivered := least(jsonb_array_length(p_outputs), v_job.requested);
  if v_job.status in ('queued', 'running') and v_job.hold_id is not null then
    -- Rounded down: a credit is never charged for a part of an output.
    v_hold := private.svc_credit_capture(
      v_job.hold_id, v_job.price * v_delivered / v_job.requested, 'job:' || p_id, p_now
    );
  end if;
  update public.jobs set
    outputs = p_outputs, status = case status when 'cancelled' then status else 'succeeded' end, progress = 1, charged = coalesce(v_hold.captured, charged),
    error_code = null, error_detail = null, finished_at = coalesce(finished_at, p_now), lease_id = null, lease_until = null
  where id = p_id returning * into v_job;
  perform private.keep_outputs(v_job, p_now);
  perform private.note_cost(v_job, p_now);
  return v_job;
end $$;

-- Nothing came of it: everything goes back. p_detail is told to the person.
create function private.svc_job_fail(
  p_id uuid, p_error_code text, p_detail text default null, p_now timestamptz default now()
) returns public.jobs
language plpgsql security definer set search_path = '' as $$
declare
  v_job public.jobs := private.lock_job(p_id);
begin
  if v_job.status not in ('queued', 'running') then
    return v_job;
  end if;
  return private.end_job(
    v_job, case when p_error_code = 'cancelled' then 'cancelled' else 'failed' end,
    nullif(p_error_code, 'cancelled'), p_detail, p_now
  );
end $$;

-- Jobs nobody brought home: well past their deadline, when a worker would have looked for the last time, and before
-- the hold runs out. Cron calls it every minute.
create function private.svc_sweep_jobs(p_limit integer default 200, p_now timestamptz default now()) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_id uuid;
  v_count integer := 0;
begin
  for v_id in
    select id from (
      select id, account_id from public.jobs
      where status in ('queued', 'running') and deadline_at < p_now - interval '10 minutes'
        and coalesce(lease_until, '-infinity') < p_now
      limit p_limit
    ) as overdue order by account_id, id
  loop
    perform private.svc_job_fail(v_id, 'timed_out', 'The provider did not answer in time.', p_now);
    v_count := v_count + 1;
  end loop;
  return v_count;
end $$;

select private.expose('svc_job_claim', 'service_role');
select private.expose('svc_job_submitting', 'service_role');
select private.expose('svc_job_submitted', 'service_role');
select private.expose('svc_job_progress', 'service_role');
select private.expose('svc_job_defer', 'service_role');
select private.expose('svc_job_finish', 'service_role');
select private.expose('svc_job_fail', 'service_role');
select private.expose('svc_sweep_jobs', 'service_role');
