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
  search tsvector not null default '',
  created_at timestamptz not null default now(),
  published_at timestamptz,
  unique (user_id, creation_id),
  check (status <> 'published' or published_at is not null)
);
create index posts_trending on public.posts (hot desc, id desc) where status = 'published';
create index posts_newest on public.posts (published_at desc, id desc) where status = 'published';
create index posts_top on public.posts (like_count desc, id desc) where status = 'published';
create index posts_author on public.posts (user_id, published_at desc, id desc) where status = 'published';
create index posts_search on public.posts using gin (search) where status = 'published';
create index posts_queue on public.posts (created_at) where status in ('pending', 'review', 'hidden');

-- The same three orders within a tag. A common tag would need all its posts sorted, an absent one the whole feed walked.
-- `@image` and `@video` stand for all posts of a kind.
create table private.post_tags (
  tag text not null,
  post_id uuid not null references public.posts on delete cascade,
  kind text not null,
  hot double precision not null,
  published_at timestamptz not null,
  like_count integer not null,
  primary key (tag, post_id)
);
create index post_tags_trending on private.post_tags (tag, hot desc, post_id desc);
create index post_tags_newest on private.post_tags (tag, published_at desc, post_id desc);
create index post_tags_top on private.post_tags (tag, like_count desc, post_id desc);
create index post_tags_post on private.post_tags (post_id);

-- Ten times the likes are worth 12.5 hours of age.
create function private.score_post() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  new.hot := log(greatest(new.like_count, 1)::numeric)::double precision
    + extract(epoch from coalesce(new.published_at, new.created_at))::double precision / 45000;
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
    update private.post_tags set hot = new.hot, like_count = new.like_count where post_id = new.id;
    return null;
  end if;
  if v_was and tg_op <> 'DELETE' then
    delete from private.post_tags where post_id = old.id;
  end if;
  if v_is then
    insert into private.post_tags (tag, post_id, kind, hot, published_at, like_count)
    select tag, new.id, new.kind, new.hot, new.published_at, new.like_count
    from unnest(new.tags || ('@' || new.kind)) as tag on conflict do nothing;
  end if;
  if v_was <> v_is then
    update public.profiles set post_count = greatest(post_count + case when v_is then 1 else -1 end, 0)
    where id = case when v_is then new.user_id else old.user_id end;
  end if;
  return null;
end $$;
create trigger posts_index after insert or delete or update of status, tags, like_count, published_at on public.posts
  for each row execute function private.index_post();

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
