-- Publishing in two steps, so that a copy is never without its row: begin names the copies, finish shows them when they
-- are there. What was begun and never finished is swept, copies included.

create function private.clean_tags(p_tags jsonb) returns text[]
language plpgsql immutable set search_path = '' as $$
declare
  v_tags text[];
begin
  select coalesce(array_agg(distinct lower(trim(tag))), '{}') into v_tags
  from jsonb_array_elements_text(coalesce(nullif(p_tags, 'null'), '[]')) as tag;
  if cardinality(v_tags) > 10 or exists (select from unnest(v_tags) as tag where tag !~ '^[[:alnum:]_-]{1,30}$') then
    perform private.fail(422, 'invalid_tags');
  end if;
  return v_tags;
end $$;

-- p_post: {"creation_id", "sha256", "kind", "title", "tags", "prompt", "show_prompt", "details", "sensitive", "width",
-- "height", "duration_ms"}. Answers where to copy from and to; again with the same id, the same.
create function private.svc_publish_begin(p_user uuid, p_id uuid, p_post jsonb, p_now timestamptz default now())
returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_media public.media;
  v_post public.posts;
begin
  perform private.require_member(p_user);
  if (select handle is null from public.profiles where id = p_user) then
    perform private.fail(403, 'handle_required');
  end if;
  select * into v_media from public.media
  where user_id = p_user and sha256 = p_post ->> 'sha256' and state = 'stored';
  if not found then
    perform private.fail(404, 'creation_not_found');
  end if;
  insert into public.posts (
    id, user_id, creation_id, kind, title, tags, prompt, show_prompt, details, sensitive, media_path, thumb_path, width,
    height, duration_ms, created_at
  ) values (
    p_id, p_user, p_post ->> 'creation_id', p_post ->> 'kind', coalesce(p_post ->> 'title', ''),
    private.clean_tags(p_post -> 'tags'), coalesce(p_post ->> 'prompt', ''),
    coalesce((p_post ->> 'show_prompt')::boolean, false), coalesce(p_post -> 'details', '{}'),
    coalesce((p_post ->> 'sensitive')::boolean, false),
    p_user || '/' || gen_random_uuid() || '.' || private.extension_of(v_media.mime),
    p_user || '/' || gen_random_uuid() || '.webp',
    (p_post ->> 'width')::integer, (p_post ->> 'height')::integer, (p_post ->> 'duration_ms')::integer, p_now
  ) on conflict (id) do nothing;
  select * into v_post from public.posts where id = p_id;
  if v_post.user_id <> p_user or v_post.creation_id <> p_post ->> 'creation_id' then
    perform private.fail(409, 'post_id_reused');
  end if;
  return jsonb_build_object(
    'id', v_post.id, 'status', v_post.status, 'source_path', v_media.path, 'mime', v_media.mime,
    'media_path', v_post.media_path, 'thumb_path', v_post.thumb_path
  );
end $$;

create function private.doom_post(p_post public.posts, p_now timestamptz) returns void
language sql security definer set search_path = '' as $$
  select private.doom('gallery', path, 'unpublished', p_now)
  from unnest(array[p_post.media_path, p_post.thumb_path]) as path
$$;

-- p_verdict: `publish`, `review` (a person must look first) or `refuse`. p_moderation is what the checks said.
create function private.svc_publish_finish(
  p_id uuid, p_verdict text, p_moderation jsonb default '{}', p_now timestamptz default now()
) returns public.posts
language plpgsql security definer set search_path = '' as $$
declare
  v_post public.posts;
begin
  select * into v_post from public.posts where id = p_id for update;
  if not found then
    perform private.fail(404, 'post_not_found');
  elsif p_verdict is null or p_verdict not in ('publish', 'review', 'refuse') then
    perform private.fail(422, 'unknown_verdict');
  elsif v_post.status <> 'pending' then
    return v_post;
  elsif p_verdict <> 'refuse' and 2 > (
    select count(*) from storage.objects
    where bucket_id = 'gallery' and name in (v_post.media_path, v_post.thumb_path)
  ) then
    perform private.fail(409, 'copy_missing');
  end if;
  update public.posts set
    status = case p_verdict when 'publish' then 'published' when 'review' then 'review' else 'removed' end,
    status_reason = case p_verdict when 'refuse' then 'moderated' end,
    moderation = p_moderation,
    published_at = case p_verdict when 'publish' then p_now end
  where id = p_id returning * into v_post;
  if p_verdict = 'refuse' then
    perform private.doom_post(v_post, p_now);
  end if;
  return v_post;
end $$;

-- Gone from Discover at once, copies soon after. What was removed by a moderator stays as a record.
create function private.svc_unpublish(p_user uuid, p_id uuid, p_now timestamptz default now()) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_post public.posts;
begin
  delete from public.posts where id = p_id and user_id = p_user and status <> 'removed' returning * into v_post;
  if not found then
    return false;
  end if;
  perform private.doom_post(v_post, p_now);
  return true;
end $$;

-- New words for a post; null leaves a field as it is. Text is checked by the function before.
create function private.svc_post_edit(
  p_user uuid, p_id uuid, p_title text default null, p_tags jsonb default null, p_show_prompt boolean default null,
  p_sensitive boolean default null
) returns public.posts
language plpgsql security definer set search_path = '' as $$
declare
  v_post public.posts;
begin
  perform private.require_member(p_user);
  update public.posts set
    title = coalesce(p_title, title),
    tags = case when p_tags is null then tags else private.clean_tags(p_tags) end,
    show_prompt = coalesce(p_show_prompt, show_prompt),
    -- A moderator's mark is not the author's to take away.
    sensitive = coalesce(p_sensitive, sensitive) or status_reason = 'marked_sensitive'
  where id = p_id and user_id = p_user and status <> 'removed' returning * into v_post;
  if not found then
    perform private.fail(404, 'post_not_found');
  end if;
  return v_post;
end $$;

create function private.svc_sweep_posts(p_limit integer default 200, p_now timestamptz default now()) returns integer
language sql security definer set search_path = '' as $$
  with unfinished as (
    delete from public.posts where id in (
      select id from public.posts where status = 'pending' and created_at < p_now - interval '1 hour' limit p_limit
    ) returning *
  ), doomed as (
    select private.doom_post(unfinished::public.posts, p_now) from unfinished
  )
  select count(*)::integer from doomed
$$;

select private.expose('svc_publish_begin', 'service_role');
select private.expose('svc_publish_finish', 'service_role');
select private.expose('svc_unpublish', 'service_role');
select private.expose('svc_post_edit', 'service_role');
select private.expose('svc_sweep_posts', 'service_role');
