-- Discover. A post is a copy, made by the service, of a creation somebody chose to show; everything else stays private.

create table public.posts (
  -- Made by the client, so that publishing twice is publishing once.
  id uuid primary key,
  user_id uuid not null references auth.users on delete cascade,
  creation_id text not null,
  kind text not null check (kind in ('image', 'video')),
  title text not null default '' check (char_length(title) <= 120),
  tags text[] not null default '{}' check (cardinality(tags) <= 10),
  -- Shown to others only when the author says so; not readable through the table at all.
  prompt text not null default '' check (char_length(prompt) <= 32000),
  show_prompt boolean not null default false,
  details jsonb not null default '{}' check (octet_length(details::text) <= 20000),
  sensitive boolean not null default false,
  -- In the gallery bucket, under names of their own.
  media_path text not null,
  thumb_path text not null,
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  duration_ms integer check (duration_ms > 0),
  -- pending: being copied · review: a person must look · hidden: for now · removed: for good
  status text not null default 'pending' check (status in ('pending', 'review', 'published', 'hidden', 'removed')),
  status_reason text,
  moderation jsonb not null default '{}',
  appeal text check (char_length(appeal) <= 1000),
  like_count integer not null default 0 check (like_count >= 0),
  -- Does not depend on the present moment, so it can be stored and indexed: see `score_post`.
  hot double precision not null default 0,
  -- 2: of this week · 1: of this month · 0: older. An index cannot know the day, so `svc_age_posts` lowers it each hour.
  recent smallint not null default 0 check (recent between 0 and 2),
  search tsvector not null default '',
  created_at timestamptz not null default now(),
  published_at timestamptz,
  unique (user_id, creation_id),
  check (status <> 'published' or published_at is not null)
);
create index posts_trending on public.posts (hot desc, id desc) where status = 'published';
create index posts_newest on public.posts (published_at desc, id desc) where status = 'published';
create index posts_top on public.posts (like_count desc, id desc) where status = 'published';
create index posts_top_month on public.posts (like_count desc, id desc) where status = 'published' and recent >= 1;
create index posts_top_week on public.posts (like_count desc, id desc) where status = 'published' and recent = 2;
create index posts_ageing on public.posts (recent, published_at) where recent >= 1;
create index posts_author on public.posts (user_id, published_at desc, id desc) where status = 'published';
create index posts_search on public.posts using gin (search) where status = 'published';
create index posts_queue on public.posts (created_at) where status in ('pending', 'review', 'hidden');

-- The same orders within a tag. A common tag would need all its posts sorted, an absent one the whole feed walked.
-- `@image` and `@video` stand for all posts of a kind.
create table private.post_tags (
  tag text not null,
  post_id uuid not null references public.posts on delete cascade,
  kind text not null,
  hot double precision not null,
  published_at timestamptz not null,
  like_count integer not null,
  recent smallint not null,
  primary key (tag, post_id)
);
create index post_tags_trending on private.post_tags (tag, hot desc, post_id desc);
create index post_tags_newest on private.post_tags (tag, published_at desc, post_id desc);
create index post_tags_top on private.post_tags (tag, like_count desc, post_id desc);
create index post_tags_top_month on private.post_tags (tag, like_count desc, post_id desc) where recent >= 1;
create index post_tags_top_week on private.post_tags (tag, like_count desc, post_id desc) where recent = 2;
create index post_tags_post on private.post_tags (post_id);

create function private.recent_of(p_published timestamptz, p_now timestamptz) returns smallint
language sql immutable set search_path = '' as $$
  select case
    when p_published > p_now - interval '7 days' then 2
    when p_published > p_now - interval '30 days' then 1
    else 0
  end::smallint
$$;

-- Ten times the likes are worth 12.5 hours of age.
create function private.score_post() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  new.hot := log(greatest(new.like_count, 1)::numeric)::double precision
    + extract(epoch from coalesce(new.published_at, new.created_at))::double precision / 45000;
  new.recent := private.recent_of(new.published_at, now());
  new.search := setweight(to_tsvector('simple', new.title), 'A')
    || setweight(to_tsvector('simple', array_to_string(new.tags, ' ')), 'A')
    || setweight(to_tsvector('simple', case when new.show_prompt then new.prompt else '' end), 'B');
  return new;
end $$;
create trigger posts_score
  before insert or update of like_count, published_at, title, tags, prompt, show_prompt on public.posts
  for each row execute function private.score_post();

create function private.index_post() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_was boolean := tg_op <> 'INSERT' and old.status = 'published';
  v_is boolean := tg_op <> 'DELETE' and new.status = 'published';
begin
  if v_was and v_is and old.tags = new.tags and old.published_at = new.published_at then
    update private.post_tags set hot = new.hot, like_count = new.like_count, recent = new.recent where post_id = new.id;
    return null;
  end if;
  if v_was and tg_op <> 'DELETE' then
    delete from private.post_tags where post_id = old.id;
  end if;
  if v_is then
    insert into private.post_tags (tag, post_id, kind, hot, published_at, like_count, recent)
    select tag, new.id, new.kind, new.hot, new.published_at, new.like_count, new.recent
    from unnest(new.tags || ('@' || new.kind)) as tag on conflict do nothing;
  end if;
  if v_was <> v_is then
    update public.profiles set post_count = greatest(post_count + case when v_is then 1 else -1 end, 0)
    where id = case when v_is then new.user_id else old.user_id end;
  end if;
  return null;
end $$;
create trigger posts_index after insert or delete or update of status, tags, like_count, published_at, recent on public.posts
  for each row execute function private.index_post();

-- Takes posts out of the week's and the month's list whose time is over. A late run shows nothing wrong: the feed looks
-- at the date as well, and passes over what is still listed.
create function private.svc_age_posts(p_limit integer default 5000, p_now timestamptz default now()) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_count integer;
begin
  update public.posts set recent = private.recent_of(published_at, p_now)
  where id in (
    select id from (
      (select id from public.posts where recent = 2 and published_at <= p_now - interval '7 days' limit p_limit)
      union
      (select id from public.posts where recent >= 1 and published_at <= p_now - interval '30 days' limit p_limit)
    ) as aged order by id
  );
  get diagnostics v_count = row_count;
  return v_count;
end $$;
select private.expose('svc_age_posts', 'service_role');

alter table public.posts enable row level security;
revoke all on public.posts from anon, authenticated, service_role;
grant select (
  id, user_id, kind, title, tags, sensitive, media_path, thumb_path, width, height, duration_ms, status, like_count,
  published_at, created_at
) on public.posts to anon;
grant select (
  id, user_id, creation_id, kind, title, tags, show_prompt, sensitive, media_path, thumb_path, width, height, duration_ms,
  status, status_reason, like_count, published_at, created_at
) on public.posts to authenticated;
grant select on public.posts to service_role;
create policy posts_read_anon on public.posts for select to anon using (status = 'published');
create policy posts_read on public.posts for select to authenticated
  using (status = 'published' or user_id = (select auth.uid()));
