-- Being forgotten: asked for in the app, due after the days of grace, done within thirty. Files go first, through the
-- Storage API, since SQL would leave them behind; then Stripe, then the user and with it every row; last a certificate
-- that counts what was there and names what the law keeps.

insert into private.settings (key, value, why) values
  ('deletion_grace_days', '14', 'Time to change one''s mind; leaves 16 of the 30 days promised for the work.');

create table private.erasure_certificates (
  -- The deletion's id, which the person was told. Nothing here says who it was.
  id uuid primary key,
  requested_at timestamptz not null,
  completed_at timestamptz not null,
  -- {"jobs": 3, …} rows and {"creations": 12} files that were removed.
  erased jsonb not null,
  -- {"payments": 2, …} and until when.
  kept jsonb not null
);
create trigger erasure_certificates_append_only before update or delete on private.erasure_certificates
  for each row execute function private.forbid_change();

create function private.request_deletion() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := private.me();
  v_deletion private.deletions;
begin
  insert into private.deletions (user_id, reason, requested_at, scheduled_for)
  values (v_user, 'asked', now(), now() + make_interval(days => private.setting('deletion_grace_days')))
  on conflict (user_id) do nothing returning * into v_deletion;
  if found then
    perform private.hide_posts_of(v_user, 'deletion', true);
    perform private.mail(
      v_user, 'account', 'deletion_scheduled', 'deletion:' || v_deletion.id,
      jsonb_build_object('certificate', v_deletion.id, 'scheduled_for', v_deletion.scheduled_for)
    );
    perform private.audit((select id from public.accounts where user_id = v_user), 'deletion.requested', v_deletion.id::text);
  else
    select * into v_deletion from private.deletions where user_id = v_user;
  end if;
  return jsonb_build_object('certificate', v_deletion.id, 'scheduled_for', v_deletion.scheduled_for);
end $$;

-- False: there was none, or it has begun, or it is not theirs to cancel.
create function private.cancel_deletion() returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := private.me();
begin
  delete from private.deletions where user_id = v_user and reason = 'asked' and steps = '{}' and lease_until is null;
  if not found then
    return false;
  end if;
  perform private.hide_posts_of(v_user, 'deletion', false);
  perform private.audit((select id from public.accounts where user_id = v_user), 'deletion.cancelled');
  return true;
end $$;

-- Everything in Storage that is somebody's, by bucket.
create function private.count_files(p_user uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_object_agg(bucket_id, count), '{}') from (
    select bucket_id, count(*) from storage.objects where starts_with(name, p_user::text || '/') group by bucket_id
  ) as counted
$$;

-- One that is due, leased. The address is kept from here on for the last mail, since the user will be gone by then, and
-- the files are counted before the first of them goes.
create function private.svc_erasure_claim(p_lease interval default '10 minutes', p_now timestamptz default now()) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_deletion private.deletions;
begin
  update private.deletions as deletion set
    lease_until = p_now + p_lease,
    account_id = coalesce(deletion.account_id, (select id from public.accounts where user_id = deletion.user_id)),
    address = coalesce(deletion.address, (select email from auth.users where id = deletion.user_id)),
    steps = jsonb_build_object('counted', private.count_files(deletion.user_id)) || deletion.steps
  where deletion.id = (
    select id from private.deletions
    where completed_at is null and scheduled_for <= p_now and coalesce(lease_until, '-infinity') <= p_now
    order by scheduled_for limit 1 for update skip locked
  ) returning * into v_deletion;
  if not found then
    return null;
  end if;
  return jsonb_build_object(
    'id', v_deletion.id, 'user_id', v_deletion.user_id, 'steps', v_deletion.steps,
    'account', v_deletion.account_id, 'address', v_deletion.address,
    'customer', (select stripe_customer_id from public.accounts where id = v_deletion.account_id)
  );
end $$;

-- Keeps that a step was done, e.g. ('stripe', {"deleted": 1}); a worker that takes over starts from there.
create function private.svc_erasure_step(
  p_id uuid, p_step text, p_detail jsonb, p_lease interval default '10 minutes', p_now timestamptz default now()
) returns jsonb
language sql security definer set search_path = '' as $$
  update private.deletions set steps = steps || jsonb_build_object(p_step, p_detail), lease_until = p_now + p_lease
  where id = p_id and completed_at is null returning steps
