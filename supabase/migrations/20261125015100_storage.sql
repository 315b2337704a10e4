-- Buckets and who may touch what in them. The first folder of every path is its owner, every name holds a fresh uuid,
-- nothing is overwritten. `gallery` is public and written by the service alone: publishing copies a file under a new
-- name, so that a private path never becomes a public one.

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types) values
  ('creations', 'creations', false, 209715200,
    array['image/png', 'image/jpeg', 'image/webp', 'image/avif', 'image/gif', 'video/mp4', 'video/webm']),
  ('inputs', 'inputs', false, 52428800,
    array['image/png', 'image/jpeg', 'image/webp', 'video/mp4', 'video/webm', 'audio/mpeg', 'audio/wav']),
  ('gallery', 'gallery', true, 209715200,
    array['image/png', 'image/jpeg', 'image/webp', 'image/avif', 'image/gif', 'video/mp4', 'video/webm']),
  ('avatars', 'avatars', true, 2097152, array['image/png', 'image/jpeg', 'image/webp']),
  ('exports', 'exports', false, null, array['application/json', 'text/csv']),
  ('support', 'support', false, 10485760, array['image/png', 'image/jpeg', 'image/webp', 'text/plain', 'application/json']);

-- Files to remove. SQL must not delete storage rows (the bytes would stay), so whoever makes a file useless writes it
-- here in the same transaction, and a worker removes it through the Storage API.
create table private.doomed_files (
  bucket text not null,
  path text not null,
  reason text not null,
  due_at timestamptz not null,
  lease_until timestamptz,
  primary key (bucket, path)
);
create index doomed_files_due on private.doomed_files (due_at);

create function private.doom(p_bucket text, p_path text, p_reason text, p_due timestamptz) returns void
language sql security definer set search_path = '' as $$
  insert into private.doomed_files (bucket, path, reason, due_at)
  select p_bucket, p_path, p_reason, p_due where p_path is not null
  on conflict (bucket, path) do nothing
$$;

create function private.svc_files_due(
  p_limit integer default 100, p_lease interval default '5 minutes', p_now timestamptz default now()
) returns table (bucket text, path text)
language sql security definer set search_path = '' as $$
  update private.doomed_files as doomed set lease_until = p_now + p_lease
  where (doomed.bucket, doomed.path) in (
    select due.bucket, due.path from private.doomed_files as due
    where due.due_at <= p_now and coalesce(due.lease_until, '-infinity') <= p_now
    order by due.due_at limit least(p_limit, 1000) for update skip locked
  ) returning doomed.bucket, doomed.path
$$;

create function private.svc_files_removed(p_bucket text, p_paths text[]) returns integer
language sql security definer set search_path = '' as $$
  with removed as (
    delete from private.doomed_files where bucket = p_bucket and path = any (p_paths) returning 1
  ) select count(*)::integer from removed
$$;

select private.expose('svc_files_due', 'service_role');
select private.expose('svc_files_removed', 'service_role');
