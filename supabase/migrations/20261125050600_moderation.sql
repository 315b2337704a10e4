-- The moderators' side of Discover. Every act names who did it, stays in the log, and is told to the author with the way
-- to object.

create table private.moderation_actions (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  moderator_account_id uuid not null,
  -- Not a reference: the record outlives the post.
  post_id uuid,
  person_id uuid references auth.users on delete set null,
  action text not null check (action in (
    'approve', 'hide', 'restore', 'remove', 'mark_sensitive', 'suspend', 'unsuspend', 'underage'
  )),
  note text check (char_length(note) <= 1000)
);
create index moderation_actions_post on private.moderation_actions (post_id);
create index moderation_actions_person on private.moderation_actions (person_id);

create function private.require_moderator(p_user uuid) returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  if not exists (
    select from public.user_private where id = p_user and role in ('moderator', 'admin') and suspended_at is null
  ) then
    perform private.fail(403, 'not_moderator');
  end if;
  return (select id from public.accounts where user_id = p_user);
end $$;

-- Oldest first: posts waiting for a person, hidden by reports, or whose author objects.
create function private.svc_moderation_queue(p_moderator uuid, p_after timestamptz default null, p_limit integer default 50)
returns table (post public.posts, author public.profiles, reports jsonb)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_moderator(p_moderator);
  return query
  select entry, writer, coalesce((
    select jsonb_agg(jsonb_build_object('reason', report.reason, 'details', report.details, 'at', report.created_at))
    from public.reports as report where report.post_id = entry.id and report.status = 'open'
  ), '[]')
  from public.posts as entry join public.profiles as writer on writer.id = entry.user_id
  where (entry.status = 'review' or entry.status = 'hidden' and (entry.status_reason = 'reported' or entry.appeal is not null))
    and (p_after is null or entry.created_at > p_after)
  order by entry.created_at limit least(greatest(p_limit, 1), 200);
end $$;

-- People who were reported, as a child's account or otherwise.
create function private.svc_moderation_people(p_moderator uuid, p_limit integer default 50)
returns table (person public.profiles, reports jsonb)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_moderator(p_moderator);
  return query
  select profile, jsonb_agg(
    jsonb_build_object('reason', report.reason, 'details', report.details, 'at', report.created_at) order by report.created_at
  )
  from public.reports as report join public.profiles as profile on profile.id = report.person_id
  where report.status = 'open' group by profile.id, profile order by min(report.created_at) limit least(greatest(p_limit, 1), 200);
end $$;

create function private.svc_moderation_act(
  p_moderator uuid, p_post uuid, p_action text, p_note text default null, p_now timestamptz default now()
) returns public.posts
language plpgsql security definer set search_path = '' as $$
declare
  v_account uuid := private.require_moderator(p_moderator);
  v_post public.posts;
begin
  select * into v_post from public.posts where id = p_post for update;
  if not found then
    perform private.fail(404, 'post_not_found');
  elsif p_action is null or p_action not in ('approve', 'hide', 'restore', 'remove', 'mark_sensitive') then
    perform private.fail(422, 'unknown_action');
  elsif v_post.status = 'removed' then
    -- Its files are gone.
    perform private.fail(409, 'post_removed');
  end if;
  update public.posts set
    status = case p_action
      when 'hide' then 'hidden' when 'remove' then 'removed' when 'mark_sensitive' then status else 'published' end,
    status_reason = case p_action
      when 'hide' then 'moderator' when 'remove' then 'moderator' when 'mark_sensitive' then 'marked_sensitive' end,
    sensitive = sensitive or p_action = 'mark_sensitive',
    appeal = case when p_action in ('approve', 'restore', 'remove') then null else appeal end,
    published_at = case when p_action in ('approve', 'restore') then coalesce(published_at, p_now) else published_at end
  where id = p_post returning * into v_post;
  if p_action = 'remove' then
    perform private.doom_post(v_post, p_now);
  end if;
  update public.reports set
    status = case when p_action in ('approve', 'restore') then 'dismissed' else 'actioned' end, closed_at = p_now
  where post_id = p_post and status = 'open';
  insert into private.moderation_actions (at, moderator_account_id, post_id, action, note)
  values (p_now, v_account, p_post, p_action, p_note);
  perform private.audit(v_account, 'moderation.' || p_action, p_post::text, '{}', p_now);
  if p_action <> 'approve' then
    perform private.mail(
      v_post.user_id, 'service', 'post_moderated', 'moderation:' || p_post || ':' || p_now,
      jsonb_build_object('action', p_action, 'title', v_post.title, 'note', p_note), p_now
    );
  end if;
  return v_post;
end $$;

-- Locks somebody out and takes their posts out of sight; undoing it brings back exactly those.
create function private.svc_moderation_suspend(
  p_moderator uuid, p_person uuid, p_on boolean, p_reason text default null, p_now timestamptz default now()
) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_account uuid := private.require_moderator(p_moderator);
begin
  update public.user_private set
    suspended_at = case when p_on then coalesce(suspended_at, p_now) end, suspended_reason = case when p_on then p_reason end
  where id = p_person and role = 'user';
  if not found then
    perform private.fail(404, 'person_not_found');
  end if;
  perform private.hide_posts_of(p_person, 'suspended', p_on);
  update public.reports set status = 'actioned', closed_at = p_now where person_id = p_person and status = 'open' and p_on;
  insert into private.moderation_actions (at, moderator_account_id, person_id, action, note)
  values (p_now, v_account, p_person, case when p_on then 'suspend' else 'unsuspend' end, p_reason);
  perform private.audit(
    v_account, case when p_on then 'moderation.suspend' else 'moderation.unsuspend' end,
    (select id::text from public.accounts where user_id = p_person), '{}', p_now
  );
end $$;

create function private.hide_posts_of(p_person uuid, p_reason text, p_on boolean) returns void
language sql security definer set search_path = '' as $$
  update public.posts set
    status = case when p_on then 'hidden' else 'published' end, status_reason = case when p_on then p_reason end
  where user_id = p_person and case when p_on then status = 'published'
    else status = 'hidden' and status_reason = p_reason end
$$;

-- An account found to be a child's is locked now and erased without the days of grace.
create function private.svc_moderation_underage(p_moderator uuid, p_person uuid, p_now timestamptz default now()) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.svc_moderation_suspend(p_moderator, p_person, true, 'underage', p_now);
  insert into private.deletions (user_id, reason, requested_at, scheduled_for)
  values (p_person, 'underage', p_now, p_now)
  on conflict (user_id) do update set scheduled_for = excluded.scheduled_for, reason = excluded.reason;
  insert into private.moderation_actions (at, moderator_account_id, person_id, action)
  values (p_now, private.require_moderator(p_moderator), p_person, 'underage');
end $$;

-- The author's objection, once per decision.
create function private.appeal_post(p_post uuid, p_text text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := private.me();
begin
  update public.posts set appeal = trim(p_text)
  where id = p_post and user_id = v_user and status = 'hidden'
    and status_reason in ('reported', 'moderator') and appeal is null and char_length(trim(p_text)) between 1 and 1000;
  if not found then
    perform private.fail(409, 'cannot_appeal');
  end if;
end $$;

select private.expose('svc_moderation_queue', 'service_role');
select private.expose('svc_moderation_people', 'service_role');
select private.expose('svc_moderation_act', 'service_role');
select private.expose('svc_moderation_suspend', 'service_role');
select private.expose('svc_moderation_underage', 'service_role');
select private.expose('appeal_post', 'authenticated');