$$;

-- Counts what is there and cuts the account loose. Deleting the auth user afterwards takes the rest along.
create function private.svc_erasure_rows(p_id uuid, p_now timestamptz default now()) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_deletion private.deletions;
  v_rows jsonb;
begin
  select * into v_deletion from private.deletions where id = p_id and completed_at is null for update;
  if not found then
    perform private.fail(404, 'deletion_not_found');
  elsif v_deletion.steps ? 'rows' then
    return v_deletion.steps -> 'rows';
  end if;
  perform private.lock_account(v_deletion.account_id);
  select jsonb_object_agg(relation, count) into v_rows from (
    select relation, private.count_personal(relation, v_deletion.user_id, v_deletion.account_id) as count
    from private.personal_data where on_erasure = 'delete'
  ) as counted where count > 0;
  perform private.end_job(job, 'cancelled', null, null, p_now)
  from public.jobs as job where job.user_id = v_deletion.user_id and job.status in ('queued', 'running');
  update public.accounts set user_id = null, stripe_customer_id = null where id = v_deletion.account_id;
  update private.deletions set steps = steps || jsonb_build_object('rows', coalesce(v_rows, '{}')) where id = p_id;
  return coalesce(v_rows, '{}');
end $$;

-- Looks that really nothing is left, row or file, and says so for good. 409 lists what still is.
create function private.svc_erasure_certify(p_id uuid, p_now timestamptz default now()) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_deletion private.deletions;
  v_left jsonb;
  v_certificate private.erasure_certificates;
begin
  select * into v_deletion from private.deletions where id = p_id for update;
  if not found then
    perform private.fail(404, 'deletion_not_found');
  elsif v_deletion.completed_at is not null then
    return (select to_jsonb(certificate) from private.erasure_certificates as certificate where certificate.id = p_id);
  end if;
  select jsonb_object_agg(place, count) into v_left from (
    select relation as place, private.count_personal(relation, v_deletion.user_id, v_deletion.account_id) as count
    from private.personal_data where owner = 'user' and relation <> 'private.deletions'
    union all
    select 'files in ' || bucket, count::bigint from jsonb_each_text(private.count_files(v_deletion.user_id)) as files (bucket, count)
    union all
    select 'auth.users', count(*) from auth.users where id = v_deletion.user_id
  ) as counted where count > 0;
  if v_left is not null then
    perform private.fail(409, 'not_erased', v_left);
  end if;

  insert into private.erasure_certificates (id, requested_at, completed_at, erased, kept)
  values (
    p_id, v_deletion.requested_at, p_now,
    jsonb_build_object('rows', v_deletion.steps -> 'rows', 'files', v_deletion.steps -> 'counted'),
    (
      select coalesce(jsonb_object_agg(relation, jsonb_build_object('rows', count, 'why', why)), '{}') from (
        select relation, why, private.count_personal(relation, null, v_deletion.account_id) as count
        from private.personal_data where owner = 'account' and on_erasure = 'keep'
      ) as counted where count > 0
    )
  ) returning * into v_certificate;
  if v_deletion.address is not null then
    perform private.mail(
      null, 'account', 'deletion_done', 'deletion-done:' || p_id,
      jsonb_build_object('certificate', p_id, 'kept', v_certificate.kept), p_now, v_deletion.address
    );
  end if;
  delete from private.doomed_files where starts_with(path, v_deletion.user_id::text || '/');
  update private.deletions set
    completed_at = p_now, user_id = null, address = null, account_id = null, lease_until = null, steps = '{}'
  where id = p_id;
  return to_jsonb(v_certificate);
end $$;

select private.expose('request_deletion', 'authenticated');
select private.expose('cancel_deletion', 'authenticated');
select private.expose('svc_erasure_claim', 'service_role');
select private.expose('svc_erasure_step', 'service_role');
select private.expose('svc_erasure_rows', 'service_role');
select private.expose('svc_erasure_certify', 'service_role');
