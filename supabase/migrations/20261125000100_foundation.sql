-- What every later migration stands on: a schema the API never sees, closed defaults, one way to fail and one way to
-- let a function out.
--
-- All code with power lives in `private` as `security definer`. What a client or an edge function may call is opened by
-- `private.expose`, which writes a powerless doorway of the same name in `public`. So a forgotten grant leaves a function
-- shut, and a function in `public` can never do more than its caller.

create schema private;
revoke all on schema private from public;
-- Usage alone shows nothing: each table and function in it still needs a grant of its own.
grant usage on schema private to anon, authenticated, service_role;

-- Projects made before November 2026 grant every new object in `public` to the API roles.
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
-- And Postgres itself lets everybody run every new function.
alter default privileges revoke execute on functions from public;

-- Fails with an HTTP status and a stable word. PostgREST answers an error of class PT with the status in its code; the
-- word travels as `message`, the rest as JSON in `details`.
create function private.fail(p_status integer, p_error text, p_detail jsonb default '{}') returns void
language plpgsql set search_path = '' as $$
begin
  raise exception using errcode = 'PT' || p_status, message = p_error, detail = p_detail::text;
end $$;

-- Who is asking, or 401.
create function private.me() returns uuid
language plpgsql stable set search_path = '' as $$
declare
  v_user uuid := (select auth.uid());
begin
  if v_user is null then
    perform private.fail(401, 'not_signed_in');
  end if;
  return v_user;
end $$;

create function private.forbid_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'append_only' using errcode = '42501', detail = jsonb_build_object('table', tg_table_name)::text;
end $$;

-- Opens `private.p_name` to p_roles through a doorway in `public` with the same arguments, defaults and result. The
-- doorway runs as its caller: losing a revoke on it gives nobody the function behind it.
create function private.expose(p_name text, variadic p_roles text[]) returns void
language plpgsql set search_path = '' as $$
declare
  v_inner pg_proc;
  v_arguments text;
  v_body text;
  v_role text;
begin
  select * into strict v_inner from pg_proc
  where pronamespace = 'private'::regnamespace and proname = p_name;

  select string_agg(format('%1$I => %1$I', name), ', ' order by position) into v_arguments
  from unnest(v_inner.proargnames) with ordinality as arguments (name, position)
  where position <= v_inner.pronargs;
  v_body := case
    when v_inner.proretset or (select typtype = 'c' from pg_type where oid = v_inner.prorettype)
      then 'select * from private.%I(%s)'
    else 'select private.%I(%s)'
  end;

  execute format(
    'create or replace function public.%I(%s) returns %s language sql %s security invoker set search_path = '''' as %L',
    p_name, pg_get_function_arguments(v_inner.oid), pg_get_function_result(v_inner.oid),
    case v_inner.provolatile when 'v' then 'volatile' else 'stable' end,
    format(v_body, p_name, coalesce(v_arguments, ''))
  );
  execute format('revoke all on function private.%1$I, public.%1$I from public, anon, authenticated, service_role', p_name);
  foreach v_role in array p_roles loop
    execute format('grant execute on function private.%1$I, public.%1$I to %2$I', p_name, v_role);
  end loop;
end $$;
revoke all on all functions in schema private from public, anon, authenticated, service_role;

-- Numbers that people may want to change without a release.
create table private.settings (
  key text primary key,
  value jsonb not null,
  why text not null
);

create function private.setting(p_key text) returns integer
language sql stable security definer set search_path = '' as $$
  select (value #>> '{}')::integer from private.settings where key = p_key
$$;
