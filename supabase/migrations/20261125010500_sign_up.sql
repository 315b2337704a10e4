-- Everything a new user gets, in the transaction that makes them: no user without a profile and an account.

create function private.handle_new_user() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_account uuid;
begin
  insert into public.profiles (id, display_name)
  values (new.id, nullif(left(trim(coalesce(
    new.raw_user_meta_data ->> 'full_name', new.raw_user_meta_data ->> 'name', ''
  )), 50), ''));
  insert into public.user_private (id) values (new.id);
  insert into public.accounts (user_id) values (new.id) returning id into v_account;
  perform private.svc_sync_plan(v_account);
  return new;
end $$;

create trigger on_auth_user_created after insert on auth.users
  for each row execute function private.handle_new_user();
