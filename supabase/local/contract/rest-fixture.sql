-- Tables of every kind that the data API tells apart, for its contract cases.
create table public.t_authors (
  id uuid primary key default gen_random_uuid(),
  owner uuid not null default auth.uid(),
  name text not null unique,
  "odd, ""name""" text
);
create table public.t_works (
  id bigint generated always as identity primary key,
  author_id uuid not null references public.t_authors on delete cascade,
  editor_id uuid references public.t_authors,
  title text not null,
  kind text not null default 'image' check (kind in ('image', 'video')),
  tags text[] not null default '{}',
  facts jsonb not null default '{}',
  size bigint,
  made_at timestamptz not null default now(),
  secret text not null default 'hidden'
);
create table public.t_labels (id int primary key, word text not null);
create table public.t_work_labels (
  work_id bigint references public.t_works on delete cascade,
  label_id int references public.t_labels,
  primary key (work_id, label_id)
);
alter table public.t_authors enable row level security;
alter table public.t_works enable row level security;
alter table public.t_labels enable row level security;
alter table public.t_work_labels enable row level security;
create policy own on public.t_authors to authenticated
  using (owner = (select auth.uid())) with check (owner = (select auth.uid()));
create policy readable on public.t_works for select to authenticated using (true);
create policy writable on public.t_works to authenticated
  using (author_id in (select id from public.t_authors)) with check (author_id in (select id from public.t_authors));
create policy readable on public.t_labels for select to authenticated using (true);
create policy all_own on public.t_work_labels to authenticated using (true) with check (true);
revoke all on public.t_authors, public.t_works, public.t_labels, public.t_work_labels from anon, authenticated;
grant select, insert, update, delete on public.t_authors, public.t_labels, public.t_work_labels to authenticated;
grant select (id, author_id, editor_id, title, kind, tags, facts, size, made_at) on public.t_works to authenticated;
grant insert, delete, update (title, kind, tags, facts, size) on public.t_works to authenticated;
grant select, insert, update, delete on public.t_authors, public.t_works, public.t_labels, public.t_work_labels to service_role;
insert into public.t_labels values (1, 'sea'), (2, 'night');

create function public.t_add(a int, b int default 1) returns int language sql stable as $$ select a + b $$;
create function public.t_words() returns setof text language sql stable as $$ values ('one'), ('two') $$;
create function public.t_works_of(p_author uuid) returns setof public.t_works language sql stable security definer
  set search_path = '' as $$ select * from public.t_works where author_id = p_author order by id $$;
create function public.t_pairs(n int) returns table (number int, square bigint) language sql stable as $$
  select g, (g * g)::bigint from generate_series(1, n) g
$$;
create function public.t_fail() returns void language plpgsql as $$
begin
  raise exception 'insufficient_credits' using errcode = 'PT402', detail = '{"needed": 9}';
end $$;
create function public.t_touch() returns void language sql as $$ update public.t_labels set word = word $$;
create function public.t_echo(p jsonb, list text[] default '{}') returns jsonb language sql stable as $$
  select jsonb_build_object('p', p, 'list', list)
$$;
grant execute on function public.t_add, public.t_words, public.t_works_of, public.t_pairs, public.t_fail, public.t_touch,
  public.t_echo to authenticated;
revoke execute on function public.t_add, public.t_words, public.t_works_of, public.t_pairs, public.t_fail,
  public.t_touch, public.t_echo from anon, public;
notify pgrst;
