-- One request to generate with the platform's keys. The row is the truth; broadcasts only say that it changed.
--
-- queued → running → succeeded | failed | cancelled. A worker runs a job under a lease; when the lease runs out another
-- takes it over and asks the provider what became of it, by `provider_id`.

create table public.jobs (
  -- Made by the client, so that asking twice is asking once.
  id uuid primary key,
  user_id uuid not null references auth.users on delete cascade,
  account_id uuid not null references public.accounts,
  model_id text not null references public.models,
  params jsonb not null check (jsonb_typeof(params) = 'object' and octet_length(params::text) <= 200000),
  -- Paths in the inputs bucket, by the parameter they fill: [{"key": "image", "path": "…", "sha256": "…", "mime": "…"}].
  inputs jsonb not null default '[]' check (jsonb_typeof(inputs) = 'array'),
  requested integer not null check (requested > 0),
  price bigint not null check (price >= 0),
  price_version bigint not null references public.model_prices,
  hold_id uuid unique references public.credit_holds,
  status text not null default 'queued' check (status in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  -- Set when the person asked; the worker stops at the next step and settles.
  cancel_requested_at timestamptz,
  -- When a request may have left for the provider, and what the provider called it.
  submitting_at timestamptz,
  provider_id text,
  attempt integer not null default 0,
  lease_id uuid,
  lease_until timestamptz,
  -- 0 to 1, null while unknown.
  progress real check (progress between 0 and 1),
  -- Stable word; `error_detail` is for the person, in plain words.
  error_code text,
  error_detail text,
  -- [{"path", "sha256", "mime", "size_bytes", "width", "height", "duration_ms", "seed"}], in the creations bucket.
  outputs jsonb not null default '[]' check (jsonb_typeof(outputs) = 'array'),
  charged bigint not null default 0 check (charged between 0 and price),
  created_at timestamptz not null default now(),
  started_at timestamptz,
  -- The provider must have answered by then.
  deadline_at timestamptz not null,
  finished_at timestamptz,
  check ((status in ('succeeded', 'failed', 'cancelled')) = (finished_at is not null))
);
create index jobs_user on public.jobs (user_id, created_at desc);
create index jobs_live on public.jobs (account_id) where status in ('queued', 'running');
create index jobs_claimable on public.jobs (coalesce(lease_until, created_at)) where status in ('queued', 'running');
create index jobs_provider on public.jobs (provider_id) where provider_id is not null;
create index jobs_model on public.jobs (model_id);
create index jobs_price_version on public.jobs (price_version);

alter table public.jobs enable row level security;
revoke all on public.jobs from anon, authenticated, service_role;
grant select on public.jobs to service_role;
grant select (
  id, model_id, params, inputs, requested, price, price_version, status, cancel_requested_at, progress, error_code,
  error_detail, outputs, charged, created_at, started_at, deadline_at, finished_at, user_id
) on public.jobs to authenticated;
create policy jobs_read on public.jobs for select to authenticated using (user_id = (select auth.uid()));

-- A hint to the person's devices, in the transaction of the change: whoever missed it reads the row.
create function private.announce_job() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform realtime.send(
    jsonb_build_object('id', new.id, 'status', new.status, 'progress', new.progress), 'job', 'user:' || new.user_id, true
  );
  return null;
end $$;
create trigger jobs_announce_new after insert on public.jobs
  for each row execute function private.announce_job();
create trigger jobs_announce after update on public.jobs
  for each row when (
    old.status is distinct from new.status or old.progress is distinct from new.progress
    or old.cancel_requested_at is distinct from new.cancel_requested_at
  ) execute function private.announce_job();
