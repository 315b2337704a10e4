-- The person's side of a job: asking for one, and asking to stop it.

create function private.check_job_inputs(p_user uuid, p_inputs jsonb) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if jsonb_typeof(p_inputs) is distinct from 'array' or jsonb_array_length(p_inputs) > 16 then
    perform private.fail(422, 'invalid_inputs');
  end if;
  -- In one's own folder and really there: a path is not a way to another's file.
  if exists (
    select from jsonb_array_elements(p_inputs) as input
    where not starts_with(coalesce(input ->> 'path', ''), p_user::text || '/') or not exists (
      select from storage.objects where bucket_id = 'inputs' and name = input ->> 'path'
    )
  ) then
    perform private.fail(422, 'input_not_found');
  end if;
end $$;

-- Price check, room under the plan, hold and row, in one transaction. p_price is what the person saw on the button.
create function private.svc_job_create(
  p_user uuid, p_id uuid, p_model text, p_params jsonb, p_inputs jsonb, p_price bigint, p_now timestamptz default now()
) returns public.jobs
language plpgsql security definer set search_path = '' as $$
declare
  v_account public.accounts;
  v_job public.jobs;
  v_quote private.quote;
  v_deadline timestamptz;
  v_running integer;
  v_most integer;
  v_hold public.credit_holds;
begin
  perform private.require_member(p_user);
  v_account := private.lock_account_of(p_user);
  select * into v_job from public.jobs where id = p_id;
  if found then
    if v_job.user_id <> p_user or (v_job.model_id, v_job.params, v_job.inputs) is distinct from (p_model, p_params, p_inputs) then
      perform private.fail(409, 'job_id_reused');
    end if;
    return v_job;
  end if;

  v_quote := private.price_of(p_model, p_params, p_now);
  if v_quote.price is distinct from p_price then
    perform private.fail(409, 'price_changed', to_jsonb(v_quote));
  end if;
  perform private.check_job_inputs(p_user, p_inputs);
  v_most := (private.plan_at(v_account.plan, p_now)).max_concurrent_jobs;
  select count(*) into v_running from public.jobs
  where account_id = v_account.id and status in ('queued', 'running');
  if v_running >= v_most then
    perform private.fail(429, 'too_many_jobs', jsonb_build_object('most', v_most, 'retry_after', 10));
  end if;

  v_deadline := p_now + make_interval(secs => (select deadline_seconds from public.models where id = p_model));
  if v_quote.price > 0 then
    -- The hold outlives the deadline by enough to fetch and store what arrives at the last moment.
    v_hold := private.svc_credit_hold(
      v_account.id, v_quote.price, 'job:' || p_id, v_deadline - p_now + interval '15 minutes', p_now
    );
  end if;
  insert into public.jobs (
    id, user_id, account_id, model_id, params, inputs, requested, price, price_version, hold_id, created_at, deadline_at
  ) values (
    p_id, p_user, v_account.id, p_model, p_params, p_inputs, v_quote.count, v_quote.price, v_quote.price_version,
    v_hold.id, p_now, v_deadline
  ) returning * into v_job;
  return v_job;
end $$;

-- A queued job ends at once; a running one when its worker sees the wish. A finished one stays as it is.
create function private.svc_job_cancel(p_user uuid, p_id uuid, p_now timestamptz default now()) returns public.jobs
language plpgsql security definer set search_path = '' as $$
declare
  v_job public.jobs;
begin
  perform private.lock_account_of(p_user);
  select * into v_job from public.jobs where id = p_id and user_id = p_user for update;
  if not found then
    perform private.fail(404, 'job_not_found');
  end if;
  if v_job.status = 'queued' then
    return private.end_job(v_job, 'cancelled', null, null, p_now);
  elsif v_job.status = 'running' and v_job.cancel_requested_at is null then
    update public.jobs set cancel_requested_at = p_now where id = p_id returning * into v_job;
  end if;
  return v_job;
end $$;

select private.expose('svc_job_create', 'service_role');
select private.expose('svc_job_cancel', 'service_role');
