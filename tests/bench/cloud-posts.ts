import type pg from 'pg';

/**
 * Published posts of two thousand authors, one every five minutes until now. Triggers are off while they are made, so their columns are
 * filled here as the triggers would; tags are left out, since no bench reads them.
 */
export async function loadPosts(client: pg.Client, count: number): Promise<void> {
  await client.query('set session_replication_role = replica');
  await client.query(
    `insert into auth.users (id, email) select md5('author' || n)::uuid, n || '@example.com' from generate_series(1, 2000) n`,
  );
  await client.query(
    `insert into public.profiles (id, handle, post_count)
     select md5('author' || n)::uuid, 'author_' || n, 500 from generate_series(1, 2000) n`,
  );
  await client.query(
    `insert into public.posts (
       id, user_id, creation_id, kind, title, media_path, thumb_path, width, height, status, like_count, hot, recent, search,
       published_at
     )
     select md5('post' || n)::uuid, md5('author' || (n % 2000 + 1))::uuid, n::text, 'image', '', '', '', 4, 3, 'published',
       n % 100, log(greatest(n % 100, 1)::numeric)::float8 + extract(epoch from at)::float8 / 45000,
       private.recent_of(at, now()),
       to_tsvector('simple', 'picture of word' || n % 50 || ' and rare' || n % 200000), at
     from (
       select n, now() - (${count} - n) * interval '5 minutes' as at from generate_series(1, ${count}) n
     ) as made`,
  );
  await client.query('set session_replication_role = origin');
  await client.query('analyze public.posts, public.profiles');
}
