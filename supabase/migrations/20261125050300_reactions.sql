-- What people do with posts: like, hide, block an author, report. Each is a switch that can be set twice.

create table public.likes (
  user_id uuid not null references auth.users on delete cascade,
  post_id uuid not null references public.posts on delete cascade,
  created_at timestamptz not null default now(),
  primary key (user_id, post_id)
);
create index likes_post on public.likes (post_id);

create table public.hides (
  user_id uuid not null references auth.users on delete cascade,
  post_id uuid not null references public.posts on delete cascade,
  created_at timestamptz not null default now(),
  primary key (user_id, post_id)
);
create index hides_post on public.hides (post_id);

create table public.blocks (
  user_id uuid not null references auth.users on delete cascade,
  blocked_id uuid not null references auth.users on delete cascade,
  created_at timestamptz not null default now(),
  primary key (user_id, blocked_id),
  check (user_id <> blocked_id)
);
create index blocks_blocked on public.blocks (blocked_id);

create table public.reports (
  id uuid primary key default gen_random_uuid(),
  -- Null once the reporter is erased: the report stays, who made it does not.
  reporter_id uuid references auth.users on delete set null,
  post_id uuid references public.posts on delete cascade,
  person_id uuid references auth.users on delete cascade,
  reason text not null check (reason in (
    'sexual', 'minor_safety', 'violence', 'hate', 'harassment', 'copyright', 'privacy', 'spam', 'underage', 'other'
  )),
  details text check (char_length(details) <= 1000),
  status text not null default 'open' check (status in ('open', 'actioned', 'dismissed')),
  created_at timestamptz not null default now(),
  closed_at timestamptz,
  unique (reporter_id, post_id),
  unique (reporter_id, person_id),
  check (num_nonnulls(post_id, person_id) = 1)
);
create index reports_post on public.reports (post_id) where status = 'open';
create index reports_person on public.reports (person_id) where status = 'open';

-- Deleting a person takes their likes along, which counts here as well.
create function private.count_like() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    update public.posts set like_count = like_count + 1 where id = new.post_id;
  else
    update public.posts set like_count = greatest(like_count - 1, 0) where id = old.post_id;
  end if;
  return null;
end $$;
create trigger likes_count after insert or delete on public.likes
  for each row execute function private.count_like();

alter table public.likes enable row level security;
alter table public.hides enable row level security;
alter table public.blocks enable row level security;
alter table public.reports enable row level security;
revoke all on public.likes, public.hides, public.blocks, public.reports from anon, authenticated, service_role;
grant select on public.likes, public.hides, public.blocks, public.reports to authenticated, service_role;
create policy likes_read on public.likes for select to authenticated using (user_id = (select auth.uid()));
create policy hides_read on public.hides for select to authenticated using (user_id = (select auth.uid()));
create policy blocks_read on public.blocks for select to authenticated using (user_id = (select auth.uid()));
create policy reports_read on public.reports for select to authenticated using (reporter_id = (select auth.uid()));

create function private.require_published(p_post uuid) returns public.posts
language plpgsql stable security definer set search_path = '' as $$
declare
  v_post public.posts;
begin
  select * into v_post from public.posts where id = p_post and status = 'published';
  if not found then
    perform private.fail(404, 'post_not_found');
  end if;
  return v_post;
end $$;

create function private.toggle_like(p_post uuid, p_on boolean) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := private.me();
  v_post public.posts := private.require_published(p_post);
begin
  perform private.require_member(v_user);
  if exists (
    select from public.blocks
    where (user_id, blocked_id) in ((v_post.user_id, v_user), (v_user, v_post.user_id))
  ) then
    perform private.fail(404, 'post_not_found');
  end if;
  if p_on then
    insert into public.likes (user_id, post_id) values (v_user, p_post) on conflict do nothing;
  else
    delete from public.likes where user_id = v_user and post_id = p_post;
  end if;
  return jsonb_build_object(
    'liked', p_on, 'like_count', (select like_count from public.posts where id = p_post)
  );
end $$;

create function private.set_hidden(p_post uuid, p_on boolean) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := private.me();
begin
  if p_on then
    insert into public.hides (user_id, post_id)
    select v_user, id from public.posts where id = p_post on conflict do nothing;
  else
    delete from public.hides where user_id = v_user and post_id = p_post;
  end if;
end $$;

create function private.set_block(p_person uuid, p_on boolean) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := private.me();
begin
  if p_person = v_user then
    perform private.fail(422, 'cannot_block_yourself');
  elsif p_on then
    insert into public.blocks (user_id, blocked_id)
    select v_user, id from public.profiles where id = p_person on conflict do nothing;
  else
    delete from public.blocks where user_id = v_user and blocked_id = p_person;
  end if;
end $$;

insert into private.settings (key, value, why) values
  ('reports_to_hide', '3', 'So many different people make a post wait for a moderator.'),
  ('trusted_after_days', '3', 'Accounts made in order to report do not count towards hiding.');

-- Enough people, or one word about a child's safety, take a post out of sight until somebody has looked.
create function private.report_post(p_post uuid, p_reason text, p_details text default null) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := private.me();
  v_trusted integer;
begin
  perform private.require_member(v_user);
  perform private.require_published(p_post);
  insert into public.reports (reporter_id, post_id, reason, details)
  values (v_user, p_post, p_reason, nullif(trim(p_details), '')) on conflict do nothing;
  select count(*) into v_trusted from public.reports
  join public.profiles on profiles.id = reporter_id
  where post_id = p_post and status = 'open'
    and profiles.created_at < now() - make_interval(days => private.setting('trusted_after_days'));
  if p_reason = 'minor_safety' or v_trusted >= private.setting('reports_to_hide') then
    update public.posts set status = 'hidden', status_reason = 'reported' where id = p_post and status = 'published';
  end if;
end $$;

create function private.report_person(p_person uuid, p_reason text, p_details text default null) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := private.me();
begin
  perform private.require_member(v_user);
  if not exists (select from public.profiles where id = p_person and post_count > 0) then
    perform private.fail(404, 'person_not_found');
  end if;
  insert into public.reports (reporter_id, person_id, reason, details)
  values (v_user, p_person, p_reason, nullif(trim(p_details), '')) on conflict do nothing;
end $$;

select private.expose('toggle_like', 'authenticated');
select private.expose('set_hidden', 'authenticated');
select private.expose('set_block', 'authenticated');
select private.expose('report_post', 'authenticated');
select private.expose('report_person', 'authenticated');
