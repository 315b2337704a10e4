insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types) values
  ('t-own', 't-own', false, 1048576, array['image/*', 'text/plain', 'application/octet-stream']),
  ('t-open', 't-open', true, null, null),
  ('t-once', 't-once', false, null, null);
create policy t_own on storage.objects to authenticated
  using (bucket_id = 't-own' and (storage.foldername(name))[1] = (select auth.uid())::text)
  with check (bucket_id = 't-own' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy t_once on storage.objects for insert to authenticated with check (bucket_id = 't-once');
create policy t_buckets on storage.buckets for select to authenticated using (id like 't-%');
