-- What a provider's webhook tells of a job under way. It holds no lease: it may come while a worker is at it, or after
-- the answer to the request was lost, and then it is the only one who knows the provider's id.

create function private.svc_job_heard(
  p_id uuid, p_provider_id text, p_progress real default null
) returns public.jobs
language plpgsql security definer set search_path = '' as $$
declare
  v_job public.jobs;
begin
  update public.jobs set
    provider_id = coalesce(provider_id, p_provider_id),
    progress = coalesce(greatest(p_progress, progress), progress)
  where id = p_id and status = 'running';
  select * into v_job from public.jobs where id = p_id;
  if not found then
    perform private.fail(404, 'job_not_found');
  end if;
  return v_job;
end $$;

select private.expose('svc_job_heard', 'service_role');
