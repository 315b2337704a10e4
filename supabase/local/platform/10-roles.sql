-- What a hosted project has before its first migration: roles, schemas and grants. Never deployed.
--
-- The default grants are hostile on purpose. Projects made before November 2026 hand every new object in `public` to
-- anon and authenticated, so a migration that forgets a revoke must fail a test here. Newer projects grant nothing, so
-- service_role gets nothing by default here, and a migration that forgets a grant fails as well.

do $$
declare
  role_name text;
begin
  -- Roles belong to the whole server: another database of it may be getting them at this moment.
  foreach role_name in array array['anon', 'authenticated', 'service_role', 'authenticator'] loop
    begin
      execute format('create role %I nologin noinherit', role_name);
    exception when duplicate_object or unique_violation then
      null;
    end;
  end loop;
end $$;
do $$
begin
  if not (select rolbypassrls from pg_roles where rolname = 'service_role') then
    alter role service_role bypassrls;
  end if;
  grant anon, authenticated, service_role to authenticator;
exception when internal_error then
  -- "tuple concurrently updated": the other database has just done the same.
  null;
end $$;

create schema if not exists extensions;
grant usage on schema public, extensions to anon, authenticated, service_role;

alter default privileges in schema public grant all on tables to anon, authenticated;
alter default privileges in schema public grant all on functions to anon, authenticated;
alter default privileges in schema public grant all on sequences to anon, authenticated;
