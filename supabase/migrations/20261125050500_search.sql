-- Search in titles, tags and the prompts that are shown, hottest first. A rare word must be sorted from its index, a
-- common one walked in the feed's order; the planner's own count of the matches decides, since left to itself it walks
-- the whole feed for a word nobody used.

create function private.estimated_matches(p_query tsquery) returns bigint
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_plan json;
begin
  execute format(
    $explain$explain (format json) select from public.posts where status = 'published' and search @@ %L::tsquery$explain$,
    p_query
  ) into v_plan;
  return (v_plan -> 0 -> 'Plan' ->> 'Plan Rows')::bigint;
end $$;

create function private.search_posts(
  p_query text, p_after text default null, p_limit integer default 30, p_kind text default null,
  p_sensitive boolean default false
) returns setof public.feed_row
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_query tsquery := websearch_to_tsquery('simple', left(p_query, 200));
  v_after_key text := substring(p_after from '^(.+)_[^_]+$');
  v_after_id text := substring(p_after from '_([^_]+)$');
  v_page text := concat(
    case when p_after is not null then ' and (post.hot, post.id) < ($6::double precision, $7::uuid)' end,
    ' order by post.hot desc, post.id desc limit $8'
  );
  v_filters text := concat(
    private.feed_visible(), ' and post.search @@ $3', case when p_kind is not null then ' and post.kind = $5' end
  );
begin
  if p_after is not null and not private.is_cursor(v_after_key, 'double precision', v_after_id) then
    perform private.fail(422, 'bad_cursor');
  elsif numnode(v_query) = 0 then
    return;
  end if;
  return query execute concat(
    case when private.estimated_matches(v_query) > 20000
      then concat('with page as (select post.id from public.posts as post where ', v_filters, v_page, ')')
      else concat(
        'with found as materialized (
          select post.id, post.hot from public.posts as post where ', v_filters, '
        ), page as (select post.id from found as post where true', v_page, ')'
      )
    end,
    ' select ', private.feed_columns('hot'), ' from page join public.posts as post using (id)
      join public.profiles as author on author.id = post.user_id order by post.hot desc, post.id desc'
  ) using
    (select auth.uid()), p_sensitive, v_query, null::uuid, p_kind, v_after_key, v_after_id,
    least(greatest(p_limit, 1), 100);
end $$;

select private.expose('search_posts', 'anon', 'authenticated', 'service_role');
