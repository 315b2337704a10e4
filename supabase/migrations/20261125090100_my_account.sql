-- Everything the app shows about the person who is signed in, in one answer.

create function private.my_account() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := private.me();
  v_account public.accounts;
  v_plan public.plans;
begin
  select * into v_account from public.accounts where user_id = v_user;
  if not found then
    perform private.fail(404, 'account_not_found');
  end if;
  v_plan := private.plan_at(v_account.plan, now());
  return jsonb_build_object(
    'profile', (select to_jsonb(profile) from public.profiles as profile where id = v_user),
    'private', (
      select to_jsonb(person) - array['id', 'unsubscribe_token'] from public.user_private as person where id = v_user
    ),
    'policy', (
      select to_jsonb(latest) - 'mailed_at' from public.policy_versions as latest order by effective_at desc limit 1
    ),
    'account', to_jsonb(v_account) - array['user_id', 'stripe_customer_id', 'anchor', 'plan_period_start'],
    'plan', to_jsonb(v_plan) - array['valid_from', 'rank', 'grace'],
    'subscription', (
      select jsonb_build_object('status', status, 'paid_until', paid_until, 'ended_at', ended_at)
      from private.entitlements
      where account_id = v_account.id and plan = v_account.plan and plan <> 'free'
      order by paid_until desc nulls last limit 1
    ),
    'jobs_running', (
      select count(*) from public.jobs where account_id = v_account.id and status in ('queued', 'running')
    ),
    'storage_bytes', coalesce((select bytes from private.storage_usage where user_id = v_user), 0),
    'deletion', (
      select jsonb_build_object('certificate', id, 'scheduled_for', scheduled_for)
      from private.deletions where user_id = v_user
    )
  );
end $$;

select private.expose('my_account', 'authenticated');
