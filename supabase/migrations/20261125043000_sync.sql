-- The library on several machines. Revisions come from a counter row of the person, locked until the push commits: with a
-- sequence a reader's cursor passes revisions whose transactions are still open, and never sees them.

create table private.sync_counters (
  user_id uuid primary key references auth.users on delete cascade,
  rev bigint not null default 0,
  -- Tombstones up to here are gone: a cursor before it must start anew.
  floor_rev bigint not null default 0
);

create table private.sync_items (
  user_id uuid not null references auth.users on delete cascade,
  kind text not null check (kind in ('creation', 'collection', 'preset', 'settings')),
  -- Made by the client.
  id text not null check (id ~ '^[A-Za-z0-9._:-]{1,64}$'),
  rev bigint not null,
  -- Null: deleted, and kept as a tombstone so that other machines hear of it.
  doc jsonb check (jsonb_typeof(doc) = 'object' and octet_length(doc::text) <= 65536),
  deleted_at timestamptz,
  primary key (user_id, kind, id),
  unique (user_id, rev),
  check ((doc is null) = (deleted_at is not null))
);
create index sync_items_tombstones on private.sync_items (deleted_at) where deleted_at is not null;

create function private.sync_item_json(p_item private.sync_items) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object(
    'kind', p_item.kind, 'id', p_item.id, 'rev', p_item.rev, 'doc', p_item.doc, 'deleted', p_item.doc is null
  )
$$;

create type private.pushed as (item private.sync_items, outcome text);

create function private.push_item(
  p_user uuid, p_kind text, p_id text, p_base_rev bigint, p_doc jsonb, p_next_rev bigint
) returns private.pushed
language plpgsql security definer set search_path = '' as $$
declare
  v_item private.sync_items;
begin
  select * into v_item from private.sync_items where user_id = p_user and kind = p_kind and id = p_id;
  if found and v_item.doc is not distinct from p_doc then
    -- Sent again after a lost answer, or both machines did the same.
    return row(v_item, 'accepted'::text);
  elsif found and v_item.rev is distinct from p_base_rev then
    return row(v_item, 'conflict'::text);
  end if;
  insert into private.sync_items (user_id, kind, id, rev, doc, deleted_at)
  values (p_user, p_kind, p_id, p_next_rev, p_doc, case when p_doc is null then now() end)
  on conflict (user_id, kind, id) do update set
    rev = excluded.rev, doc = excluded.doc, deleted_at = excluded.deleted_at
  returning * into v_item;
  return row(v_item, 'written'::text);
end $$;

-- [{"kind", "id", "base_rev", "doc" | null to delete}]; base_rev is the revision the change was made on, 0 for new ones.
-- Answers each item in order: accepted with its revision, or in conflict with what is here.
create function private.sync_push(p_items jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := private.me();
  v_rev bigint;
  v_item record;
  v_pushed private.pushed;
  v_results jsonb[] := array[]::jsonb[];
begin
  perform private.require_member(v_user);
  if jsonb_typeof(p_items) is distinct from 'array' or jsonb_array_length(p_items) not between 1 and 500 then
    perform private.fail(422, 'invalid_items');
  end if;
  insert into private.sync_counters (user_id) values (v_user) on conflict do nothing;
  select rev into v_rev from private.sync_counters where user_id = v_user for update;

  for v_item in
    select item ->> 'kind' as kind, item ->> 'id' as id, (item ->> 'base_rev')::bigint as base_rev,
      nullif(item -> 'doc', 'null') as doc
    from jsonb_array_elements(p_items) as item
  loop
    v_pushed := private.push_item(v_user, v_item.kind, v_item.id, v_item.base_rev, v_item.doc, v_rev + 1);
    if v_pushed.outcome = 'written' then
      v_rev := v_rev + 1;
    end if;
    v_results := array_append(v_results, case v_pushed.outcome
      when 'conflict' then private.sync_item_json(v_pushed.item) || '{"status": "conflict"}'
      else jsonb_build_object(
        'kind', v_item.kind, 'id', v_item.id, 'rev', (v_pushed.item).rev, 'status', 'accepted'
      )
    end);
  end loop;

  update private.sync_counters set rev = v_rev where user_id = v_user and rev <> v_rev;
  if found then
    perform realtime.send(jsonb_build_object('rev', v_rev), 'sync', 'user:' || v_user, true);
  end if;
  return jsonb_build_object('rev', v_rev, 'items', to_jsonb(v_results));
end $$;

-- What changed after p_since, oldest first. `rev` is the next cursor.
create function private.sync_pull(p_since bigint default 0, p_limit integer default 500) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := private.me();
  v_limit integer := least(greatest(p_limit, 1), 1000);
  v_items jsonb;
  v_last bigint;
  v_count integer;
begin
  if p_since > 0 and p_since < (select floor_rev from private.sync_counters where user_id = v_user) then
    perform private.fail(410, 'cursor_too_old');
  end if;
  select jsonb_agg(private.sync_item_json(page) order by page.rev), max(page.rev), count(*)
  into v_items, v_last, v_count
  from (
    select * from private.sync_items as item
    where item.user_id = v_user and item.rev > p_since order by item.rev limit v_limit
  ) as page;
  return jsonb_build_object(
    'items', coalesce(v_items, '[]'), 'rev', coalesce(v_last, p_since), 'more', v_count = v_limit
  );
end $$;

-- Old tombstones. Machines away for longer start anew, told so by `cursor_too_old`.
create function private.svc_sweep_tombstones(p_now timestamptz default now()) returns integer
language sql security definer set search_path = '' as $$
  with gone as (
    delete from private.sync_items
    where deleted_at < p_now - make_interval(days => private.setting('tombstone_days')) returning user_id, rev
  ), floors as (
    update private.sync_counters as counter set floor_rev = greatest(counter.floor_rev, newest.rev)
    from (select user_id, max(rev) as rev from gone group by user_id) as newest
    where counter.user_id = newest.user_id
  )
  select count(*)::integer from gone
$$;

insert into private.settings (key, value, why) values
  ('tombstone_days', '180', 'A machine that was off for longer than half a year reads everything again.');

select private.expose('sync_push', 'authenticated');
select private.expose('sync_pull', 'authenticated');
select private.expose('svc_sweep_tombstones', 'service_role');
