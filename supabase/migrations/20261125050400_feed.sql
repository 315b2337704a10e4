-- Reading Discover, signed out or in. Pages follow a row comparison on a stored order, `(hot, id) < (…)`, which an index
-- answers at any depth; an offset, or the same written with OR, reads everything before it.

create type public.feed_row as (
  id uuid, kind text, title text, media_path text, thumb_path text, width integer, height integer, duration_ms integer,
  sensitive boolean, like_count integer, published_at timestamptz, author_id uuid, handle text, display_name text,
  avatar_path text, liked boolean,
  -- Give it back as p_after to go on behind this row.
  cursor text
);

-- Text that can go through `format`: the columns of a feed row, from `post` and `author`.
create function private.feed_columns(p_order text) returns text
language sql immutable set search_path = '' as $$
  select format(
    $columns$
      post.id, post.kind, post.title, post.media_path, post.thumb_path, post.width, post.height, post.duration_ms,
      post.sensitive, post.like_count, post.published_at, post.user_id, author.handle, author.display_name,
      author.avatar_path, exists (select from public.likes where likes.user_id = $1 and likes.post_id = post.id),
      post.%I::text || '_' || post.id
    $columns$, p_order
  )
$$;

-- What somebody does not want to see, or may not. Nothing for those who are signed out.
create function private.feed_visible() returns text
language sql immutable set search_path = '' as $$
  select $conditions$
    post.status = 'published' and ($2 or not post.sensitive) and ($1 is null or not exists (
      select from public.blocks
      where (blocks.user_id = $1 and blocks.blocked_id = post.user_id)
        or (blocks.user_id = post.user_id and blocks.blocked_id = $1)
    ) and not exists (select from public.hides where hides.user_id = $1 and hides.post_id = post.id))
  $conditions$
$$;

-- p_sort: newest, trending or top; top also of a p_period, week or month. Each combination is its own statement, so that
-- each gets its own index.
create function private.discover_feed(
  p_sort text default 'trending', p_after text default null, p_limit integer default 30, p_kind text default null,
  p_tag text default null, p_author uuid default null, p_sensitive boolean default false,
  p_period text default null
) returns setof public.feed_row
language plpgsql stable security definer set search_path = '' set timezone = 'UTC' as $$
declare
  v_order text := case p_sort
    when 'newest' then 'published_at' when 'trending' then 'hot' when 'top' then 'like_count' end;
  v_type text := case p_sort
    when 'newest' then 'timestamptz' when 'trending' then 'double precision' when 'top' then 'integer' end;
  v_tag text := coalesce(lower(p_tag), '@' || p_kind);
  v_source text := case when v_tag is not null and p_author is null then 'tagged' else 'post' end;
  v_after_key text := substring(p_after from '^(.+)_[^_]+$');
  v_after_id text := substring(p_after from '_([^_]+)$');
  v_days integer := case p_period when 'week' then 7 when 'month' then 30 end;
begin
  if v_order is null then
    perform private.fail(422, 'unknown_sort');
  elsif p_period is not null and (v_days is null or p_sort <> 'top') then
    perform private.fail(422, 'unknown_period');
  elsif p_after is not null and not private.is_cursor(v_after_key, v_type, v_after_id) then
    perform private.fail(422, 'bad_cursor');
  end if;
  return query execute concat(
    'select ', private.feed_columns(v_order), ' from public.posts as post
    join public.profiles as author on author.id = post.user_id',
    case v_source when 'tagged' then ' join private.post_tags as tagged on tagged.post_id = post.id and tagged.tag = $3' end,
    ' where ', private.feed_visible(),
    case when p_author is not null then ' and post.user_id = $4' end,
    case when p_author is not null and p_tag is not null then ' and post.tags @> array[$3]' end,
    case when p_kind is not null then format(' and %I.kind = $5', v_source) end,
    -- Adding nothing to the date keeps the planner from reading the whole period by its index and sorting it.
    case when p_period is not null then format(
      ' and %1$I.recent %2$s and %1$I.published_at + interval ''0'' > now() - interval ''%3$s days''',
      v_source, case p_period when 'week' then '= 2' else '>= 1' end, v_days
    ) end,
    case when p_after is not null then format(
      ' and (%1$I.%2$I, %1$I.%3$I) < ($6::%4$s, $7::uuid)',
      v_source, v_order, case v_source when 'tagged' then 'post_id' else 'id' end, v_type
    ) end,
    format(
      ' order by %1$I.%2$I desc, %1$I.%3$I desc limit $8',
      v_source, v_order, case v_source when 'tagged' then 'post_id' else 'id' end
    )
  ) using
    (select auth.uid()), p_sensitive, v_tag, p_author, p_kind, v_after_key, v_after_id,
    least(greatest(p_limit, 1), 100);
end $$;

create function private.is_cursor(p_key text, p_type text, p_id text) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  execute format('select $1::%s, $2::uuid', p_type) using p_key, p_id;
  return p_key is not null and p_id is not null;
exception when data_exception then
  return false;
end $$;

-- One post with what its author lets others see.
create function private.post_details(p_post uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := (select auth.uid());
  v_post public.posts;
begin
  select * into v_post from public.posts as post
  where post.id = p_post and (post.status = 'published' or post.user_id = v_user) and not exists (
    select from public.blocks where blocks.user_id = post.user_id and blocks.blocked_id = v_user
  );
  if not found then
    perform private.fail(404, 'post_not_found');
  end if;
  return to_jsonb(v_post) - array['prompt', 'details', 'search', 'hot', 'moderation', 'appeal', 'creation_id', 'status_reason']
    || jsonb_build_object(
      'author', (select to_jsonb(profile) - 'created_at' from public.profiles as profile where profile.id = v_post.user_id),
      'liked', exists (select from public.likes where user_id = v_user and post_id = p_post),
      'prompt', case when v_post.show_prompt or v_post.user_id = v_user then v_post.prompt end,
      'details', case when v_post.show_prompt or v_post.user_id = v_user then v_post.details else '{}' end
    )
    || case when v_post.user_id = v_user
      then jsonb_build_object('creation_id', v_post.creation_id, 'status_reason', v_post.status_reason, 'appeal', v_post.appeal)
      else '{}' end;
end $$;

-- A person's page by handle; their posts are `discover_feed` with p_author.
create function private.author_page(p_handle text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := (select auth.uid());
  v_profile public.profiles;
begin
  select * into v_profile from public.profiles as profile
  where profile.handle = lower(p_handle) and (profile.post_count > 0 or profile.id = v_user) and not exists (
    select from public.blocks where blocks.user_id = profile.id and blocks.blocked_id = v_user
  );
  if not found then
    perform private.fail(404, 'person_not_found');
  end if;
  return to_jsonb(v_profile) || jsonb_build_object(
    'blocked', exists (select from public.blocks where user_id = v_user and blocked_id = v_profile.id)
  );
end $$;

select private.expose('discover_feed', 'anon', 'authenticated', 'service_role');
select private.expose('post_details', 'anon', 'authenticated', 'service_role');
select private.expose('author_page', 'anon', 'authenticated', 'service_role');
